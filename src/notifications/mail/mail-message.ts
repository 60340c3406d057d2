import type { ISendMailOptions } from '@nestjs-modules/mailer';
import { isMailAddress, oneLine, parseMailbox } from '../../common/mail-address';
import { MailRefused, type OutgoingMail } from './mail-sender';

const MESSAGE_ID = /^<[\w.+-]+@[\w.-]+>$/;
const CALENDAR_FILE = 'appointment.ics';

/**
 * The mail as nodemailer takes it. Nothing in it is left to nodemailer's reading of addresses or to files and URLs that
 * it might fetch, and no header value holds a line break.
 *
 * @param mailFrom a mailbox as MAIL_FROM holds it. @param date the `Date` header.
 * @throws MailRefused when no mail can be sent to the address.
 */
export function mailMessage(mail: OutgoingMail, mailFrom: string, date: Date): ISendMailOptions {
  if (!isMailAddress(mail.to)) throw new MailRefused(null, 'the address is missing or not a usable one');
  if (!MESSAGE_ID.test(mail.messageId)) throw new Error('A Message-ID must have the form <left@domain>.');
  return {
    from: parseMailbox(mailFrom),
    to: { name: '', address: mail.to },
    date,
    messageId: mail.messageId,
    subject: oneLine(mail.subject),
    text: mail.text,
    html: mail.html,
    icalEvent: mail.ics ? { ...mail.ics, filename: CALENDAR_FILE } : undefined,
    headers: headersOf(mail),
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function headersOf(mail: OutgoingMail): Record<string, string | { prepared: true; value: string }> {
  const headers = { 'Auto-Submitted': 'auto-generated' };
  if (!mail.unsubscribeUrl) return headers;
  const url = new URL(mail.unsubscribeUrl);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new Error('An unsubscribe URL must be http(s).');
  return {
    ...headers,
    // Prepared: nodemailer would fold or encode a long URL, and some readers do not put it together again.
    'List-Unsubscribe': { prepared: true, value: `<${url.href}>` },
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  };
}
