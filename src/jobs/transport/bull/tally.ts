const TOLD_EVERY_MS = 60_000;

/** Counts what may happen very often, and tells how often it did at most once a minute. */
export class Tally {
  private count = 0;
  private told = -Infinity;

  add(count: number, tell: (total: number) => void): void {
    this.count += count;
    const now = performance.now();
    if (now - this.told < TOLD_EVERY_MS) return;
    tell(this.count);
    this.count = 0;
    this.told = now;
  }
}
