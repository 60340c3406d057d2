import { z } from 'zod';
import { defineJob } from '../src/jobs/definition/define-job';
import { HandlesJob } from '../src/jobs/definition/handles-job';
import { type TestEngine, startEngine } from '../test/support/engine';
import { setting } from './side';

const BULK = 1_000;

const noop = defineJob('bench.run-noop', { payload: z.object({ n: z.number() }) });

@HandlesJob(noop)
class RunNoopHandler {
  handle(): void {}
}

/** The engine on the embedded database, with `WORKERS` workers for no-op jobs beside those that look after it. */
export function startNoopEngine(env: Record<string, string> = {}): Promise<TestEngine> {
  return startEngine({
    definitions: [noop],
    handlers: [RunNoopHandler],
    env: {
      JOB_WORKERS: String(setting('WORKERS') + 3),
      JOB_QUEUES: 'maintenance,notifications,mail,default',
      ...env,
    },
  });
}

/** Enqueues `count` no-op jobs in bulk, all due `at`. */
export async function enqueueNoops(engine: TestEngine, count: number, at: Date): Promise<void> {
  for (let n = 0; n < count; n += BULK) {
    await engine.jobs.enqueueMany(
      noop,
      Array.from({ length: Math.min(BULK, count - n) }, (_, i) => ({ payload: { n: n + i }, at })),
    );
  }
}

/** When the last of them ended, ISO 8601. @throws Error unless all `count` succeeded and each has its whole history */
export async function lastEndOfDrain(engine: TestEngine, count: number): Promise<string> {
  const [counted] = await engine.database.query<{ jobs: number; rows: number; last: string }>(
    `SELECT (SELECT count(*) FROM jobs_Job WHERE state = 'succeeded') AS jobs, (SELECT count(*) FROM jobs_State AS s JOIN jobs_Job AS j ON j.id = s.jobId WHERE j.state = 'succeeded') AS rows,
       (SELECT max(finishedAt) FROM jobs_Job) AS last`,
  );
  if (counted?.jobs !== count || counted.rows !== 3 * count)
    throw new Error(`The history of the drain is not whole: ${counted?.jobs} jobs, ${counted?.rows} rows.`);
  return counted.last;
}
