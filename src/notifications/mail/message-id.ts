import type { VisitNotice } from '../notice';
import { domainOf, parseMailbox } from '../../common/mail-address';

/**
 * The `Message-ID` of a notice's mail: `<appt-ID.KIND.SEQUENCE.OFFSET@domain>`, in the domain of `mailFrom` (a mailbox as
 * MAIL_FROM holds it). It is the same on every attempt, so a mail that was sent twice can be told by its recipient's
 * server. OFFSET is 0 for what is no reminder.
 */
export function messageIdOf(
  notice: Pick<VisitNotice, 'appointmentId' | 'kind' | 'sequence' | 'offsetMinutes'>,
  mailFrom: string,
): string {
  const { appointmentId, kind, sequence, offsetMinutes } = notice;
  return `<appt-${appointmentId}.${kind}.${sequence}.${offsetMinutes ?? 0}@${domainOf(parseMailbox(mailFrom).address)}>`;
}
