/** A promise that the test settles. */
export interface Deferred<T = void> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
  reject(reason: Error): void;
}

export function deferred<T = void>(): Deferred<T> {
  let resolve!: (value: T) => void; // both are assigned synchronously by the Promise constructor below
  let reject!: (reason: Error) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** One turn of the event loop: timers, I/O and whatever awaits have queued get their chance. */
export const loopTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Lets nothing else of this process run for so long. */
export function blockLoop(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

/**
 * Resolves with what `look` answers once that is neither undefined, null nor false.
 *
 * @throws Error naming `what` when `timeoutMs` have passed.
 */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  timeoutMs = 30_000,
): Promise<T> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (seen !== null && seen !== undefined && seen !== false) return seen;
    if (performance.now() > until) throw new Error(`Waited ${timeoutMs} ms in vain: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
