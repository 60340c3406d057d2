import { Injectable } from '@nestjs/common';
import { isMailAddress } from '../common/mail-address';
import { type User, UserService } from '../users/user.service';
import type { NoticeId, VisitDetails } from './appointment-notice';
import type { Delivery } from './delivery.entity';
import { MAIL_KINDS, type MailKind } from './notice';
import { NoticeSources } from './notice-source';

export type MailId = NoticeId & { kind: MailKind };

/** Whether a mail is to be sent, and why not. */
export type Finding =
  | { then: 'send'; id: MailId; visit: VisitDetails; patient: User }
  | { then: 'skip'; reason: 'superseded' | 'opted-out' }
  | { then: 'give-up'; reason: 'recipient-inactive' | 'bad-address' };

/** Says whether what a mail of the ledger tells still holds, and whether it can reach anybody. */
@Injectable()
export class DeliveryCheckService {
  constructor(
    private readonly sources: NoticeSources,
    private readonly users: UserService,
  ) {}

  /** Takes the locks of those who could change the answer: it holds until the surrounding transaction ends. */
  async check(delivery: Delivery, now: Date): Promise<Finding> {
    const id = { ...delivery, kind: mailKind(delivery.kind) };
    const visit = await this.sources.visitFor(id, now);
    const patient = await this.users.find(delivery.userId);
    if (!visit || patient?.isErased) return { then: 'skip', reason: 'superseded' };
    if (!patient?.isActive) return { then: 'give-up', reason: 'recipient-inactive' };
    if (id.kind === 'reminder' && !patient.emailReminders) return { then: 'skip', reason: 'opted-out' };
    if (!isMailAddress(patient.email)) return { then: 'give-up', reason: 'bad-address' };
    return { then: 'send', id, visit, patient };
  }
}

function mailKind(kind: string): MailKind {
  const known = MAIL_KINDS.find((each) => each === kind);
  if (!known) throw new Error(`Notices of kind "${kind}" are not mailed.`);
  return known;
}
