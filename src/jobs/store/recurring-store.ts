export interface RecurringJob {
  id: string;
  type: string;
  queue: string;
  /** JSON. */
  payload: string;
  cron: string;
  timeZone: string;
  misfire: 'once' | 'each' | 'skip';
  enabled: boolean;
  nextRunAt: Date | null;
  lastRunAt: Date | null;
  lastJobId: number | null;
  /** Why the newest occurrence was not enqueued. */
  error: string | null;
}

/** The columns of `RecurringJob`, as SQL. */
export const RECURRING_COLUMNS =
  'id, type, queue, payload, cron, timeZone, misfire, enabled, nextRunAt, lastRunAt, lastJobId, error';

export interface RecurringChange {
  nextRunAt: Date | null;
  /** The occurrence that ran; null keeps the last. */
  lastRunAt: Date | null;
  error: string | null;
}

/** What admins may change of a recurring job, and what follows from it. */
export type RecurringSettings = Pick<
  RecurringJob,
  'id' | 'enabled' | 'cron' | 'timeZone' | 'misfire' | 'nextRunAt' | 'error'
>;

/** Schedules in SQL. Writes run inside the caller's transaction. */
export interface RecurringStore {
  /**
   * Adds recurring jobs that are not there yet. What a later release declares otherwise than before takes the place of what
   * is stored, but for what admins set: whether it is enabled, when it runs (cron and zone together) and its misfire.
   */
  declare(jobs: readonly RecurringJob[]): Promise<void>;
  /** Locks it against changes until the transaction ends; null when there is none. */
  lock(id: string): Promise<RecurringJob | null>;
  /** Writes what admins may change of it. */
  edit(settings: RecurringSettings): Promise<void>;
  due(): Promise<RecurringJob[]>;
  all(): Promise<RecurringJob[]>;
  /** Moves `nextRunAt` on if it is still `seen`; whether it was. */
  advance(id: string, seen: Date, change: RecurringChange): Promise<boolean>;
  setLastJob(id: string, jobId: number): Promise<void>;
}

/** What of a recurring job its declaration says. */
export const declarationOf = ({ type, queue, payload, cron, timeZone, misfire }: RecurringJob): string =>
  JSON.stringify({ type, queue, payload, cron, timeZone, misfire });

export const RECURRING_STORE = Symbol('recurring-store');
