/** No timer may be armed further ahead: longer ones fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * When this worker believes each queue has work, on the monotonic clock. A belief may be wrong; the poll corrects it.
 */
export class Agenda {
  private readonly beliefs = new Map<string, number>();
  /** How many hints have come, and how many had when each queue's newest did. */
  private hints = 0;
  private readonly newest = new Map<string, number>();
  private timer: NodeJS.Timeout | null = null;

  /** `onDue` is called when a queue's time has come; `monotonic` gives milliseconds. */
  constructor(
    private readonly onDue: () => void,
    private readonly monotonic: () => number = () => performance.now(),
  ) {}

  /** Some work of `queue` may be due in `ms`; an earlier belief stands. */
  hasten(queue: string, ms: number): void {
    this.newest.set(queue, ++this.hints);
    const at = this.monotonic() + Math.max(0, ms);
    if ((this.beliefs.get(queue) ?? Infinity) <= at) return;
    this.beliefs.set(queue, at);
    this.arm();
  }

  /** The present moment, for `set`: taken before SQL is asked. */
  mark(): number {
    return this.hints;
  }

  /**
   * What SQL said when it was asked at `mark`: work of `queue` is due in `ms`, or none is known. It may not know what was
   * hinted since: an earlier belief of that origin stands.
   */
  set(queue: string, ms: number | null, mark = this.hints): void {
    const at = ms === null ? Infinity : this.monotonic() + Math.max(0, ms);
    const hinted = (this.newest.get(queue) ?? 0) > mark ? (this.beliefs.get(queue) ?? Infinity) : Infinity;
    const first = Math.min(at, hinted);
    if (first === Infinity) this.beliefs.delete(queue);
    else this.beliefs.set(queue, first);
    this.arm();
  }

  isDue(queue: string): boolean {
    return (this.beliefs.get(queue) ?? Infinity) <= this.monotonic();
  }

  close(): void {
    this.beliefs.clear();
    this.newest.clear();
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
