import { Entity, ForeignKey, Index } from 'typeorm';
import { BigIdColumn, CountedId, InstantColumn, IntColumn, TextColumn } from '../database/columns';

export type ReminderOutcome = 'planned' | 'sent' | 'skipped' | 'cancelled' | 'failed';

/** One promised reminder of one sequence of an appointment; lives as long as the appointment. */
@Entity('Reminder')
@Index('UX_Reminder_promise', ['appointmentId', 'sequence', 'offset'], { unique: true })
@Index('IX_Reminder_outcome', ['outcome', 'dueAt'])
export class Reminder {
  @CountedId()
  id: number;

  @ForeignKey('Appointment')
  @IntColumn()
  appointmentId: number;

  @IntColumn()
  sequence: number;

  /** Minutes before the start. */
  @IntColumn()
  offset: number;

  @InstantColumn()
  dueAt: Date;

  @BigIdColumn({ nullable: true })
  jobId: number | null;

  @TextColumn(10)
  outcome: ReminderOutcome;

  /** Why it was skipped. */
  @TextColumn(200, { nullable: true })
  reason: string | null;
}
