import type { OutcomeFigures } from '../jobs/store/job-figures';

/** How runs of jobs that send a mail each ended. */
export interface MailTally {
  taken: number;
  /** Now or for good. */
  refused: number;
}

export function mailTally(outcomes: readonly OutcomeFigures[]): MailTally {
  const ended = (...wanted: string[]) =>
    outcomes.filter(({ outcome }) => wanted.includes(outcome)).reduce((sum, { count }) => sum + count, 0);
  return { taken: ended('succeeded'), refused: ended('failed', 'retried') };
}
