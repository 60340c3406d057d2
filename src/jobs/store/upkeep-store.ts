import type { Hold, JobNotice, ServerRecord } from './job-store';

export interface StatDelta {
  type: string;
  outcome: string;
  waitMs: number;
  runMs: number;
}

/** What keeps the job tables true. Runs inside the caller's transaction but for the reads. */
export interface UpkeepStore {
  /** Registers the server or renews its heartbeat; `isNew` when its row was not there. */
  heartbeat(server: ServerRecord): Promise<{ isNew: boolean }>;
  /** The jobs that the database says this server runs. */
  holdsOf(serverId: string): Promise<Hold[]>;
  removeServer(serverId: string): Promise<void>;
  /** Hands jobs back to `waiting` without burning an attempt. */
  handBack(holds: readonly Hold[], reason: string): Promise<JobNotice[]>;

  /** Ids of servers whose heartbeat is older than `silenceMs`, and of jobs in `processing` whose server is unknown. */
  silentServers(silenceMs: number): Promise<string[]>;
  /** Gives a silent server's jobs back to `waiting`, or fails as poison those that died alone; removes the server. */
  takeOver(serverId: string): Promise<{ returned: JobNotice[]; poisoned: number[] }>;
  /** Settles `awaiting` jobs whose parent is already succeeded, deleted or gone; at most `limit`. */
  settleStranded(limit: number): Promise<JobNotice[]>;
  /**
   * Fails jobs due for `graceMs` whose type no live server handles; at most `limit`. Their ids. Nothing is parked before some
   * worker has been up as long: after an outage those who handle the type may be the last to come back.
   */
  parkUnknown(graceMs: number, limit: number): Promise<number[]>;
  /** Removes jobs past their retention, oldest first; how many. */
  removeExpired(limit: number): Promise<number>;

  /** Takes or renews a lease on `name` for `leaseMs`; whether `holder` has it. */
  lead(name: string, holder: string, leaseMs: number): Promise<boolean>;
  resign(name: string, holder: string): Promise<void>;

  /** Adds to this server's sums of the current hour. */
  addStats(serverId: string, deltas: readonly StatDelta[]): Promise<void>;
  /** Removes the sums of the hours before that of `before`. */
  removeStats(before: Date): Promise<void>;
  /** Adds queues that are new. Where the rate given, which is the configuration's, is another than before, it becomes the queue's. */
  declareQueues(queues: readonly { name: string; ratePerMinute: number | null }[]): Promise<void>;
}

export const UPKEEP_STORE = Symbol('upkeep-store');
