import type { CalendarFile } from './calendar';

/** A mail ready to go: rendered, addressed and identified. */
export interface OutgoingMail {
  /** One plain address. */
  to: string;
  /** With its angle brackets; the same on every attempt. */
  messageId: string;
  subject: string;
  html: string;
  text: string;
  ics: CalendarFile | null;
  /** Absolute; makes the mail one that its reader can unsubscribe from with one click. */
  unsubscribeUrl: string | null;
}

export interface MailReceipt {
  /** What the server answered, without addresses: fit to be stored and shown. */
  response: string;
}

/**
 * Sends one mail.
 *
 * An abort before the message itself begins to leave stops it for certain; one that comes later lets the server's answer
 * be awaited for a bounded time, for only that tells whether the mail was taken.
 *
 * @throws MailRefused when this mail will never be accepted.
 * @throws MailUnavailable when it was not accepted now, or nobody knows (`outcomeUnknown`).
 */
export interface MailSender {
  send(mail: OutgoingMail, signal: AbortSignal): Promise<MailReceipt>;
}

export const MAIL_SENDER = Symbol('mail-sender');

/** The mail was refused for good: a 5xx answer to it, or an address no mail can be sent to. Trying again cannot help. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';

  /** @param code the SMTP code; null when no server was asked. @param response without addresses. */
  constructor(
    readonly code: number | null,
    readonly response: string,
  ) {
    super(`The mail was refused: ${codesIn(response, code)}`);
  }
}

/** The mail could not be sent now: a 4xx answer, or no answer. */
export class MailUnavailable extends Error {
  override readonly name = 'MailUnavailable';

  /**
   * @param code the SMTP code; null when the server did not answer.
   * @param response without addresses.
   * @param outcomeUnknown whether the message had begun to leave and no answer came: the server may have taken it.
   */
  constructor(
    readonly code: number | null,
    readonly response: string,
    readonly outcomeUnknown = false,
  ) {
    super(`The mail could not be sent: ${codesIn(response, code)}`);
  }
}

/** What may be logged of a server's answer: its codes. Its words, which may name the recipient, stay in the ledger. */
function codesIn(response: string, code: number | null): string {
  if (code === null) return response;
  return /^\d{3}([ -]\d\.\d{1,3}\.\d{1,3})?/.exec(response)?.[0] ?? String(code);
}
