import { Injectable } from '@nestjs/common';
import { AlertService } from '../alerts/alert.service';
import { VerifyService } from '../alerts/verify.service';

/** What the watch has found. */
export interface Watched {
  alerts: 'up' | 'degraded';
  promises: 'up' | 'degraded';
}

/** Whether an alert is open, and whether what must always hold did when it was verified last. */
@Injectable()
export class WatchedService {
  constructor(
    private readonly alerts: AlertService,
    private readonly verify: VerifyService,
  ) {}

  async states(): Promise<Watched> {
    const [open, found] = await Promise.all([this.alerts.open(), this.verify.found()]);
    return {
      alerts: open.length > 0 ? 'degraded' : 'up',
      promises: found.some(({ broken }) => broken > 0) ? 'degraded' : 'up',
    };
  }
}
