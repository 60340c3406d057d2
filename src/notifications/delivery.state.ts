import type { TransitionTable } from '../common/state-machine';

export const DELIVERY_STATES = ['pending', 'sending', 'sent', 'failed', 'unknown', 'skipped'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/**
 * `sending -> pending` is a mail not accepted now, which is tried again; `unknown -> sending` sends once more what may have
 * been sent (MAIL_UNKNOWN=resend), `unknown -> pending` lets a person decide that it is. `pending -> unknown` is a mail of a restored backup, which
 * may have left since. Out of `failed` and `skipped` leads
 * only what is done by hand: a job requeued, or a mail sent again.
 */
export const DELIVERY_TRANSITIONS: TransitionTable<DeliveryState> = {
  pending: ['sending', 'failed', 'skipped', 'unknown'],
  sending: ['pending', 'sent', 'failed', 'unknown'],
  unknown: ['sending', 'pending'],
  failed: ['pending'],
  skipped: ['pending'],
  sent: [],
};
