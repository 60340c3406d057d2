import type { JobNotice } from '../../store/job-store';

/** Bull's names of our messages. One whose data was evicted from Redis arrives under a name of Bull's own. */
export const WAKE = 'wake';
/** From a process with more due work in a queue than it has workers for. */
const CALL = 'call';

/** All that Redis knows of a job; nothing in a call, which is about none in particular. */
export type WakeData = { id: number; type: string } | Record<string, never>;

export interface WakeMessage {
  readonly queue: string;
  readonly id: string;
  readonly name: string;
  readonly dueAt: Date;
  readonly data: WakeData;
}

/** What a message says that has arrived. */
export interface WakeNews {
  readonly dueAt: Date;
  /** How many processes in a row were too busy for it. */
  readonly passed: number;
}

/** What a call is about was due before. */
const AT_ONCE = new Date(0);

export function wakeFor(notice: JobNotice): WakeMessage {
  const { queue, dueAt, id, type } = notice;
  return { queue, id: messageId(notice), name: WAKE, dueAt, data: { id, type } };
}

/** `unique` sets it apart from other calls. */
export function callFor(queue: string, passed: number, unique: string): WakeMessage {
  return { queue, id: `${passed}-${unique}`, name: CALL, dueAt: AT_ONCE, data: {} };
}

/**
 * Bull's id of the message that a job may be due: new for each claim and due time, for Bull silently ignores an id that it
 * still knows.
 */
function messageId({ id, claim, dueAt }: Pick<JobNotice, 'id' | 'claim' | 'dueAt'>): string {
  return `${id}-${claim}-${dueAt.getTime()}`;
}

/** Null when the message is none of ours. */
export function newsOf({ id, name }: { id: unknown; name: string }): WakeNews | null {
  if (name === CALL) {
    const [, passed] = /^(\d{1,3})-[\w-]+$/.exec(String(id)) ?? [];
    return passed === undefined ? null : { dueAt: AT_ONCE, passed: Number(passed) };
  }
  if (name !== WAKE) return null;
  const [, due] = /^\d{1,16}-\d{1,10}-(-?\d{1,15})$/.exec(String(id)) ?? [];
  return due === undefined ? null : { dueAt: new Date(Number(due)), passed: 0 };
}
