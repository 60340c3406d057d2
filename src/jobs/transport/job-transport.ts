import type { JobNotice } from '../store/job-store';

/** Says that a queue may have work due at an instant. It may say so twice, late or never: SQL decides. */
export type Wake = (queue: string, dueAt: Date) => void;

/**
 * Carries "this job may be due" from who enqueued it to who may run it. Best effort: announcing neither waits nor throws.
 */
export interface JobTransport {
  readonly name: string;
  announce(notices: readonly JobNotice[]): void;
  /** Starts telling `wake`; resolves when it does. */
  listen(wake: Wake): Promise<void>;
  /** Stops telling. */
  close(): Promise<void>;
}

export const JOB_TRANSPORT = Symbol('job-transport');
