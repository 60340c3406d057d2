import { DomainError, type RefusalKind } from '../common/domain-error';

/** The status forbids what was asked; names what the caller may do instead. */
export class InvalidTransition extends DomainError {
  constructor(from: string, wanted: string, allowed: readonly string[]) {
    const instead = allowed.length > 0 ? `it may become ${allowed.join(', ')}` : 'its status cannot be changed';
    super('conflict', 'invalid-transition', `An appointment that is ${from} cannot be ${wanted}: ${instead}.`);
  }
}

export class TooEarly extends DomainError {
  /** @param earliest minutes from the start, negative before it. */
  constructor(to: string, earliest: number) {
    const when =
      earliest === 0 ? 'its start' : `${Math.abs(earliest)} minutes ${earliest < 0 ? 'before' : 'after'} its start`;
    super('conflict', 'too-early', `An appointment can be ${to} from ${when} on.`);
  }
}

export class TooLate extends DomainError {
  constructor(latest = 0) {
    const when = latest === 0 ? 'its start' : `${Math.abs(latest)} minutes before its start`;
    super('conflict', 'too-late', `This is possible until ${when}.`);
  }
}

/** What is kept of the visit says that it took place, or would then say so of one that did not. */
export class HasReport extends DomainError {
  constructor() {
    super('conflict', 'has-report', 'The appointment has a medical report or a review, so it stays as it is.');
  }
}

export class NotCompleted extends DomainError {
  constructor() {
    super('rule', 'not-completed', 'This is possible once the appointment is completed.');
  }
}

export class RescheduleLimitReached extends DomainError {
  constructor(limit: number) {
    super('conflict', 'reschedule-limit', `An appointment can be rescheduled ${limit} times.`);
  }
}

/** Somebody else has written the appointment since the caller read it. */
export class AppointmentChanged extends DomainError {
  constructor() {
    super('precondition', 'version-mismatch', 'The appointment has changed since it was read.');
  }
}

/** Every reason for which a time cannot be had, in the order in which they are checked. */
const SLOT_REFUSALS = {
  'doctor-inactive': ['conflict', 'The doctor takes no appointments at present.'],
  'client-inactive': ['conflict', 'The account of the patient is deactivated.'],
  'in-past': ['rule', 'The time is in the past.'],
  'beyond-horizon': ['rule', 'Appointments can be booked up to 365 days ahead.'],
  'nonexistent-time': ['rule', 'The clocks skip this time on that day.'],
  'outside-hours': ['rule', 'The doctor has no appointment hour at this time.'],
  'slot-taken': ['conflict', 'The doctor has another appointment at this time.'],
  'patient-overlap': ['conflict', 'The patient has another appointment at this time.'],
  'daily-limit': ['rule', 'The patient has 5 open appointments on this day already.'],
  'open-limit': ['rule', 'The patient has 20 open appointments already.'],
} as const satisfies Record<string, readonly [RefusalKind, string]>;

export type SlotRefusalCode = keyof typeof SLOT_REFUSALS;

export class SlotRefused extends DomainError {
  constructor(code: SlotRefusalCode) {
    const [kind, message] = SLOT_REFUSALS[code];
    super(kind, code, message);
  }
}
