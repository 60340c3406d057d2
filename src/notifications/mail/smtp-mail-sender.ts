import type { MailerService } from '@nestjs-modules/mailer';
import type { NodemailerError, SMTPPoolOptions, SMTPPoolSentMessageInfo } from 'nodemailer';
import type { Clock } from '../../common/clock';
import { cutAddresses } from '../../common/mail-address';
import { mailMessage } from './mail-message';
import { MailRefused, type MailReceipt, type MailSender, MailUnavailable, type OutgoingMail } from './mail-sender';
import { SmtpDialogue, type SmtpLimits } from './smtp-dialogue';

const SECOND = 1000;

export const SMTP_LIMITS: SmtpLimits = {
  start: 10 * SECOND,
  // A server may scan a mail before it answers; giving up on it early means sending the mail twice.
  answer: 60 * SECOND,
  answerAfterAbort: 10 * SECOND,
};

/** A pool of connections to the server at `url`. Each wait is bounded here, the dialogue as a whole by SmtpDialogue. */
export function smtpPool(url: string, limits: SmtpLimits): SMTPPoolOptions & { pool: true } {
  return {
    pool: true,
    url,
    maxConnections: 10,
    // A pooled connection that the server closed meanwhile is replaced; a server that takes none is told by the error.
    maxRequeues: 2,
    idleTimeout: 30 * SECOND,
    dnsTimeout: limits.start,
    connectionTimeout: limits.start,
    greetingTimeout: limits.start,
    socketTimeout: limits.answer,
    // What was given up must not go on leaving from a socket's buffer.
    socketCloseTimeout: 0,
    logger: false,
  };
}

/** Sends through an SMTP server. */
export class SmtpMailSender implements MailSender {
  constructor(
    private readonly mailer: MailerService,
    private readonly mailFrom: string,
    private readonly clock: Clock,
    private readonly limits: SmtpLimits = SMTP_LIMITS,
  ) {}

  async send(mail: OutgoingMail, signal: AbortSignal): Promise<MailReceipt> {
    const message = mailMessage(mail, this.mailFrom, this.clock.now());
    const dialogue = new SmtpDialogue(signal, this.limits);
    try {
      // The transport is the pool, whose answers have this form.
      const info = (await this.mailer.sendMail({ ...message, ...dialogue.options })) as SMTPPoolSentMessageInfo;
      return { response: cutAddresses(info.response, mail.to) };
    } catch (error) {
      throw failureOf(error, dialogue, mail.to);
    } finally {
      dialogue.end();
    }
  }
}

function failureOf(thrown: unknown, dialogue: SmtpDialogue, to: string): MailRefused | MailUnavailable {
  // nodemailer throws nothing else; a foreign error only lacks the optional fields.
  const error = thrown as NodemailerError;
  const code = typeof error.responseCode === 'number' ? error.responseCode : null;
  const answer = dialogue.stopped ?? error.response ?? error.message;
  const response = cutAddresses(answer, to);
  if (isRefusal(error, code)) return new MailRefused(code, response);
  const answered = code !== null && code >= 400;
  return new MailUnavailable(code, response, dialogue.dataBegun && !answered);
}

/**
 * Whether the server refused this very mail for good. A 5xx in answer to the connection or the sign-in refuses us, not the
 * mail, and 503 says that the session was out of step: both may pass.
 */
function isRefusal(error: NodemailerError, code: number | null): boolean {
  const aboutTheMail = error.code === 'EENVELOPE' || error.code === 'EMESSAGE';
  if (!aboutTheMail) return false;
  // Without any answer it was refused on our side, before the server was asked: too large for it, say.
  return code === null ? !error.response : code >= 500 && code < 600 && code !== 503;
}
