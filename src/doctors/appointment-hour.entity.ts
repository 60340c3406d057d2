import { Entity, ForeignKey, Index } from 'typeorm';
import { WEEKDAYS, type Weekday } from '../common/clinic-time';
import { BooleanColumn, CountedId, InstantColumn, IntColumn, TextColumn } from '../database/columns';

/** A wall time at which visits to a doctor may start on one weekday. */
@Entity('AppointmentHour')
@Index('UX_AppointmentHour_start', ['doctorId', 'dayOfWeek', 'hour'], { unique: true })
export class AppointmentHour {
  @CountedId()
  id: number;

  @ForeignKey('Doctor')
  @IntColumn()
  doctorId: number;

  /** 0 Sunday to 6 Saturday. */
  @IntColumn()
  dayOfWeek: number;

  /** `HH:mm`. */
  @TextColumn(5)
  hour: string;

  @BooleanColumn()
  isActive: boolean;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn({ nullable: true })
  updatedAt: Date | null;

  get weekday(): Weekday {
    return WEEKDAYS[this.dayOfWeek] ?? 'Sunday'; // never: the column holds 0 to 6
  }
}
