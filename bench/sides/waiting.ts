import { setTimeout as delay } from 'node:timers/promises';
import { JOB_TRANSPORT, type JobTransport } from '../../src/jobs/transport/job-transport';
import { startApp } from '../../test/support/app';
import { startRedis } from '../../test/support/redis';
import { report, setting, text } from '../side';

const MIB = 2 ** 20;

/**
 * The application as a worker with a Redis of its own, on the database of `FOLDER`, whose reminders are days away: what both
 * hold in memory after `SETTLE_MS` of looking after them.
 */
report(async () => {
  const redis = await startRedis();
  const env = { ROLE: 'worker', REDIS_URL: redis.url, LOG_LEVEL: 'warn' };
  const app = await startApp({ dataDir: text('FOLDER'), env });
  if (app.get<JobTransport>(JOB_TRANSPORT).broker !== 'up') throw new Error('Redis does not answer.');
  await delay(setting('SETTLE_MS'));
  const worker = process.memoryUsage().rss;
  const [, used] = /^used_memory:(\d+)/m.exec(await redis.run('INFO', 'memory')) ?? [];
  await app.close();
  await redis.stop();
  return { workerMiB: worker / MIB, redisMiB: Number(used) / MIB };
});
