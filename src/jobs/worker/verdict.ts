import type { JobDefinition } from '../definition/job-definition';
import { type Outcome, Permanent } from '../definition/outcome';
import type { ClaimedJob, Completion } from '../store/job-store';
import { JobDeadlineReached, ShuttingDown } from './abort-reasons';
import { hangfireBackoff } from './retry.policy';

/** How a run ended: by an outcome (nothing: success), by an error, or not begun because its deadline had passed. */
export type Ending = { outcome: Outcome | undefined } | { error: unknown } | { expired: true };

const LONGEST_DELAY_MS = 366 * 24 * 60 * 60 * 1000;

export const DEADLINE_PASSED = 'deadline-passed';

/** What the job becomes. `now` and `random` (in [0, 1)) decide about the next attempt. */
export function completionOf(
  job: ClaimedJob,
  definition: Pick<JobDefinition, 'backoff' | 'retention'>,
  ending: Ending,
  now: Date,
  random: number,
): Completion {
  const { id, claim, attempt } = job;
  const { succeeded: keepMs } = definition.retention;
  const success: Completion = {
    id,
    claim,
    attempt,
    state: 'succeeded',
    reason: null,
    data: null,
    delayMs: null,
    error: null,
    keepMs,
  };
  if ('outcome' in ending) {
    const { outcome } = ending;
    if (!outcome) return success;
    if (outcome.outcome === 'skip') {
      return { ...success, state: 'deleted', reason: outcome.reason };
    }
    const dueAt = new Date(now.getTime() + outcome.ms);
    return {
      ...success,
      state: 'waiting',
      attempt: job.attempt - 1,
      reason: outcome.reason,
      delayMs: outcome.ms,
      data: JSON.stringify({ dueAt }),
      keepMs: null,
    };
  }
  if ('expired' in ending) {
    return {
      ...success,
      state: 'failed',
      attempt: job.attempt - 1,
      reason: DEADLINE_PASSED,
      keepMs: definition.retention.failed,
    };
  }
  const { error } = ending;
  if (error instanceof ShuttingDown) {
    return { ...success, state: 'waiting', attempt: job.attempt - 1, reason: 'handed-back', keepMs: null };
  }
  const failed = (reason: string): Completion => ({
    ...success,
    state: 'failed',
    reason,
    error: messageOf(error),
    data: JSON.stringify(describe(error)),
    keepMs: definition.retention.failed,
  });
  if (error instanceof JobDeadlineReached) return failed(DEADLINE_PASSED);
  if (error instanceof Permanent) return failed(error.reason);
  if (job.attempt >= job.maxAttempts) return failed('attempts-spent');
  const delayMs = delayOf(definition, job.attempt, random);
  const dueAt = new Date(now.getTime() + delayMs);
  if (job.deadline && dueAt >= job.deadline) return failed(DEADLINE_PASSED);
  return {
    ...success,
    state: 'waiting',
    reason: 'retry',
    delayMs,
    error: messageOf(error),
    data: JSON.stringify({ dueAt, ...describe(error) }),
    keepMs: null,
  };
}

/** Hangfire's curve stands in for one that throws or gives no time. */
function delayOf({ backoff }: Pick<JobDefinition, 'backoff'>, attempt: number, random: number): number {
  try {
    const delayMs = backoff(attempt, random);
    if (delayMs >= 0 && delayMs <= LONGEST_DELAY_MS) return delayMs;
  } catch {
    // The attempt has failed already, and its error is what matters.
  }
  return hangfireBackoff(attempt, random);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : 'A handler threw something that is not an Error.';
}

function describe(error: unknown): { error: string; stack: string | null } {
  return { error: messageOf(error), stack: (error instanceof Error && error.stack) || null };
}
