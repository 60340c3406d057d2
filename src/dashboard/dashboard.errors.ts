import { DomainError } from '../common/domain-error';

/** In development the dashboard is for who sits at the machine. */
export class DashboardClosed extends DomainError {
  constructor() {
    super('forbidden', 'dashboard-closed', 'The dashboard is not open to this request.');
  }
}

/** Whoever asks has no sign-in of an Admin, or has it no more. */
export class SignInNeeded extends DomainError {
  constructor() {
    super('unauthenticated', 'unauthenticated', 'Sign in as an Admin.');
  }
}

/** What a form was sent from is not a page that the dashboard gave to this visitor. */
export class ForgedForm extends DomainError {
  constructor(readonly lacks: 'origin' | 'token') {
    super('forbidden', 'forged-form', 'The form did not come from a page of the dashboard.');
  }
}

export class DashboardReadOnly extends DomainError {
  constructor() {
    super('forbidden', 'dashboard-read-only', 'The dashboard is read-only here.');
  }
}
