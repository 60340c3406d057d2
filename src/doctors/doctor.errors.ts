import { DomainError } from '../common/domain-error';

export class DuplicateHour extends DomainError {
  constructor() {
    const message = 'The doctor already has this hour on this day.';
    super('conflict', 'duplicate', message, { errors: { hour: [message] } });
  }
}

/** A visit ends on the day on which it starts. */
export class HourCrossesMidnight extends DomainError {
  constructor() {
    const message = 'A visit that starts at this hour would run into the next day.';
    super('rule', 'crosses-midnight', message, { errors: { hour: [message] } });
  }
}
