import { DomainError } from '../common/domain-error';

export class DuplicateReview extends DomainError {
  constructor() {
    const message = 'This appointment is reviewed already.';
    super('conflict', 'duplicate', message, { errors: { appointmentId: [message] } });
  }
}
