import { DomainError } from '../common/domain-error';

/** Somebody has written the report since the caller read it. */
export class ReportChanged extends DomainError {
  constructor() {
    super('precondition', 'version-mismatch', 'The medical report has changed since it was read.');
  }
}

export class DuplicateReport extends DomainError {
  constructor() {
    const message = 'This appointment has a medical report already.';
    super('conflict', 'duplicate', message, { errors: { appointmentId: [message] } });
  }
}
