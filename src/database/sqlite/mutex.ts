import { setImmediate } from 'node:timers/promises';

/** While others wait, one turn in so many goes to those who let others go first. */
const TURNS_TO_ONE_YIELDED = 8;

/** Hands out one turn at a time, in the order asked, but for those who let others go first. */
export class Mutex {
  private held = false;
  private readonly waiting: (() => void)[] = [];
  private readonly yielding: (() => void)[] = [];
  private turnsUntilYielded = TURNS_TO_ONE_YIELDED;

  /** Whether someone has the turn or waits for it. */
  get isHeld(): boolean {
    return this.held;
  }

  /** How many wait for the turn. */
  get waiters(): number {
    return this.waiting.length + this.yielding.length;
  }

  /**
   * Resolves when the turn has come, with the function that ends it; only its first call counts. Who had to wait begins in a
   * new round of the event loop: the driver is synchronous, and a queue of waiters would otherwise run to its end before
   * anything else does.
   */
  async acquire({ yields = false } = {}): Promise<() => void> {
    if (this.held) {
      await new Promise<void>((begin) => (yields ? this.yielding : this.waiting).push(begin));
      await setImmediate();
    }
    this.held = true;
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      this.handOn();
    };
  }

  private handOn(): void {
    const next = this.next();
    if (next) next();
    else this.held = false;
  }

  private next(): (() => void) | undefined {
    if (this.yielding.length === 0) return this.waiting.shift();
    if (this.waiting.length > 0 && --this.turnsUntilYielded > 0) return this.waiting.shift();
    this.turnsUntilYielded = TURNS_TO_ONE_YIELDED;
    return this.yielding.shift();
  }
}
