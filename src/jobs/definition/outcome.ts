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
