import { Entity, ForeignKey, Index } from 'typeorm';
import { CountedId, InstantColumn, IntColumn, LongTextColumn, TextColumn } from '../database/columns';
import { AppointmentChanged, InvalidTransition, RescheduleLimitReached, TooEarly, TooLate } from './appointment.errors';
import {
  type AppointmentStatus,
  LATEST_FOR_OWNER,
  type Part,
  TRANSITION_RULES,
  type TransitionRule,
  allowedFrom,
} from './appointment.state';

/** How often an owner may move one appointment to another time. */
export const RESCHEDULE_LIMIT = 3;

const MINUTE = 60_000;

/** When a visit is: the wall time and the instants that derive from it. */
export type TimeOfVisit = Pick<Appointment, 'date' | 'time' | 'timeZone' | 'startsAt' | 'endsAt'>;

export interface Booking extends TimeOfVisit, Pick<Appointment, 'clientId' | 'doctorId' | 'reason' | 'notes'> {}

const OPEN = "status IN ('scheduled', 'in-progress')";

/** A visit that a patient has booked with a doctor; the rules of its life are its methods, and only they change it. */
@Entity('Appointment')
@Index('UX_Appointment_doctor_open', ['doctorId', 'startsAt'], { unique: true, where: OPEN })
@Index('UX_Appointment_client_open', ['clientId', 'startsAt'], { unique: true, where: OPEN })
@Index('IX_Appointment_doctor', ['doctorId', 'startsAt', 'id'])
@Index('IX_Appointment_client', ['clientId', 'startsAt', 'id'])
@Index('IX_Appointment_startsAt', ['startsAt', 'id'])
@Index('IX_Appointment_status', ['status', 'endsAt'])
export class Appointment {
  @CountedId()
  id: number;

  @ForeignKey('User')
  @TextColumn(36)
  clientId: string;

  @ForeignKey('Doctor')
  @IntColumn()
  doctorId: number;

  /** Wall date `yyyy-MM-dd` in `timeZone`: with `time`, what was promised; the instants derive from it. */
  @TextColumn(10)
  date: string;

  /** Wall time `HH:mm`. */
  @TextColumn(5)
  time: string;

  @TextColumn(64)
  timeZone: string;

  @InstantColumn()
  startsAt: Date;

  @InstantColumn()
  endsAt: Date;

  @TextColumn(16)
  status: AppointmentStatus;

  @TextColumn(1000)
  reason: string;

  @TextColumn(2000, { nullable: true })
  notes: string | null;

  /** Internal to the clinic's staff, never mailed. */
  @LongTextColumn({ nullable: true })
  adminNotes: string | null;

  /** Rises with every write; the ETag. */
  @IntColumn()
  version: number;

  /** Rises when time or status changes; reminders, Message-ID and calendar carry it. */
  @IntColumn()
  sequence: number;

  /** How often its client moved it. */
  @IntColumn()
  reschedules: number;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn()
  updatedAt: Date;

  @InstantColumn({ nullable: true })
  completedAt: Date | null;

  static booked(booking: Booking, now: Date): Appointment {
    return Object.assign(new Appointment(), {
      ...booking,
      status: 'scheduled' as const,
      adminNotes: null,
      version: 1,
      sequence: 0,
      reschedules: 0,
      createdAt: now,
      updatedAt: now,
      completedAt: null,
    });
  }

  /** Whether it still takes a place in the calendar. */
  get isOpen(): boolean {
    return this.status === 'scheduled' || this.status === 'in-progress';
  }

  /** @throws AppointmentChanged unless this is the version that the caller has seen; null: any will do. */
  assertVersion(seen: number | null): void {
    if (seen !== null && seen !== this.version) throw new AppointmentChanged();
  }

  isScheduledAt(startsAt: Date): boolean {
    return this.status === 'scheduled' && this.startsAt.getTime() === startsAt.getTime();
  }

  /** @throws InvalidTransition unless it is scheduled, and for owners TooLate and RescheduleLimitReached. */
  assertReschedulable(as: Part, now: Date): void {
    if (this.status !== 'scheduled')
      throw new InvalidTransition(this.status, 'rescheduled', allowedFrom(this.status, as));
    if (as !== 'owner') return;
    if (now > this.minutesFromStart(LATEST_FOR_OWNER)) throw new TooLate(LATEST_FOR_OWNER);
    if (this.reschedules >= RESCHEDULE_LIMIT) throw new RescheduleLimitReached(RESCHEDULE_LIMIT);
  }

  /**
   * Moves the visit to another time; says whether that changed anything.
   *
   * @throws as `assertReschedulable`
   */
  reschedule(to: TimeOfVisit, as: Part, now: Date): boolean {
    if (this.isScheduledAt(to.startsAt)) return false;
    this.assertReschedulable(as, now);
    const { date, time, timeZone, startsAt, endsAt } = to;
    Object.assign(this, { date, time, timeZone, startsAt, endsAt });
    if (as === 'owner') this.reschedules += 1;
    this.sequence += 1;
    this.updatedAt = now;
    return true;
  }

  /**
   * Gives it another status; says whether that changed anything. The only writer of `status`.
   *
   * @throws InvalidTransition, TooEarly, TooLate as TRANSITION_RULES say.
   */
  moveTo(to: AppointmentStatus, as: Part, now: Date): boolean {
    if (to === this.status) return false;
    const rule = TRANSITION_RULES[this.status][to];
    if (!rule?.by.includes(as)) throw new InvalidTransition(this.status, to, allowedFrom(this.status, as));
    this.guard(rule, to, as, now);
    this.status = to;
    this.completedAt = to === 'completed' ? now : null;
    this.sequence += 1;
    this.updatedAt = now;
    return true;
  }

  /** Keeps a remark of the clinic's staff. */
  appendAdminNotes(text: string, now: Date): void {
    const note = `Admin: ${text}`;
    this.adminNotes = this.adminNotes === null ? note : `${this.adminNotes}\n${note}`;
    this.updatedAt = now;
  }

  private guard(rule: TransitionRule, to: AppointmentStatus, as: Part, now: Date): void {
    const { earliest, latestForOwner } = rule;
    if (earliest !== undefined && now < this.minutesFromStart(earliest)) throw new TooEarly(to, earliest);
    if (rule.beforeStart && now >= this.startsAt) throw new TooLate();
    if (as === 'owner' && latestForOwner !== undefined && now > this.minutesFromStart(latestForOwner)) {
      throw new TooLate(latestForOwner);
    }
  }

  private minutesFromStart(minutes: number): Date {
    return new Date(this.startsAt.getTime() + minutes * MINUTE);
  }
}
