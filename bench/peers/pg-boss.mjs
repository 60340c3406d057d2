import { setTimeout as delay } from 'node:timers/promises';
import PgBoss from 'pg-boss';
import { BULK, announceAt, report, setting } from './peer.mjs';

const QUEUE = `noop-${process.pid}`;
const BATCH = 200;
const POLLERS = 20;
const LOOPS = 4;

/**
 * `COUNT` no-op jobs of pg-boss that fall due at one instant: by twenty of its workers with batches of 200, which look as often
 * as they may; with `QUICK` by loops that fetch and complete as quickly as they can.
 */
report(async (connectionString) => {
  const count = setting('COUNT');
  const boss = new PgBoss({ connectionString, max: 20 });
  boss.on('error', console.error);
  await boss.start();
  await boss.createQueue(QUEUE);
  const startAfter = announceAt();
  for (let n = 0; n < count; n += BULK) {
    await boss.insert(
      Array.from({ length: Math.min(BULK, count - n) }, (_, i) => ({ name: QUEUE, data: { n: n + i }, startAfter })),
    );
  }
  if (Date.now() >= startAfter.getTime()) throw new Error('The jobs fell due before they were enqueued.');
  let drained = Promise.resolve();
  if (!setting('QUICK')) {
    for (let poller = 0; poller < POLLERS; poller++) {
      await boss.work(QUEUE, { batchSize: BATCH, pollingIntervalSeconds: 0.5 }, () => Promise.resolve());
    }
  }
  await delay(startAfter.getTime() - Date.now());
  if (setting('QUICK')) drained = Promise.all(Array.from({ length: LOOPS }, () => drain(boss)));
  await drained;
  while ((await boss.getQueueSize(QUEUE, { before: 'completed' })) > 0) await delay(5);
  const drainMs = Date.now() - startAfter.getTime();
  await boss.stop({ graceful: false });
  return { drainMs, drainPerSecond: (count / drainMs) * 1_000 };
});

async function drain(boss) {
  for (;;) {
    const jobs = await boss.fetch(QUEUE, { batchSize: BATCH });
    if (jobs.length === 0) return;
    await boss.complete(
      QUEUE,
      jobs.map(({ id }) => id),
    );
  }
}
