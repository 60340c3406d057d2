import { setTimeout as delay } from 'node:timers/promises';
import Bull from 'bull';
import { enqueueNoops, lastEndOfDrain, startNoopEngine } from '../noop-jobs';
import { report, setting } from '../side';

const AHEAD_MS = 8_000;

/**
 * The engine on the embedded database with the Bull transport: `COUNT` no-op jobs, due at one instant soon and each announced
 * in Redis, then drained with their whole history while Bull delivers every message.
 */
report(async () => {
  const count = setting('COUNT');
  const redis = { port: setting('REDIS_PORT') };
  const engine = await startNoopEngine({ REDIS_URL: `redis://127.0.0.1:${redis.port}` });
  const queue = new Bull('default', { prefix: '{medano}', redis });
  const at = new Date(Date.now() + AHEAD_MS);
  const begun = performance.now();
  await enqueueNoops(engine, count, at);
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
  const last = await lastEndOfDrain(engine, count);
  await queue.close();
  await engine.close();
  return {
    enqueuePerSecond: (count / (enqueued - begun)) * 1_000,
    announcePerSecond: (count / (announced - begun)) * 1_000,
    drainPerSecond: (count / (Date.parse(last) - at.getTime())) * 1_000,
    deliverPerSecond: (count / (delivered - due)) * 1_000,
    cpuMicrosecondsPerJob: (spent.user + spent.system) / count,
  };
});
