import type { Request } from 'express';
import { cookieOf } from '../common/http/cookies';
import type { Cookie } from './cookies';

export const ACTIONS = [
  'job.requeue',
  'job.cancel',
  'job.run-now',
  'jobs.requeue',
  'jobs.cancel',
  'jobs.run-now',
  'jobs.handed-over',
  'queue.pause',
  'queue.resume',
  'queue.change',
  'recurring.trigger',
  'recurring.enable',
  'recurring.disable',
  'recurring.change',
  'delivery.resend',
] as const;
export type ActionName = (typeof ACTIONS)[number];

/** What became of an action. */
export interface Notice {
  action: ActionName;
  /** The id or name of what it was done to; for many jobs, how many were changed. */
  about: string;
  /** The code of the refusal; null when it was done. */
  refused: string | null;
  /** Of many jobs: how many were left as they were. */
  skipped: number;
}

const COOKIE = 'dashboard-notice';
const KEPT_MS = 60_000;

/** Carries a notice over to the next page. */
export const noticeCookie = ({ action, about, refused, skipped }: Notice): Cookie => ({
  name: COOKIE,
  value: JSON.stringify([action, about, refused, skipped]),
  maxAgeMs: KEPT_MS,
});

export const noNotice: Cookie = { name: COOKIE, value: null };

/** What the page before has left to tell; null too for the script that refreshes a page, which tells nothing anew. */
export function noticeOf(request: Request): Notice | null {
  const mode = request.get('Sec-Fetch-Mode');
  if (request.method !== 'GET' || (mode !== undefined && mode !== 'navigate')) return null;
  const value = cookieOf(request, COOKIE);
  return value === null ? null : parsed(value);
}

function parsed(value: string): Notice | null {
  try {
    const [action, about, refused, skipped] = JSON.parse(value) as unknown[];
    const known = ACTIONS.find((each) => each === action);
    if (!known || typeof about !== 'string' || typeof skipped !== 'number') return null;
    return { action: known, about, refused: typeof refused === 'string' ? refused : null, skipped };
  } catch {
    return null;
  }
}
