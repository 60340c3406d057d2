import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../config/config';
import { Database } from '../database/database';
import { Alert } from './alert.entity';
import { RULES, type Signs } from './alert-rules';
import { ALERTS_LOCK, AlertRepository } from './alert.repository';
import { ALERT_KINDS, type AlertKind } from './alert.state';

export type { Alert } from './alert.entity';

/** How long incidents that are over are kept. */
const KEPT_MS = 90 * 24 * 60 * 60_000;

/** Keeps account of incidents in the database, so that the next leader goes on where the last one stopped. */
@Injectable()
export class AlertService {
  private readonly logger = new Logger(AlertService.name);

  constructor(
    private readonly database: Database,
    private readonly alerts: AlertRepository,
    private readonly config: Config,
  ) {}

  /** Those that are open, the oldest first. */
  open(): Promise<Alert[]> {
    return this.alerts.open();
  }

  /** Takes note of how everything looks at `now`. */
  async observe(signs: Signs, now: Date): Promise<void> {
    const changed = await this.database.transaction(async () => {
      await this.database.lock(ALERTS_LOCK);
      const goingOn = new Map((await this.alerts.goingOn()).map((alert) => [alert.kind, alert]));
      const steps: { kind: AlertKind; step: 'opened' | 'ended'; figure: number }[] = [];
      for (const kind of ALERT_KINDS) {
        const alert = await this.observeOne(kind, goingOn.get(kind), signs, now);
        if (alert) steps.push(alert);
      }
      await this.alerts.removeEnded(new Date(now.getTime() - KEPT_MS));
      return steps;
    });
    for (const { step, ...what } of changed) {
      if (step === 'opened') this.logger.error(what, 'an alert opened');
      else this.logger.log(what, 'an alert ended');
    }
  }

  private async observeOne(kind: AlertKind, known: Alert | undefined, signs: Signs, now: Date) {
    const rule = RULES[kind];
    const { verdict, figure } = rule.judge(signs, {
      failuresPerHour: this.config.alertFailuresPerHour,
      queueLength: this.config.alertQueueLength,
    });
    if (!known && verdict !== 'bad') return null;
    const alert = known ?? Alert.suspect(kind, now);
    const before = JSON.stringify(alert);
    const step = alert.observe(verdict, figure, now, rule);
    if (step === 'dismissed') await this.alerts.remove(alert);
    else if (!known || JSON.stringify(alert) !== before) await this.alerts.save(alert);
    return step === 'opened' || step === 'ended' ? { kind, step, figure: alert.figure } : null;
  }
}
