import type { TransitionTable } from '../common/state-machine';

export const APPOINTMENT_STATUSES = ['scheduled', 'in-progress', 'completed', 'cancelled', 'no-show'] as const;
export type AppointmentStatus = (typeof APPOINTMENT_STATUSES)[number];

/** In which part someone acts on an appointment. Ownership decides it before the role does: an Admin is always 'admin'. */
export const PARTS = ['owner', 'doctor', 'admin', 'system'] as const;
export type Part = (typeof PARTS)[number];

export interface TransitionRule {
  readonly by: readonly Part[];
  /** Minutes from the start (negative: before it) from which on it is allowed. */
  readonly earliest?: number;
  /** Minutes from the start until which, included, an owner may do it. */
  readonly latestForOwner?: number;
  /** Only while the start is ahead. */
  readonly beforeStart?: true;
  /** Only while neither a report nor a review of the visit exists. */
  readonly unrecorded?: true;
  /** What people are told of it. */
  readonly notice?: 'created' | 'completed' | 'cancelled';
}

/** How long before the start patients may still cancel or reschedule by themselves, in minutes from the start. */
export const LATEST_FOR_OWNER = -120;

/** Who may move an appointment from where to where, and when: the one place that says so. */
export const TRANSITION_RULES: Readonly<
  Record<AppointmentStatus, Readonly<Partial<Record<AppointmentStatus, TransitionRule>>>>
> = {
  scheduled: {
    'in-progress': { by: ['doctor', 'admin'], earliest: -60 },
    completed: { by: ['doctor', 'admin', 'system'], earliest: 0, notice: 'completed' },
    cancelled: { by: ['owner', 'doctor', 'admin'], latestForOwner: LATEST_FOR_OWNER, notice: 'cancelled' },
    'no-show': { by: ['doctor', 'admin'], earliest: 15 },
  },
  'in-progress': {
    completed: { by: ['doctor', 'admin', 'system'], notice: 'completed' },
    cancelled: { by: ['admin'], notice: 'cancelled' },
  },
  completed: { 'no-show': { by: ['admin'], unrecorded: true } },
  cancelled: { scheduled: { by: ['admin'], beforeStart: true, notice: 'created' } },
  'no-show': { completed: { by: ['admin'], unrecorded: true } },
};

/** Where someone in this part may move an appointment from `from`, as far as the status alone decides. */
export function allowedFrom(from: AppointmentStatus, as: Part): AppointmentStatus[] {
  return APPOINTMENT_STATUSES.filter((to) => TRANSITION_RULES[from][to]?.by.includes(as));
}

const reachable = (from: AppointmentStatus) => APPOINTMENT_STATUSES.filter((to) => TRANSITION_RULES[from][to]);

export const APPOINTMENT_TRANSITIONS: TransitionTable<AppointmentStatus> = {
  scheduled: reachable('scheduled'),
  'in-progress': reachable('in-progress'),
  completed: reachable('completed'),
  cancelled: reachable('cancelled'),
  'no-show': reachable('no-show'),
};
