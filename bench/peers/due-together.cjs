const { setTimeout: delay } = require('node:timers/promises');

/** Jobs enqueued in one call. */
const BULK = 1_000;
const AHEAD_MS = 3_000;

/** When the jobs fall due: once all are enqueued and whoever runs them waits. */
exports.dueSoon = () => new Date(Date.now() + AHEAD_MS);

/** Gives `enqueue` the payloads of `count` jobs, as many in one call as it takes well. */
exports.inBulk = async (count, enqueue) => {
  for (let n = 0; n < count; n += BULK) {
    await enqueue(Array.from({ length: Math.min(BULK, count - n) }, (_, i) => ({ n: n + i })));
  }
};

/** @throws Error when they were due before all was ready */
exports.untilDue = (at) => {
  const ms = at.getTime() - Date.now();
  if (ms <= 0) throw new Error('The jobs fell due before they were enqueued.');
  return delay(ms);
};
