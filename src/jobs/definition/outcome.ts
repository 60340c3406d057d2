/** How an attempt ended other than by returning or throwing. Outcomes are values: a handler returns them. */
export type Outcome = Skip | Snooze;

/** The job's reason to exist is gone; it becomes `deleted` with this reason and is not retried. */
export interface Skip {
  readonly outcome: 'skip';
  readonly reason: string;
}

/** Not yet; the job waits `ms` more milliseconds. No attempt is burned. */
export interface Snooze {
  readonly outcome: 'snooze';
  readonly ms: number;
  readonly reason: string;
}

export const skip = (reason: string): Skip => ({ outcome: 'skip', reason });
export const snooze = (ms: number, reason = 'snoozed'): Snooze => ({ outcome: 'snooze', ms, reason });

const LONGEST_SNOOZE_MS = 100 * 366 * 24 * 60 * 60 * 1000;

/**
 * What a handler answered, as an outcome; nothing means success.
 *
 * @throws TypeError for what no outcome is, a snooze of no usable length included.
 */
export function checkedOutcome(outcome: Outcome | void): Outcome | undefined {
  if (outcome === undefined || outcome === null) return undefined;
  if (outcome.outcome === 'skip') return outcome;
  if (outcome.outcome === 'snooze' && outcome.ms >= 0 && outcome.ms <= LONGEST_SNOOZE_MS) return outcome;
  throw new TypeError('A handler answers nothing, skip(reason) or snooze(milliseconds).');
}

/** Thrown by a handler: trying again cannot help. The job is failed at once, whatever attempts are left. */
export class Permanent extends Error {
  override readonly name = 'Permanent';
  constructor(
    message: string,
    readonly reason = 'permanent',
  ) {
    super(message);
  }
}
