import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../database/database';
import { UserService } from '../users/user.service';
import { AlertChannelsService } from './alert-channels.service';
import type { AlertEvent } from './alert-text';
import type { Alert } from './alert.entity';
import { ALERTS_LOCK, AlertRepository } from './alert.repository';

/** News of what ended longer ago is no news. */
const NEWS_MS = 24 * 60 * 60_000;
/** More Admins than any clinic has. */
const ADMINS = 100;

/**
 * Tells what is new of alerts: first by the webhook, which needs nothing of ours but this process, then in the application
 * and by e-mail to every Admin. What was told is written down; what could not be told is tried again at the next look.
 */
@Injectable()
export class AlertNewsService {
  private readonly logger = new Logger(AlertNewsService.name);

  constructor(
    private readonly database: Database,
    private readonly alerts: AlertRepository,
    private readonly channels: AlertChannelsService,
    private readonly users: UserService,
  ) {}

  async tell(now: Date): Promise<void> {
    const untold = await this.alerts.untold(new Date(now.getTime() - NEWS_MS));
    for (const { id } of untold) {
      for (const event of ['opened', 'ended'] as const) {
        await this.post(id, event, now);
        await this.inform(id, event, now);
      }
    }
  }

  /** At least once: a process may die between the call and the note of it. The news has an id to tell it by. */
  private async post(id: number, event: AlertEvent, now: Date): Promise<void> {
    const alert = await this.alerts.find(id);
    const field = event === 'opened' ? 'openPostedAt' : 'endPostedAt';
    if (!alert || !isDue(alert, event) || alert[field] !== null) return;
    try {
      await this.channels.post(alert, event);
    } catch (error) {
      this.logger.warn({ err: error, kind: alert.kind }, 'the webhook did not take an alert; it is tried again');
      return;
    }
    await this.note(id, field, now);
  }

  /** Once: the notices, the jobs of the e-mails and the note of them commit together. */
  private async inform(id: number, event: AlertEvent, now: Date): Promise<void> {
    const admins = await this.users.activeAdmins(ADMINS);
    const field = event === 'opened' ? 'openToldAt' : 'endToldAt';
    await this.database.transaction(async () => {
      await this.database.lock(ALERTS_LOCK);
      const alert = await this.alerts.find(id);
      if (!alert || !isDue(alert, event) || alert[field] !== null) return;
      await this.channels.inform(alert, event, admins, now);
      await this.alerts.save(Object.assign(alert, { [field]: now }));
    });
  }

  private note(id: number, field: 'openPostedAt' | 'endPostedAt', now: Date): Promise<void> {
    return this.database.transaction(async () => {
      await this.database.lock(ALERTS_LOCK);
      const alert = await this.alerts.find(id);
      if (alert) await this.alerts.save(Object.assign(alert, { [field]: now }));
    });
  }
}

const isDue = (alert: Alert, event: AlertEvent) => (event === 'opened' ? alert.openedAt : alert.endedAt) !== null;
