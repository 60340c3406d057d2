import { DomainError } from '../common/domain-error';

/** Neither the token nor a visitor at this machine. */
export class MetricsClosed extends DomainError {
  constructor() {
    super('unauthenticated', 'unauthenticated', 'Show METRICS_TOKEN as a Bearer token to read the metrics.');
  }
}
