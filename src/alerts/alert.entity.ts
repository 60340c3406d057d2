import { Entity, Index } from 'typeorm';
import { CountedId, InstantColumn, IntColumn, TextColumn } from '../database/columns';
import type { AlertKind, AlertStep, Patience, Verdict } from './alert.state';

/**
 * One incident: something that looked bad for long enough, until it looked good for long enough. It is told when it opens
 * and when it ends, once each, whichever process watches.
 */
@Entity('Alert')
@Index('UX_Alert_going_on', ['kind'], { unique: true, where: '"endedAt" IS NULL' })
@Index('IX_Alert_ended', ['endedAt'])
export class Alert {
  @CountedId()
  id: number;

  @TextColumn(20)
  kind: AlertKind;

  /** When it first looked bad. */
  @InstantColumn()
  suspectedAt: Date;

  /** Null while it is only suspected. */
  @InstantColumn({ nullable: true })
  openedAt: Date | null;

  /** Since when it has looked good without a break; null when it does not. */
  @InstantColumn({ nullable: true })
  goodSince: Date | null;

  @InstantColumn({ nullable: true })
  endedAt: Date | null;

  /** How many, or how many seconds or milliseconds: the worst seen, in the unit of its kind. */
  @IntColumn()
  figure: number;

  /** When the webhook took the news of its beginning, and of its end. */
  @InstantColumn({ nullable: true })
  openPostedAt: Date | null;

  @InstantColumn({ nullable: true })
  endPostedAt: Date | null;

  /** When Admins were told of its beginning, and of its end, in the application and by e-mail. */
  @InstantColumn({ nullable: true })
  openToldAt: Date | null;

  @InstantColumn({ nullable: true })
  endToldAt: Date | null;

  static suspect(kind: AlertKind, now: Date): Alert {
    return Object.assign(new Alert(), {
      kind,
      suspectedAt: now,
      openedAt: null,
      goodSince: null,
      endedAt: null,
      figure: 0,
      openPostedAt: null,
      endPostedAt: null,
      openToldAt: null,
      endToldAt: null,
    });
  }

  /** How long it went on, in milliseconds; 0 while it does. */
  get lastedMs(): number {
    return this.endedAt ? this.endedAt.getTime() - this.suspectedAt.getTime() : 0;
  }

  /** Takes note of how it looks at `now`. A suspicion that is unfounded is `dismissed`: nobody need remember it. */
  observe(verdict: Verdict, figure: number, now: Date, { openAfterMs, endAfterMs }: Patience): AlertStep {
    if (verdict === 'bad') this.figure = Math.max(this.figure, figure);
    if (verdict !== 'good') this.goodSince = null;
    if (this.openedAt === null) {
      if (verdict !== 'bad') return 'dismissed';
      if (now.getTime() - this.suspectedAt.getTime() < openAfterMs) return null;
      this.openedAt = now;
      return 'opened';
    }
    if (verdict !== 'good') return null;
    this.goodSince ??= now;
    if (now.getTime() - this.goodSince.getTime() < endAfterMs) return null;
    this.endedAt = now;
    return 'ended';
  }
}
