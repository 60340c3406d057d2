import { Entity, ForeignKey, Index } from 'typeorm';
import { CountedId, InstantColumn, IntColumn, TextColumn } from '../database/columns';

/** A notice in the app. Its unique index makes it appear once, whatever is retried. */
@Entity('Notification')
@Index('UX_Notification_once', ['appointmentId', 'kind', 'sequence', 'offset', 'userId'], {
  unique: true,
  // To SQL Server two missing values are equal.
  where: '"appointmentId" IS NOT NULL',
})
@Index('IX_Notification_user', ['userId', 'createdAt', 'id'])
@Index('IX_Notification_unread', ['userId', 'readAt', 'shownUntil'])
@Index('UX_Notification_position', ['userId', 'position'], { unique: true })
export class Notification {
  @CountedId()
  id: number;

  @ForeignKey('User')
  @TextColumn(36)
  userId: string;

  /**
   * Its place in the user's inbox, counted by `Inbox` in the transaction that inserts it: they become visible in this order.
   * Some places stay empty.
   */
  @IntColumn()
  position: number;

  /** created, modified, reminder, cancelled, completed or alert. */
  @TextColumn(10)
  kind: string;

  @TextColumn(200)
  title: string;

  @TextColumn(1000)
  message: string;

  @ForeignKey('Appointment')
  @IntColumn({ nullable: true })
  appointmentId: number | null;

  /** The appointment's sequence that it speaks of; 0 without an appointment. */
  @IntColumn()
  sequence: number;

  /** The reminder's minutes before the start; 0 for other kinds. */
  @IntColumn()
  offset: number;

  @InstantColumn()
  createdAt: Date;

  /** From then on it says nothing useful and is not shown; null when it always is. */
  @InstantColumn({ nullable: true })
  shownUntil: Date | null;

  @InstantColumn({ nullable: true })
  readAt: Date | null;
}
