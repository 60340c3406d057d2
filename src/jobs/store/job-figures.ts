import type { Durations } from './histogram';
import type { Count, JobList, JobRecord, ShownState } from './job-queries';

export interface JobCounts {
  lists: Readonly<Record<JobList, Count>>;
  /** When the next scheduled job is due. */
  nextDueAt: Date | null;
}

/** How many jobs of a queue there are in each state. */
export interface QueueCounts {
  queue: string;
  states: Readonly<Record<ShownState, Count>>;
}

export interface QueueFigures {
  name: string;
  due: Count;
  oldestDueAt: Date | null;
  running: number;
  /** Ended in the last minute; an estimate where there are many. */
  perMinute: number;
  paused: boolean;
  /** Who paused it: a user's id. */
  pausedBy: string | null;
  pausedAt: Date | null;
  concurrency: number | null;
  ratePerMinute: number | null;
}

export interface ServerFigures {
  id: string;
  host: string;
  pid: number;
  role: string;
  queues: readonly string[];
  workers: number;
  running: number;
  startedAt: Date;
  heartbeatAt: Date;
}

/** How many runs of a type ended so. */
export interface OutcomeFigures {
  type: string;
  /** A stored state, or `retried` or `postponed` for a run whose job goes on waiting. */
  outcome: string;
  count: number;
}

/** How many runs ended so in one hour. */
export interface HourFigures {
  /** When it began. */
  hour: Date;
  outcome: string;
  count: number;
}

/** How long the runs of a type waited and ran, in milliseconds. */
export interface TypeLatency {
  type: string;
  wait: Durations;
  run: Durations;
}

/** Milliseconds from due to started: half of the runs waited at most `p50Ms`. Upper bounds of the histogram's buckets. */
export interface Lateness {
  p50Ms: number;
  p99Ms: number;
}

/**
 * How many and how long. Runs outside any transaction and takes no lock; each statement seeks and stops counting, so that its
 * cost does not grow with the number of jobs. "Now" is the store's.
 */
export interface JobFigures {
  counts(): Promise<JobCounts>;
  /** Of the queues that have jobs. */
  countsByQueue(): Promise<QueueCounts[]>;
  /** Those that were declared or paused, and those that hold waiting jobs. */
  queues(): Promise<QueueFigures[]>;
  servers(): Promise<ServerFigures[]>;
  /** The number of jobs that fall due from each of `bounds` to the next. */
  comingUp(bounds: readonly Date[]): Promise<Count[]>;
  /** Jobs that failed since then and have not been requeued. */
  countFailed(since: Date): Promise<Count>;
  /** The latest of those that `countFailed` counts, the newest failure first. */
  latestFailed(since: Date, limit: number): Promise<JobRecord[]>;
  /** Runs that have ended since the hour of `since` began. */
  outcomes(since: Date): Promise<OutcomeFigures[]>;
  /** The same by the hour, of all types. */
  outcomesByHour(since: Date): Promise<HourFigures[]>;
  /** The same runs by type. */
  latencies(since: Date): Promise<TypeLatency[]>;
  /** Of the runs that `outcomes` counts; null when nothing ran. */
  lateness(since: Date): Promise<Lateness | null>;
}

export const JOB_FIGURES = Symbol('job-figures');
