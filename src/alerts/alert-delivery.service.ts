import { Inject, Injectable } from '@nestjs/common';
import { Config } from '../config/config';
import type { JobContext } from '../jobs/definition/job-context';
import type { PayloadOf } from '../jobs/definition/job-definition';
import { type Outcome, Permanent, skip } from '../jobs/definition/outcome';
import { MAIL_SENDER, MailRefused, type MailSender } from '../notifications/mail/mail-sender';
import { UserService } from '../users/user.service';
import { alertMail } from './alert-mail';
import { alertText } from './alert-text';
import type { deliverAlert } from './alert.jobs';
import { AlertRepository } from './alert.repository';

/** Sends one Admin the e-mail of an alert. It may be sent twice, under one Message-ID, when nobody knows whether it left. */
@Injectable()
export class AlertDeliveryService {
  constructor(
    private readonly alerts: AlertRepository,
    private readonly users: UserService,
    @Inject(MAIL_SENDER) private readonly sender: MailSender,
    private readonly config: Config,
  ) {}

  /** @throws Permanent when no further attempt can help, MailUnavailable when one may. */
  async deliver({ alertId, event, userId }: PayloadOf<typeof deliverAlert>, ctx: JobContext): Promise<Outcome | void> {
    const alert = await this.alerts.find(alertId);
    const user = await this.users.find(userId);
    if (!alert || !user?.isActiveAdmin) return skip('no-recipient');
    // That it ended is told by a mail of its own, which says as much.
    if (event === 'opened' && alert.endedAt !== null && ctx.attempt > 1) return skip('over');
    const { clinicName, publicUrl, dashboardPath, mailFrom } = this.config;
    const mail = alertMail({
      alertId,
      event,
      ...alertText(event, alert.kind, alert.figure, alert.lastedMs, user.language),
      recipient: user,
      clinicName,
      link: `${publicUrl}${dashboardPath}`,
      mailFrom,
    });
    try {
      await this.sender.send(mail, ctx.signal);
    } catch (error) {
      if (error instanceof MailRefused) throw new Permanent(error.message, 'mail-refused');
      ctx.signal.throwIfAborted();
      throw error;
    }
  }
}
