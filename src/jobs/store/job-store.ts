import type { Priority, JobTag } from '../definition/job-definition';
import type { LogLevel } from '../definition/job-context';
import type { JobState } from '../job.state';

export interface NewJob {
  type: string;
  queue: string;
  priority: Priority;
  /** JSON. */
  payload: string;
  key: string | null;
  /** null: at once, by the database's clock. */
  dueAt: Date | null;
  deadline: Date | null;
  maxAttempts: number;
  /** The job it waits for; null for one that waits for its time only. */
  parentId: number | null;
  tags: readonly JobTag[];
  traceParent: string | null;
}

/** A job's identity and when it is due: what a transport may know. */
export interface JobNotice {
  id: number;
  queue: string;
  type: string;
  claim: number;
  dueAt: Date;
}

/** How a job ended; `gone` when retention has removed it. */
export interface JobEnd {
  state: 'succeeded' | 'failed' | 'deleted' | 'gone';
  reason: string | null;
}

/** Jobs of one queue that are claimed together. */
export interface Lane {
  queue: string;
  types: readonly string[];
  /** How many jobs at most. */
  limit: number;
}

export interface ClaimedJob {
  id: number;
  type: string;
  queue: string;
  payload: string;
  claim: number;
  /** Which attempt this claim is, from 1. */
  attempt: number;
  maxAttempts: number;
  deaths: number;
  dueAt: Date;
  deadline: Date | null;
  startedAt: Date;
  traceParent: string | null;
}

/** How a claimed job leaves `processing`. */
export interface Completion {
  id: number;
  claim: number;
  state: Extract<JobState, 'succeeded' | 'failed' | 'deleted' | 'waiting'>;
  reason: string | null;
  /** JSON for the history row. */
  data: string | null;
  /** The attempts burned so far, this one included if it counts. */
  attempt: number;
  /** For `waiting`: milliseconds from now. */
  delayMs: number | null;
  /** What went wrong, for `failed` and a retry. */
  error: string | null;
  /** Milliseconds until retention may remove it; null: never. */
  keepMs: number | null;
}

export interface LogLine {
  jobId: number;
  claim: number;
  level: LogLevel;
  message: string;
  at: Date;
}

export interface ServerRecord {
  id: string;
  host: string;
  pid: number;
  role: string;
  queues: readonly string[];
  types: readonly string[];
  workers: number;
  version: string;
}

export interface Hold {
  id: number;
  claim: number;
}

export interface ClosingHold extends Hold {
  /** Milliseconds until retention may remove it; null: never. */
  keepMs: number | null;
}

/** What an admin's or a feature's action did to a job. */
export interface ChangedJob extends JobNotice {
  state: JobState;
}

/** When each queue has work next for a server. */
export interface Horizon {
  now: Date;
  /** Queue name to the due time of its earliest waiting job; absent when it has none or is paused. */
  next: ReadonlyMap<string, Date>;
  /** Whether a job that killed its server twice is due. */
  suspect: boolean;
}

/**
 * Jobs in SQL. Every method but the reads runs inside the caller's transaction; every change of state writes its history
 * row with it. "Now" is the database's clock plus the offset that only tests set. Implemented once per dialect and held
 * to one conformance suite.
 */
export interface JobStore {
  now(): Promise<Date>;

  /**
   * Inserts jobs in `waiting`, or `awaiting` their parent.
   *
   * @throws KeyTaken when an open job has a key of theirs.
   */
  insert(jobs: readonly NewJob[]): Promise<JobNotice[]>;
  /** Locks the job against changes until the transaction ends; null when there is none. */
  lockState(id: number): Promise<JobState | null>;
  /** How those of `ids` that are not open any more ended. */
  endsOf(ids: readonly number[]): Promise<Map<number, JobEnd>>;
  /** Whether an open job has the key. */
  hasOpen(key: string): Promise<boolean>;
  /**
   * Moves open jobs to `deleted`, by their ids failed ones too; a processing one is fenced off. Returns the ids of those it
   * changed.
   */
  cancel(target: { keys: readonly string[] } | { ids: readonly number[] }, reason: string): Promise<number[]>;

  /**
   * Moves due jobs to `processing` under a new claim, the earliest first within a priority. A paused queue gives nothing; a
   * queue's concurrency and rate hold over all servers. Jobs that killed their server twice are left out.
   */
  claim(serverId: string, lane: Lane): Promise<ClaimedJob[]>;
  /** Claims one due job that killed its server twice or more; the caller runs nothing else beside it. */
  claimSuspect(serverId: string, queues: readonly string[], types: readonly string[]): Promise<ClaimedJob | null>;

  /** Read outside any transaction. */
  horizon(queues: readonly string[], types: readonly string[]): Promise<Horizon>;

  /** Whether the claim still holds; locks the job against a new claim until the transaction ends. */
  holds(hold: Hold): Promise<boolean>;
  /** Closes as `succeeded`, in one fenced statement, the jobs whose claim still holds; the ids of those. */
  close(holds: readonly ClosingHold[]): Promise<Set<number>>;
  /**
   * Writes how jobs just closed by `close` in this transaction ended, with their history, and settles who awaits them.
   * Answers which jobs wait for their time now: those that go back to waiting, and those that awaited.
   *
   * @throws KeyTaken when a job that goes back to waiting finds its key held by another.
   */
  settle(completions: readonly Completion[]): Promise<JobNotice[]>;
  /** Adds lines of jobs whose claim still holds, or that this transaction closed. */
  log(lines: readonly LogLine[]): Promise<void>;
  setProgress(hold: Hold, percent: number): Promise<void>;

  /**
   * Gives a finished job `attempts` more; null when there is no such job.
   *
   * @throws JobStateForbids, KeyTaken, DeadlinePassed
   */
  requeue(id: number, attempts: number, reason: string): Promise<ChangedJob | null>;
  /** Makes a job that waits due at once; null when there is no such job. @throws JobStateForbids */
  runNow(id: number, reason: string): Promise<ChangedJob | null>;

  /**
   * Gives those of `ids` that have ended as many attempts more as `attempts` says of their type, else one. Left out are those
   * whose deadline has passed or whose key an open job has; of several with one key, all but the newest.
   */
  requeueMany(ids: readonly number[], attempts: ReadonlyMap<string, number>, reason: string): Promise<JobNotice[]>;
  /** Makes those of `ids` due at once that await others or whose time is to come. */
  runNowMany(ids: readonly number[], reason: string): Promise<JobNotice[]>;
}

export const JOB_STORE = Symbol('job-store');
