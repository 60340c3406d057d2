import { setTimeout as delay } from 'node:timers/promises';
import Redis from 'ioredis';
import { JOB_TRANSPORT, type JobTransport } from '../../src/jobs/transport/job-transport';
import { startApp } from '../../test/support/app';
import { report, setting, text } from '../side';

const MIB = 2 ** 20;

/**
 * The application as a worker with Redis, on the database of `FOLDER`, whose reminders are days away: what it and Redis hold
 * in memory after `SECONDS` of looking after them.
 */
report(async () => {
  const redis = new Redis(setting('REDIS_PORT'));
  await redis.flushall();
  const env = { ROLE: 'worker', REDIS_URL: `redis://127.0.0.1:${setting('REDIS_PORT')}`, LOG_LEVEL: 'warn' };
  const app = await startApp({ dataDir: text('FOLDER'), env });
  if (app.get<JobTransport>(JOB_TRANSPORT).broker !== 'up') throw new Error('Redis does not answer.');
  await delay(setting('SECONDS') * 1_000);
  const worker = process.memoryUsage().rss;
  const [, redisBytes] = /^used_memory:(\d+)/m.exec(await redis.info('memory')) ?? [];
  redis.disconnect();
  await app.close();
  return { workerMiB: worker / MIB, redisMiB: Number(redisBytes) / MIB };
});
