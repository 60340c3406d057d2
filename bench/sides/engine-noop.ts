import { enqueueNoops, lastEndOfDrain, startNoopEngine } from '../noop-jobs';
import { report, setting } from '../side';

const AHEAD_MS = 3_600_000;
const DAYS_MS = 30 * 24 * AHEAD_MS;

/**
 * The engine on the embedded database: `COUNT` no-op jobs enqueued in bulk, then drained with their whole history, while
 * `WAITING` more wait that are days away.
 */
report(async () => {
  const count = setting('COUNT');
  const engine = await startNoopEngine();
  await enqueueNoops(engine, setting('WAITING'), new Date(Date.now() + DAYS_MS));
  const begun = performance.now();
  await enqueueNoops(engine, count, new Date(Date.now() + AHEAD_MS));
  const enqueued = performance.now();
  const before = process.cpuUsage();
  engine.clock.advance(2 * AHEAD_MS);
  await engine.idle();
  const drained = performance.now();
  const spent = process.cpuUsage(before);
  await lastEndOfDrain(engine, count);
  await engine.close();
  return {
    enqueuePerSecond: (count / (enqueued - begun)) * 1_000,
    drainPerSecond: (count / (drained - enqueued)) * 1_000,
    totalPerSecond: (count / (drained - begun)) * 1_000,
    cpuMicrosecondsPerJob: (spent.user + spent.system) / count,
  };
});
