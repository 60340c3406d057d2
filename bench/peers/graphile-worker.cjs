const { setTimeout: delay } = require('node:timers/promises');
const { Logger, makeWorkerUtils, run } = require('graphile-worker');
const { report, setting, text } = require('../side');
const { dueSoon, inBulk, untilDue } = require('./due-together.cjs');

/** What its documentation calls quick: jobs are taken 500 at a time and ended together, after their end and not with it. */
const QUICK = { localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 };

/** `COUNT` no-op jobs of graphile-worker that fall due at one instant, `WORKERS` at once; with `QUICK` as quick as it can be. */
report(async () => {
  const count = setting('COUNT');
  const connectionString = text('BENCH_POSTGRES_URL');
  const logger = new Logger(() => () => undefined);
  const utils = await makeWorkerUtils({ connectionString, logger });
  const left = () =>
    utils.withPgClient(async (client) => {
      const { rows } = await client.query('SELECT count(*)::int AS count FROM graphile_worker._private_jobs');
      return rows[0].count;
    });
  await utils.migrate();
  await utils.withPgClient((client) => client.query('TRUNCATE graphile_worker._private_jobs CASCADE'));
  const runAt = dueSoon();
  await inBulk(count, (payloads) => utils.addJobs(payloads.map((payload) => ({ identifier: 'noop', payload, runAt }))));
  const runner = await run({
    preset: {
      worker: {
        connectionString,
        concurrentJobs: setting('WORKERS'),
        maxPoolSize: 20,
        pollInterval: 100,
        ...(setting('QUICK') ? QUICK : {}),
      },
    },
    logger,
    taskList: { noop: () => undefined },
  });
  await untilDue(runAt);
  while ((await left()) > 0) await delay(5);
  const drainMs = Date.now() - runAt.getTime();
  await runner.stop();
  await utils.release();
  return { drainMs, drainPerSecond: (count / drainMs) * 1_000 };
});
