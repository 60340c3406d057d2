import type { TransitionTable } from '../common/state-machine';

/** Stored states. `waiting` is shown as `scheduled` or `enqueued`: no write happens merely because time passes. */
export const JOB_STATES = ['waiting', 'processing', 'succeeded', 'failed', 'deleted', 'awaiting'] as const;
export type JobState = (typeof JOB_STATES)[number];

/** `waiting -> waiting` is run-now; `processing -> waiting` a retry, a snooze, a hand-back or a takeover. */
export const JOB_TRANSITIONS: TransitionTable<JobState> = {
  waiting: ['waiting', 'processing', 'failed', 'deleted'],
  processing: ['waiting', 'succeeded', 'failed', 'deleted'],
  succeeded: ['waiting'],
  failed: ['waiting', 'deleted'],
  deleted: ['waiting'],
  awaiting: ['waiting', 'deleted'],
};
