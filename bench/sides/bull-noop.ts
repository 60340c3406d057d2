import Bull from 'bull';
import { report, setting } from '../side';

const BULK = 1_000;

/** Raw Bull: `COUNT` no-op jobs enqueued in bulk, then drained by one process with `WORKERS` at a time. */
report(async () => {
  const count = setting('COUNT');
  const queue = new Bull('noop', { redis: { port: setting('REDIS_PORT') } });
  await queue.isReady();
  await queue.pause();
  const begun = performance.now();
  for (let n = 0; n < count; n += BULK) {
    const options = { removeOnComplete: true, removeOnFail: true };
    await queue.addBulk(
      Array.from({ length: Math.min(BULK, count - n) }, (_, i) => ({ data: { n: n + i }, opts: options })),
    );
  }
  const enqueued = performance.now();
  let done = 0;
  await new Promise<void>((resolve, reject) => {
    queue.on('completed', () => {
      if (++done === count) resolve();
    });
    void queue.process(setting('WORKERS'), () => Promise.resolve());
    queue.resume().catch(reject);
  });
  const drained = performance.now();
  await queue.close();
  return {
    enqueuePerSecond: (count / (enqueued - begun)) * 1_000,
    drainPerSecond: (count / (drained - enqueued)) * 1_000,
    totalPerSecond: (count / (drained - begun)) * 1_000,
    drainMs: drained - enqueued,
  };
});
