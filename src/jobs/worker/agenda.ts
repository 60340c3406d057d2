/** No timer may be armed further ahead: longer ones fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * When this worker believes each queue has work, on the monotonic clock. A belief may be wrong; the poll corrects it.
 */
export class Agenda {
  private readonly beliefs = new Map<string, number>();
  private timer: NodeJS.Timeout | null = null;

  /** `onDue` is called when a queue's time has come; `monotonic` gives milliseconds. */
  constructor(
    private readonly onDue: () => void,
    private readonly monotonic: () => number = () => performance.now(),
  ) {}

  /** Some work of `queue` may be due in `ms`; an earlier belief stands. */
  hasten(queue: string, ms: number): void {
    const at = this.monotonic() + Math.max(0, ms);
    if ((this.beliefs.get(queue) ?? Infinity) <= at) return;
    this.beliefs.set(queue, at);
    this.arm();
  }

  /** What SQL said: work of `queue` is due in `ms`, or none is known. */
  set(queue: string, ms: number | null): void {
    if (ms === null) this.beliefs.delete(queue);
    else this.beliefs.set(queue, this.monotonic() + Math.max(0, ms));
    this.arm();
  }

  isDue(queue: string): boolean {
    return (this.beliefs.get(queue) ?? Infinity) <= this.monotonic();
  }

  close(): void {
    this.beliefs.clear();
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  private arm(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const now = this.monotonic();
    const upcoming = [...this.beliefs.values()].filter((at) => at > now);
    if (upcoming.length > 0) {
      const wait = Math.min(Math.ceil(Math.min(...upcoming) - now), LONGEST_TIMER_MS);
      this.timer = setTimeout(() => {
        this.arm();
        this.onDue();
      }, wait);
    }
    if (upcoming.length < this.beliefs.size) this.onDue();
  }
}
