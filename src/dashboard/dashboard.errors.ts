import { DomainError } from '../common/domain-error';

/** Why the dashboard does not let a visitor in: it has no sign-in, so in production nobody, else whoever is elsewhere. */
export type ClosedTo = 'production' | 'elsewhere';

export class DashboardClosed extends DomainError {
  constructor(readonly closedTo: ClosedTo) {
    super('forbidden', 'dashboard-closed', 'The dashboard is not open to this request.');
  }
}
