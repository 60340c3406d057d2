import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type InstantRange, WEEKDAYS, weekdayOf } from '../common/clinic-time';
import { type TakenSlots, TakenSlotsRegistry, type WeeklyStart } from '../doctors/taken-slots';
import { AppointmentRepository } from './appointment.repository';

/** Tells the doctors' module what appointments take of doctors' time. */
@Injectable()
export class AppointmentTakenSlots implements TakenSlots, OnModuleInit {
  constructor(
    private readonly registry: TakenSlotsRegistry,
    private readonly appointments: AppointmentRepository,
  ) {}

  onModuleInit(): void {
    this.registry.register(this);
  }

  takenWithin(doctorId: number, { from, to }: InstantRange): Promise<InstantRange[]> {
    return this.appointments.takenOf(doctorId, from, to);
  }

  async upcoming(doctorId: number, now: Date, at?: WeeklyStart): Promise<number[]> {
    const upcoming = await this.appointments.upcomingOf(doctorId, now);
    const affected = at
      ? upcoming.filter(({ date, time }) => time === at.hour && WEEKDAYS.indexOf(weekdayOf(date)) === at.dayOfWeek)
      : upcoming;
    return affected.map(({ id }) => id);
  }
}
