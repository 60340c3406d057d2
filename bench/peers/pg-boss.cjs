const console = require('node:console');
const { pid } = require('node:process');
const { setTimeout: delay } = require('node:timers/promises');
const PgBoss = require('pg-boss');
const { report, setting, text } = require('../side');
const { dueSoon, inBulk, untilDue } = require('./due-together.cjs');

const QUEUE = `noop-${pid}`;
const BATCH = 200;
const POLLERS = 20;
const LOOPS = 4;

/**
 * `COUNT` no-op jobs of pg-boss that fall due at one instant: by twenty of its workers with batches of 200, which look as often
 * as they may; with `QUICK` by loops that fetch and complete as quickly as they can.
 */
report(async () => {
  const [count, quick] = [setting('COUNT'), setting('QUICK')];
  const boss = new PgBoss({ connectionString: text('BENCH_POSTGRES_URL'), max: 20 });
  boss.on('error', console.error);
  await boss.start();
  await boss.createQueue(QUEUE);
  const startAfter = dueSoon();
  await inBulk(count, (payloads) => boss.insert(payloads.map((data) => ({ name: QUEUE, data, startAfter }))));
  for (let poller = 0; !quick && poller < POLLERS; poller++) {
    await boss.work(QUEUE, { batchSize: BATCH, pollingIntervalSeconds: 0.5 }, () => Promise.resolve());
  }
  await untilDue(startAfter);
  if (quick) await Promise.all(Array.from({ length: LOOPS }, () => drain(boss)));
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
