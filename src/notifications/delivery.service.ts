import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock';
import { Config } from '../config/config';
import type { JobContext } from '../jobs/definition/job-context';
import { type Outcome, Permanent, skip } from '../jobs/definition/outcome';
import { DeliveryCheckService, type Finding } from './delivery-check.service';
import { Delivery } from './delivery.entity';
import { DeliveryRepository } from './delivery.repository';
import { type MailReceipt, MailRefused, MailUnavailable } from './mail/mail-sender';
import { VisitMailer } from './visit-mailer';
import { visitNotice } from './visit-notice';

/** What a claim of the job is to do with its delivery. */
type Step =
  | (Finding & { then: 'send' } & { delivery: Delivery })
  | { then: 'skip'; reason: string }
  | { then: 'give-up'; reason: keyof typeof GIVEN_UP };

/** Why a mail is given up, in the words that an admin reads at its job. */
const GIVEN_UP = {
  'recipient-inactive': 'The recipient is not active.',
  'bad-address': 'The recipient has no address that mail can be sent to.',
  'outcome-unknown': 'Outcome unknown: the mail was on its way and no answer came. It may have arrived.',
};

/**
 * Takes one e-mail through the ledger: `sending` is committed before the dialogue with the mail server begins, and how it
 * ended is committed after it. No transaction is open in between.
 */
@Injectable()
export class DeliveryService {
  constructor(
    private readonly deliveries: DeliveryRepository,
    private readonly check: DeliveryCheckService,
    private readonly mailer: VisitMailer,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /**
   * Sends the mail of a delivery, unless it was sent or is no longer true.
   *
   * @throws Permanent when no further attempt can help, MailUnavailable when one may.
   */
  async deliver(id: number, ctx: JobContext): Promise<Outcome | void> {
    const step = await ctx.write(() => this.takeUp(id, ctx.now()));
    if (step.then === 'skip') return skip(step.reason);
    if (step.then === 'give-up') throw new Permanent(GIVEN_UP[step.reason], step.reason);

    const { response } = await this.send(step, ctx);
    await ctx.complete(() => this.change(step.delivery, (delivery) => delivery.accepted(response, this.clock.now())));
  }

  /** The fenced step before the dialogue. What `visitFor` says holds until it commits. */
  private async takeUp(id: number, now: Date): Promise<Step> {
    const delivery = await this.deliveries.find(id);
    if (!delivery) return { then: 'skip', reason: 'no-delivery' };
    if (delivery.state === 'sent') return { then: 'skip', reason: 'sent-already' };
    const seen = delivery.state;
    delivery.takeUp();
    const step = await this.decide(delivery, now);
    if (step.then === 'send') delivery.begin(now);
    else if (step.then === 'skip') delivery.skip(step.reason, now);
    else delivery.fail(step.reason, now);
    await this.deliveries.update(delivery, seen);
    return step;
  }

  private async decide(delivery: Delivery, now: Date): Promise<Step> {
    if (delivery.state === 'unknown' && this.parks) return { then: 'give-up', reason: 'outcome-unknown' };
    const finding = await this.check.check(delivery, now);
    return finding.then === 'send' ? { ...finding, delivery } : finding;
  }

  /** @throws as `deliver`, once the ledger holds why. */
  private async send(step: Step & { then: 'send' }, ctx: JobContext): Promise<MailReceipt> {
    const notice = visitNotice(step.id, step.visit, step.patient, this.config);
    try {
      return await this.mailer.send(notice, step.patient, ctx);
    } catch (error) {
      await ctx.write(() => this.change(step.delivery, (delivery) => this.record(error, delivery)));
      if (error instanceof MailRefused) throw new Permanent(error.message, 'mail-refused');
      if (isUnanswered(error) && this.parks) throw new Permanent(GIVEN_UP['outcome-unknown'], 'outcome-unknown');
      // Called off: the reason says whether the attempt counts.
      ctx.signal.throwIfAborted();
      throw error;
    }
  }

  /** Writes down how a dialogue ended that did not end with the server taking the mail. */
  private record(error: unknown, delivery: Delivery): void {
    const now = this.clock.now();
    if (error instanceof MailRefused) return delivery.refused(error.response, now);
    if (!(error instanceof MailUnavailable)) return delivery.postponed('the mail could not be made');
    if (!error.outcomeUnknown) return delivery.postponed(error.response);
    delivery.unanswered(error.response);
    if (this.parks) delivery.fail('outcome-unknown', now);
  }

  /** Writes a step of a delivery that this claim has taken up, so that nobody else has changed it since. */
  private async change(taken: Delivery, step: (delivery: Delivery) => void): Promise<void> {
    // A copy: the work may run again.
    const delivery = Object.assign(new Delivery(), taken);
    step(delivery);
    await this.deliveries.update(delivery, taken.state);
  }

  /** Whether a mail that may have been sent is left to an admin instead of being sent again. */
  private get parks(): boolean {
    return this.config.mailUnknown === 'park';
  }
}

function isUnanswered(error: unknown): boolean {
  return error instanceof MailUnavailable && error.outcomeUnknown;
}
