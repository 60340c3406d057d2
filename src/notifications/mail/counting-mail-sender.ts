import { MailRefused, MailUnavailable, type MailReceipt, type MailSender, type OutgoingMail } from './mail-sender';

/** How an attempt to send a mail can end. */
export const MAIL_OUTCOMES = ['taken', 'refused', 'unavailable', 'unknown', 'error'] as const;
export type MailOutcome = (typeof MAIL_OUTCOMES)[number];

/** How the attempts of this process to send mails have ended since it started. */
export class MailCounts {
  private readonly counts = new Map<MailOutcome, number>();

  of(outcome: MailOutcome): number {
    return this.counts.get(outcome) ?? 0;
  }

  add(outcome: MailOutcome): void {
    this.counts.set(outcome, this.of(outcome) + 1);
  }
}

/** Sends as `sender` does, and counts how it ended. */
export class CountingMailSender implements MailSender {
  constructor(
    private readonly sender: MailSender,
    private readonly counts: MailCounts,
  ) {}

  async send(mail: OutgoingMail, signal: AbortSignal): Promise<MailReceipt> {
    try {
      const receipt = await this.sender.send(mail, signal);
      this.counts.add('taken');
      return receipt;
    } catch (error) {
      this.counts.add(outcomeOf(error));
      throw error;
    }
  }
}

function outcomeOf(error: unknown): MailOutcome {
  if (error instanceof MailRefused) return 'refused';
  if (!(error instanceof MailUnavailable)) return 'error';
  return error.outcomeUnknown ? 'unknown' : 'unavailable';
}
