import { Inject, Injectable } from '@nestjs/common';
import { Config } from '../config/config';
import type { JobContext } from '../jobs/definition/job-context';
import { noticeCalendar } from './mail/calendar';
import { MailRenderer } from './mail/mail-renderer';
import { MAIL_SENDER, type MailReceipt, type MailSender, type OutgoingMail } from './mail/mail-sender';
import { messageIdOf } from './mail/message-id';
import type { User } from '../users/user.service';
import type { MailKind, VisitNotice } from './notice';
import { UnsubscribeService } from './unsubscribe.service';

type Recipient = Pick<User, 'id' | 'email'>;

/** Turns a notice into the patient's mail, as it reads at that moment, and sends it. */
@Injectable()
export class VisitMailer {
  constructor(
    private readonly renderer: MailRenderer,
    @Inject(MAIL_SENDER) private readonly sender: MailSender,
    private readonly unsubscribing: UnsubscribeService,
    private readonly config: Config,
  ) {}

  /** @throws MailRefused, MailUnavailable */
  send(
    notice: VisitNotice<MailKind>,
    { id, email }: Recipient,
    ctx: Pick<JobContext, 'signal' | 'now'>,
  ): Promise<MailReceipt> {
    const unsubscribeUrl = notice.kind === 'reminder' ? this.unsubscribing.urlFor(id) : null;
    return this.sender.send(this.compose({ ...notice, unsubscribeUrl }, email, ctx.now()), ctx.signal);
  }

  private compose(notice: VisitNotice<MailKind>, address: string, now: Date): OutgoingMail {
    return {
      to: address,
      messageId: messageIdOf(notice, this.config.mailFrom),
      ...this.renderer.render(notice, now),
      ics: noticeCalendar(notice, address, this.config.mailFrom, now),
      unsubscribeUrl: notice.unsubscribeUrl,
    };
  }
}
