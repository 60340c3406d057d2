import { Entity, ForeignKey, Index } from 'typeorm';
import { CountedId, InstantColumn, IntColumn, TextColumn } from '../database/columns';

/** One change of an appointment: who, when, from, to, why. */
@Entity('AppointmentHistory')
@Index('IX_AppointmentHistory_appointment', ['appointmentId', 'id'])
export class AppointmentHistory {
  @CountedId()
  id: number;

  @ForeignKey('Appointment')
  @IntColumn()
  appointmentId: number;

  @InstantColumn()
  at: Date;

  /** null: the system. */
  @TextColumn(36, { nullable: true })
  byUserId: string | null;

  /** null for the booking itself. */
  @TextColumn(16, { nullable: true })
  fromStatus: string | null;

  @TextColumn(16)
  toStatus: string;

  /** null for the booking itself. */
  @InstantColumn({ nullable: true })
  fromStartsAt: Date | null;

  @InstantColumn()
  toStartsAt: Date;

  @TextColumn(2000, { nullable: true })
  reason: string | null;
}
