/** What there are alerts of: one incident of a kind at a time. */
export const ALERT_KINDS = [
  'no-worker',
  'late',
  'backlog',
  'failures',
  'mail-failing',
  'broken-promise',
  'unverified',
  'slow-loop',
  'redis-down',
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** How something looks now. Between `bad` and `good` it stays what it was held for. */
export type Verdict = 'bad' | 'between' | 'good';

/** How long something must look bad to be an incident, and good to be over, in milliseconds. */
export interface Patience {
  openAfterMs: number;
  endAfterMs: number;
}

/** What an observation made of an incident. */
export type AlertStep = 'opened' | 'ended' | 'dismissed' | null;
