import { setTimeout as delay } from 'node:timers/promises';
import Bull from 'bull';
import { z } from 'zod';
import { defineJob } from '../../src/jobs/definition/define-job';
import { HandlesJob } from '../../src/jobs/definition/handles-job';
import { startEngine } from '../../test/support/engine';
import { report, setting } from '../side';

const BULK = 1_000;
const AHEAD_MS = 8_000;

const noop = defineJob('bench.run-noop', { payload: z.object({ n: z.number() }) });

@HandlesJob(noop)
class RunNoopHandler {
  handle(): void {}
}

/**
 * The engine on the embedded database with the Bull transport: `COUNT` no-op jobs, due at one instant soon and each announced
 * in Redis, then drained with their whole history while Bull delivers every message.
 */
report(async () => {
  const count = setting('COUNT');
  const redis = { port: setting('REDIS_PORT') };
  const engine = await startEngine({
    definitions: [noop],
    handlers: [RunNoopHandler],
    env: {
      JOB_WORKERS: String(setting('WORKERS') + 3),
      JOB_QUEUES: 'maintenance,notifications,mail,default',
      REDIS_URL: `redis://127.0.0.1:${redis.port}`,
    },
  });
  const queue = new Bull('default', { prefix: '{medano}', redis });
  const at = new Date(Date.now() + AHEAD_MS);
  const begun = performance.now();
  for (let n = 0; n < count; n += BULK) {
    await engine.jobs.enqueueMany(
      noop,
      Array.from({ length: Math.min(BULK, count - n) }, (_, i) => ({ payload: { n: n + i }, at })),
    );
  }
  const enqueued = performance.now();
  while ((await queue.getDelayedCount()) < count) await delay(5);
  const announced = performance.now();
  if (Date.now() >= at.getTime()) throw new Error('The jobs fell due before they were announced.');
  await delay(at.getTime() - Date.now());
  const before = process.cpuUsage();
  const due = performance.now();
  while ((await queue.getDelayedCount()) + (await queue.getWaitingCount()) > 0) await delay(5);
  await engine.idle();
  const delivered = performance.now();
  const spent = process.cpuUsage(before);
  const [counted] = await engine.database.query<{ jobs: number; rows: number; last: string }>(
    `SELECT (SELECT count(*) FROM jobs_Job WHERE state = 'succeeded') AS jobs, (SELECT count(*) FROM jobs_State) AS rows,
       (SELECT max(finishedAt) FROM jobs_Job) AS last`,
  );
  if (counted?.jobs !== count || counted.rows !== 3 * count)
    throw new Error(`The history of the drain is not whole: ${counted?.jobs} jobs, ${counted?.rows} rows.`);
  await queue.close();
  await engine.close();
  return {
    enqueuePerSecond: (count / (enqueued - begun)) * 1_000,
    announcePerSecond: (count / (announced - begun)) * 1_000,
    drainPerSecond: (count / (Date.parse(counted.last) - at.getTime())) * 1_000,
    deliverPerSecond: (count / (delivered - due)) * 1_000,
    cpuMicrosecondsPerJob: (spent.user + spent.system) / count,
  };
});
