import { Entity, ForeignKey, Index } from 'typeorm';
import { BooleanColumn, CountedId, InstantColumn, TextColumn } from '../database/columns';

@Entity('Doctor')
@Index('UX_Doctor_userId', ['userId'], { unique: true })
export class Doctor {
  @CountedId()
  id: number;

  @ForeignKey('User')
  @TextColumn(36)
  userId: string;

  @TextColumn(100)
  specialization: string;

  @TextColumn(30, { nullable: true })
  phone: string | null;

  @BooleanColumn()
  isActive: boolean;

  @InstantColumn()
  createdAt: Date;

  /** Takes appointments, for the first time or again, under `specialization`; without a `phone` the old one is kept. */
  employ(specialization: string, phone: string | null): void {
    this.specialization = specialization;
    this.phone = phone ?? this.phone;
    this.isActive = true;
  }

  /** Takes no further appointments; those that are booked stay. */
  dismiss(): void {
    this.isActive = false;
  }
}
