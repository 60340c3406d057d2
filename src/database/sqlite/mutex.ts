import { setImmediate } from 'node:timers/promises';

/** Hands out one turn at a time, in the order asked. */
export class Mutex {
  private tail: Promise<void> = Promise.resolve();
  private holders = 0;

  /** Whether someone has the turn or waits for it. */
  get isHeld(): boolean {
    return this.holders > 0;
  }

  /**
   * Resolves when the turn has come, with the function that ends it; only its first call counts. Who had to wait begins in a new round of the event
   * loop: the driver is synchronous, and a queue of waiters would otherwise run to its end before anything else does.
   */
  async acquire(): Promise<() => void> {
    const before = this.tail;
    const waited = this.holders++ > 0;
    let release!: () => void; // assigned synchronously by the Promise constructor below
    this.tail = new Promise((resolve) => (release = resolve));
    await before;
    if (waited) await setImmediate();
    let held = true;
    return () => {
      if (held) this.holders--;
      held = false;
      release();
    };
  }
}
