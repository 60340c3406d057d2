import { DomainError } from '../common/domain-error';

/** This process should be sent no requests at present. `checks` are names and states only. */
export class NotReady extends DomainError {
  constructor(checks: Readonly<Record<string, string>>) {
    const errors = Object.fromEntries(Object.entries(checks).map(([name, state]) => [name, [state]]));
    super('unavailable', 'not-ready', 'The service is not ready.', { errors, retryAfterSeconds: 5 });
  }
}
