import { DomainError } from '../common/domain-error';

export class OpenAppointments extends DomainError {
  constructor(count: number) {
    const detail = `The user has open appointments (${count}). Have them cancelled with it: cancelAppointments.`;
    super('conflict', 'open-appointments', detail);
  }
}

/** The names of doctors belong to what their patients were told and treated by. */
export class DoctorOfRecords extends DomainError {
  constructor() {
    super(
      'conflict',
      'doctor-record',
      'A doctor stays named in the records of their patients: deactivate the account.',
    );
  }
}
