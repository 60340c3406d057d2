import type { JobNotice } from '../../store/job-store';

/** Bull's name of our messages. One whose data was evicted from Redis arrives under a name of Bull's own. */
export const WAKE = 'wake';

/** All that Redis knows of a job. */
export interface WakeData {
  id: number;
  type: string;
}

/**
 * Bull's id of the message that a job may be due: new for each claim and due time, for Bull silently ignores an id that it
 * still knows.
 */
export function messageId({ id, claim, dueAt }: Pick<JobNotice, 'id' | 'claim' | 'dueAt'>): string {
  return `${id}-${claim}-${dueAt.getTime()}`;
}

/** When the job of a message is due; null when the message is none of ours. */
export function dueAtOf(message: { id: unknown; name: string }): Date | null {
  if (message.name !== WAKE) return null;
  const [, due] = /^\d{1,16}-\d{1,10}-(-?\d{1,15})$/.exec(String(message.id)) ?? [];
  return due === undefined ? null : new Date(Number(due));
}
