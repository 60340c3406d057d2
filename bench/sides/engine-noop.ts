import { z } from 'zod';
import { defineJob } from '../../src/jobs/definition/define-job';
import { HandlesJob } from '../../src/jobs/definition/handles-job';
import { startEngine } from '../../test/support/engine';
import { report, setting } from '../side';

const BULK = 1_000;
const AHEAD_MS = 3_600_000;

const noop = defineJob('bench.run-noop', { payload: z.object({ n: z.number() }) });

@HandlesJob(noop)
class RunNoopHandler {
  handle(): void {}
}

/** The engine on the embedded database: `COUNT` no-op jobs enqueued in bulk, then drained with their whole history. */
report(async () => {
  const count = setting('COUNT');
  const engine = await startEngine({
    definitions: [noop],
    handlers: [RunNoopHandler],
    env: { JOB_WORKERS: String(setting('WORKERS') + 3), JOB_QUEUES: 'maintenance,notifications,mail,default' },
  });
  const at = new Date(Date.now() + AHEAD_MS);
  const begun = performance.now();
  for (let n = 0; n < count; n += BULK) {
    await engine.jobs.enqueueMany(
      noop,
      Array.from({ length: Math.min(BULK, count - n) }, (_, i) => ({ payload: { n: n + i }, at })),
    );
  }
  const enqueued = performance.now();
  const before = process.cpuUsage();
  engine.clock.advance(2 * AHEAD_MS);
  await engine.idle();
  const drained = performance.now();
  const spent = process.cpuUsage(before);
  const [counted] = await engine.database.query<{ jobs: number; rows: number }>(
    `SELECT (SELECT count(*) FROM jobs_Job WHERE state = 'succeeded') AS jobs, (SELECT count(*) FROM jobs_State) AS rows`,
  );
  if (counted?.jobs !== count || counted.rows !== 3 * count)
    throw new Error(`The history of the drain is not whole: ${counted?.jobs} jobs, ${counted?.rows} rows.`);
  await engine.close();
  return {
    enqueuePerSecond: (count / (enqueued - begun)) * 1_000,
    drainPerSecond: (count / (drained - enqueued)) * 1_000,
    totalPerSecond: (count / (drained - begun)) * 1_000,
    cpuMicrosecondsPerJob: (spent.user + spent.system) / count,
  };
});
