/** Jobs enqueued in one call. */
export const BULK = 1_000;
const AHEAD_MS = 3_000;

/** When the jobs fall due: once all are enqueued and whoever runs them waits. */
export const announceAt = () => new Date(Date.now() + AHEAD_MS);

export function setting(name) {
  const value = Number(process.env[name]);
  if (!Number.isFinite(value)) throw new Error(`The peer needs ${name}.`);
  return value;
}

/** Sends what `work` measures on the PostgreSQL that BENCH_POSTGRES_URL names, or prints it when run by hand. */
export function report(work) {
  work(process.env.BENCH_POSTGRES_URL).then(
    (figures) => {
      if (process.send) process.send(figures, () => process.exit(0));
      else console.log(figures);
    },
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
}
