import type { Outcome } from './outcome';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** What a handler may know and say about one job it runs. */
export interface JobRun {
  readonly jobId: number;
  /** The fence: which claim of the job this run is. */
  readonly claim: number;
  /** Which attempt this is, from 1. */
  readonly attempt: number;
  readonly maxAttempts: number;
  readonly dueAt: Date;
  readonly deadline: Date | null;
  /** The present by the database's clock, as due times go by it: this process's own may have been set wrong. */
  now(): Date;
  /** W3C trace context of whoever enqueued it: of a batch, each job has its own. */
  readonly traceParent: string | null;
  /** Adds a line to the job's log, seen by admins: never personal data. */
  log(message: string, level?: LogLevel): void;
}

/**
 * What a handler may do about the job it runs. Every write made through it carries the claim it runs under and changes
 * nothing once another claim has begun: such a write throws `FenceLost`.
 */
export interface JobContext extends JobRun {
  /** Aborted by timeout, deadline, cancellation, a lost hold or shutdown; its `reason` is an Error that says which. */
  readonly signal: AbortSignal;
  /** Reports progress, 0 to 100. */
  progress(percent: number): void;
  /** Commits `work` without completing the job. */
  write<T>(work: () => Promise<T>): Promise<T>;
  /**
   * Commits `work` together with the job's own completion, in a group with other jobs that finish at that moment. `work`
   * may return `skip` or `snooze` to say how the job ended; it may run twice, so it touches only the database. Inside it
   * the job's own key is free. Call it once, last, and outside any transaction.
   */
  complete(work: () => Promise<Outcome | void>): Promise<void>;
}

export interface BatchItem<P> {
  readonly payload: P;
  readonly run: JobRun;
}

/** What a batch handler may do about the jobs it runs together. */
export interface BatchContext<P> {
  /** Aborted by timeout or shutdown. */
  readonly signal: AbortSignal;
  /**
   * Commits one set-based `work` together with the completion of every job of the batch whose fence still holds; only
   * those are passed to it. The map it may return says, by job id, which of them ended by `skip` or `snooze`. When it
   * throws, nothing is kept and each job is run again by itself, so that one bad job cannot fail the others.
   */
  complete(work: (live: readonly BatchItem<P>[]) => Promise<ReadonlyMap<number, Outcome> | void>): Promise<void>;
}
