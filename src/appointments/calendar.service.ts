import { Injectable } from '@nestjs/common';
import { type LocalSlot, WEEKDAYS, weekdayOf } from '../common/clinic-time';
import { Clock } from '../common/clock';
import { Config } from '../config/config';
import { AppointmentHourService } from '../doctors/appointment-hour.service';
import type { Appointment } from './appointment.entity';
import { SlotRefused } from './appointment.errors';
import { AppointmentRepository } from './appointment.repository';
import { type VisitTime, occupancyRefusal, visitAt } from './booking.policy';

/** A wall time read as a visit, or why it cannot be one. */
export type ReadTime = ReturnType<typeof visitAt>;

type Place = Pick<Appointment, 'clientId' | 'doctorId' | 'startsAt' | 'endsAt' | 'date'> & { id?: number };

/** Decides whether a visit may be at a time. Its answers about doctors and patients hold under their locks. */
@Injectable()
export class CalendarService {
  constructor(
    private readonly appointments: AppointmentRepository,
    private readonly hours: AppointmentHourService,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** Needs no lock: it rests on the clock and the zone alone. */
  read(slot: LocalSlot): ReadTime {
    const { clinicTimeZone: timeZone, slotMinutes: minutes } = this.config;
    return visitAt(slot, { timeZone, minutes, now: this.clock.now() });
  }

  /** @throws SlotRefused when the time cannot be had, or lies outside the doctor's hours. */
  async withinHours(doctorId: number, read: ReadTime): Promise<VisitTime> {
    if (typeof read === 'string') throw new SlotRefused(read);
    const weekday = WEEKDAYS.indexOf(weekdayOf(read.date));
    if (!(await this.hours.isOpen(doctorId, weekday, read.time))) throw new SlotRefused('outside-hours');
    return read;
  }

  /** @throws SlotRefused when the doctor or the patient is taken, or the patient has too many open appointments. */
  async assertFree(place: Place): Promise<void> {
    const refusal = occupancyRefusal(await this.appointments.occupancy(place));
    if (refusal) throw new SlotRefused(refusal);
  }

  /** As `assertFree`, but for an appointment that was counted before: the limits do not stand in its way. */
  async assertStillFree(place: Place): Promise<void> {
    const occupancy = await this.appointments.occupancy(place);
    const refusal = occupancyRefusal({ ...occupancy, onDate: 0, open: 0 });
    if (refusal) throw new SlotRefused(refusal);
  }
}
