import { Entity, ForeignKey, Index } from 'typeorm';
import { canMove } from '../common/state-machine';
import { BigIdColumn, CountedId, InstantColumn, IntColumn, TextColumn } from '../database/columns';
import { DeliveryOpen, DeliverySent, IllegalDeliveryStep } from './delivery.errors';
import { DELIVERY_TRANSITIONS, type DeliveryState } from './delivery.state';

/** The ledger of what leaves the house: written before and after, under a unique key. No address, no text. */
@Entity('Delivery')
@Index('UX_Delivery_once', ['appointmentId', 'kind', 'sequence', 'offset', 'channel'], { unique: true })
@Index('IX_Delivery_state', ['state', 'id'])
@Index('IX_Delivery_notification', ['notificationId'])
export class Delivery {
  @CountedId()
  id: number;

  @ForeignKey('Appointment')
  @IntColumn()
  appointmentId: number;

  /** created, modified, reminder or cancelled. */
  @TextColumn(10)
  kind: string;

  @IntColumn()
  sequence: number;

  /** The reminder's minutes before the start; 0 for other kinds. */
  @IntColumn()
  offset: number;

  /** email. */
  @TextColumn(10)
  channel: string;

  @ForeignKey('User')
  @TextColumn(36)
  userId: string;

  @IntColumn({ nullable: true })
  notificationId: number | null;

  /** The job that delivers it. */
  @BigIdColumn({ nullable: true })
  jobId: number | null;

  @TextColumn(10)
  state: DeliveryState;

  /** Why it was skipped or failed, or why a mail of unknown outcome is not repeated. */
  @TextColumn(200, { nullable: true })
  reason: string | null;

  /** The mail server's last answer, without addresses. */
  @TextColumn(1000, { nullable: true })
  response: string | null;

  /** How often it entered `sending`. */
  @IntColumn()
  attempts: number;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn({ nullable: true })
  sendingAt: Date | null;

  @InstantColumn({ nullable: true })
  finishedAt: Date | null;

  /**
   * A claim of its job begins. What it finds in `sending` was left there by a claim that did not live to say how the mail
   * ended; what it finds failed or skipped was requeued by hand.
   */
  takeUp(): void {
    if (this.state === 'sending') this.moveTo('unknown');
    if (this.state === 'failed' || this.state === 'skipped') this.moveTo('pending');
  }

  /**
   * A person wants it sent again, whatever the rules for mails of unknown outcome say.
   *
   * @throws DeliveryOpen, DeliverySent
   */
  resend(): void {
    if (this.state === 'sent') throw new DeliverySent();
    if (this.finishedAt === null) throw new DeliveryOpen();
    this.moveTo('pending');
    this.reason = null;
    this.finishedAt = null;
  }

  begin(now: Date): void {
    this.moveTo('sending');
    this.attempts += 1;
    this.sendingAt = now;
    this.finishedAt = null;
    this.reason = null;
  }

  /** The server took the mail. */
  accepted(response: string, now: Date): void {
    this.moveTo('sent');
    this.response = response;
    this.finishedAt = now;
  }

  /** The server refused the mail for good. */
  refused(response: string, now: Date): void {
    this.response = response;
    this.fail('refused', now);
  }

  /** The server did not take the mail, and may take it later. */
  postponed(response: string): void {
    this.moveTo('pending');
    this.response = response;
  }

  /** The mail was on its way and no answer came. */
  unanswered(response: string): void {
    this.moveTo('unknown');
    this.response = response;
  }

  /** The mail will never be taken. What may have been sent before stays `unknown`. */
  fail(reason: string, now: Date): void {
    if (this.state !== 'unknown') this.moveTo('failed');
    this.finish(reason, now);
  }

  /** There is nothing to send any more. What may have been sent before stays `unknown`. */
  skip(reason: string, now: Date): void {
    if (this.state !== 'unknown') this.moveTo('skipped');
    this.finish(reason, now);
  }

  /** A restored backup does not know what became of it: it may have arrived. Left to a person. */
  doubt(now: Date): void {
    if (this.state !== 'unknown') this.moveTo('unknown');
    this.finish('outcome-unknown', now);
  }

  private finish(reason: string, now: Date): void {
    this.reason = reason;
    this.finishedAt = now;
  }

  private moveTo(state: DeliveryState): void {
    if (!canMove(DELIVERY_TRANSITIONS, this.state, state)) throw new IllegalDeliveryStep(this.state, state);
    this.state = state;
  }
}
