import type { JobNotice } from '../store/job-store';

/** Says that a queue may have work due at an instant. It may say so twice, late or never: SQL decides. */
export type Wake = (queue: string, dueAt: Date) => void;

/** Whether the broker that carries announcements between processes answers; `none` where there is none. */
export type BrokerState = 'none' | 'up' | 'down';

/** Jobs due later than this are not announced when they are enqueued, but when they come this near. */
export const HORIZON_MS = 60_000;

/**
 * Carries "this job may be due" from who enqueued it to who may run it. Best effort: announcing neither waits nor throws.
 */
export interface JobTransport {
  readonly name: 'database' | 'bull';
  readonly broker: BrokerState;
  announce(notices: readonly JobNotice[]): void;
  /** Says that more is due in `queue` than this process has workers for. */
  passOn(queue: string): void;
  /** Starts telling `wake`; resolves when it does. */
  listen(wake: Wake): Promise<void>;
  /** Stops telling. What is announced later still reaches other processes. */
  close(): Promise<void>;
}

export const JOB_TRANSPORT = Symbol('job-transport');

/** Tells of each queue among `notices` once, by the due time of its earliest job. */
export function wakeEarliest(wake: Wake, notices: readonly Pick<JobNotice, 'queue' | 'dueAt'>[]): void {
  const earliest = new Map<string, Date>();
  for (const { queue, dueAt } of notices) {
    const known = earliest.get(queue);
    if (!known || dueAt < known) earliest.set(queue, dueAt);
  }
  for (const [queue, dueAt] of earliest) wake(queue, dueAt);
}
