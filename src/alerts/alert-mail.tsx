import { renderToString } from 'preact-render-to-string';
import { domainOf, oneLine, parseMailbox } from '../common/mail-address';
import type { Language } from '../common/language';
import type { OutgoingMail } from '../notifications/mail/mail-sender';
import type { NoticeText } from '../notifications/notice-text';
import type { AlertEvent } from './alert-text';

const LOOK: Readonly<Record<Language, string>> = { en: 'Look at the dashboard', ro: 'Vedeți panoul' };

interface AlertMail extends NoticeText {
  alertId: number;
  event: AlertEvent;
  recipient: { id: string; email: string; language: Language };
  clinicName: string;
  link: string;
  /** A mailbox as MAIL_FROM holds it. */
  mailFrom: string;
}

/** The e-mail that an Admin gets of an alert; its Message-ID is the same on every attempt. */
export function alertMail({ alertId, event, title, message, recipient, ...rest }: AlertMail): OutgoingMail {
  const { clinicName, link, mailFrom } = rest;
  const domain = domainOf(parseMailbox(mailFrom).address);
  return {
    to: recipient.email,
    messageId: `<alert-${alertId}.${event}.${recipient.id}@${domain}>`,
    subject: `[${oneLine(clinicName)}] ${title}`,
    text: `${title}\n\n${message}\n\n${LOOK[recipient.language]}: ${link}\n`,
    html: `<!doctype html>${renderToString(
      <html lang={recipient.language}>
        <head>
          <meta charset="utf-8" />
          <title>{title}</title>
        </head>
        <body>
          <h1>{title}</h1>
          <p>{message}</p>
          <p>
            <a href={link}>{LOOK[recipient.language]}</a>
          </p>
        </body>
      </html>,
    )}`,
    ics: null,
    unsubscribeUrl: null,
  };
}
