import { Entity, ForeignKey, Index } from 'typeorm';
import { CountedId, InstantColumn, IntColumn, TextColumn } from '../database/columns';

/** What a patient thinks of a completed visit. */
@Entity('Review')
@Index('UX_Review_appointment', ['appointmentId'], { unique: true })
@Index('IX_Review_createdAt', ['createdAt', 'id'])
@Index('IX_Review_doctor', ['doctorId', 'createdAt', 'id'])
@Index('IX_Review_rating', ['doctorId', 'rating'])
export class Review {
  @CountedId()
  id: number;

  @ForeignKey('Appointment')
  @IntColumn()
  appointmentId: number;

  /** The appointment's. */
  @ForeignKey('Doctor')
  @IntColumn()
  doctorId: number;

  /** The appointment's. */
  @ForeignKey('User')
  @TextColumn(36)
  clientId: string;

  /** 1 to 5. */
  @IntColumn()
  rating: number;

  @TextColumn(1000, { nullable: true })
  comment: string | null;

  @InstantColumn()
  createdAt: Date;
}
