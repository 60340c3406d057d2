/**
 * Who may run what: of `workers` workers each queue owns one, so that a slow queue cannot starve another; the rest are
 * shared.
 */
export class Slots {
  private readonly used = new Map<string, number>();
  private readonly shared: number;

  /** `workers` is at least the number of queues. */
  constructor(
    queues: readonly string[],
    readonly workers: number,
  ) {
    for (const queue of queues) this.used.set(queue, 0);
    this.shared = workers - queues.length;
  }

  get running(): number {
    return [...this.used.values()].reduce((sum, used) => sum + used, 0);
  }

  /** How many more workers `queue` may have now. */
  free(queue: string): number {
    const borrowed = [...this.used.values()].reduce((sum, used) => sum + Math.max(0, used - 1), 0);
    return this.shared - borrowed + (this.used.get(queue) === 0 ? 1 : 0);
  }

  take(queue: string): void {
    this.used.set(queue, (this.used.get(queue) ?? 0) + 1);
  }

  release(queue: string): void {
    this.used.set(queue, (this.used.get(queue) ?? 0) - 1);
  }
}
