import type { JobNotice } from './job-store';

/** The last job of those read before. */
export interface SweepPlace {
  dueAt: Date;
  id: number;
}

/** What the sweep announces from. */
export interface SweepStore {
  /**
   * Jobs that wait and fall due within `horizonMs` from now, the soonest first; at most `limit`, and only those behind
   * `after`. Of queues that are neither paused nor limited: an announcement makes no job of the others run sooner. Read
   * outside any transaction.
   */
  dueWithin(horizonMs: number, limit: number, after: SweepPlace | null): Promise<JobNotice[]>;
}

export const SWEEP_STORE = Symbol('sweep-store');
