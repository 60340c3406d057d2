/** How many transactions share one COMMIT at most, and for how long one may wait for the others, in milliseconds. */
const MOST = 32;
const LONGEST_MS = 10;

/** Transactions that follow each other without a pause and are made durable by one COMMIT. */
export class CommitGroup {
  /** Transactions that have ended well and wait for the COMMIT. */
  private members: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  private readonly begun = performance.now();

  get isEmpty(): boolean {
    return this.members.length === 0;
  }

  /** Whether another transaction may still join. */
  get mayGrow(): boolean {
    return this.members.length < MOST && performance.now() - this.begun < LONGEST_MS;
  }

  /** Resolves when the group is committed, rejects when it is lost. */
  join(): Promise<void> {
    return new Promise((resolve, reject) => this.members.push({ resolve, reject }));
  }

  committed(): void {
    for (const { resolve } of this.members) resolve();
  }

  lost(error: unknown): void {
    for (const { reject } of this.members) reject(error);
  }
}
