import { Injectable } from '@nestjs/common';
import { Config } from '../config/config';
import { Jobs } from '../jobs/jobs';
import { AlertNoticeService } from '../notifications/alert-notice.service';
import type { User } from '../users/user.service';
import { type AlertEvent, alertText } from './alert-text';
import type { Alert } from './alert.entity';
import { deliverAlert } from './alert.jobs';
import { Webhook } from './webhook';

/** After it the e-mail would be no news. */
const MAIL_MS = 24 * 60 * 60_000;

/** The ways in which people are told of an alert. */
@Injectable()
export class AlertChannelsService {
  constructor(
    private readonly webhook: Webhook,
    private readonly notices: AlertNoticeService,
    private readonly jobs: Jobs,
    private readonly config: Config,
  ) {}

  /** What is posted has an id to know a repetition by, and `text`, which chat services show. @throws as `Webhook.post` */
  async post(alert: Alert, event: AlertEvent): Promise<void> {
    const { id, kind, figure, suspectedAt, openedAt, endedAt, lastedMs } = alert;
    const { title, message } = alertText(event, kind, figure, lastedMs, 'en');
    await this.webhook.post({
      id: `${id}.${event}`,
      event,
      kind,
      title,
      text: `${this.config.clinicName}: ${title}. ${message}`,
      figure,
      since: suspectedAt.toISOString(),
      openedAt: openedAt?.toISOString() ?? null,
      endedAt: event === 'ended' ? (endedAt?.toISOString() ?? null) : null,
      link: `${this.config.publicUrl}${this.config.dashboardPath}`,
    });
  }

  /** Joins the surrounding transaction. */
  async inform(alert: Alert, event: AlertEvent, admins: readonly User[], now: Date): Promise<void> {
    const { id, kind, figure, lastedMs } = alert;
    await this.notices.tell(
      id,
      admins.map(({ id: userId, language }) => ({
        userId,
        ...alertText(event, kind, figure, lastedMs, language),
      })),
    );
    await this.jobs.enqueueMany(
      deliverAlert,
      admins.map(({ id: userId }) => ({
        payload: { alertId: id, event, userId },
        key: `alert:${id}:${event}:${userId}`,
        deadline: new Date(now.getTime() + MAIL_MS),
      })),
    );
  }
}
