import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock';
import {
  type LocalDate,
  type LocalTime,
  WEEKDAYS,
  type Weekday,
  crossesMidnight,
  dayRange,
  weekdayOf,
} from '../common/clinic-time';
import { NotFound } from '../common/domain-error';
import { Malformed } from '../common/http/malformed';
import type { Page, Paging } from '../common/paging';
import { Config } from '../config/config';
import { type DoctorHoursView, type HourView, hourView } from './appointment-hour.dto';
import { AppointmentHourRepository } from './appointment-hour.repository';
import { HourCrossesMidnight } from './doctor.errors';
import { type DoctorProfile, DoctorRepository } from './doctor.repository';
import { freeHours } from './free-hours.policy';
import { TakenSlotsRegistry } from './taken-slots';

/** When doctors can be visited. */
@Injectable()
export class AppointmentHourService {
  constructor(
    private readonly hours: AppointmentHourRepository,
    private readonly doctors: DoctorRepository,
    private readonly taken: TakenSlotsRegistry,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** Whether visits to the doctor may start at this wall time (`HH:mm`) on this weekday (0 Sunday to 6 Saturday). */
  isOpen(doctorId: number, dayOfWeek: number, hour: LocalTime): Promise<boolean> {
    return this.hours.isActive(doctorId, dayOfWeek, hour);
  }

  /** The hours of all doctors, or of the active ones, the newest doctor first; inactive hours included. */
  async list(paging: Paging, options: { activeOnly: boolean }): Promise<Page<DoctorHoursView>> {
    const doctors = await this.doctors.page(paging, options);
    const hours = await this.hours.ofDoctors(doctors.items.map(({ id }) => id));
    const byDoctor = new Map<number, HourView[]>(doctors.items.map(({ id }) => [id, []]));
    for (const hour of hours) byDoctor.get(hour.doctorId)?.push(hourView(hour));
    return doctors.map((doctor) => ({
      doctorId: String(doctor.id),
      doctorName: doctor.displayName,
      doctorSpecialization: doctor.specialization,
      appointmentHours: byDoctor.get(doctor.id) ?? [],
    }));
  }

  /** @throws NotFound */
  async find(id: number): Promise<HourView> {
    const hour = await this.hours.find(id);
    if (!hour) throw new NotFound('The appointment hour');
    return hourView(hour);
  }

  /** Inactive hours included, Sunday first. */
  async ofDoctor(doctorId: number): Promise<HourView[]> {
    await this.requireDoctor(doctorId);
    return (await this.hours.ofDoctor(doctorId)).map(hourView);
  }

  /**
   * The active hours of a weekday; with `date`, which must be such a day, only those at which a visit can still start
   * then.
   *
   * @throws NotFound, Malformed
   */
  async ofDay(doctorId: number, day: Weekday, date: LocalDate | undefined): Promise<HourView[]> {
    if (date !== undefined && weekdayOf(date) !== day) {
      throw new Malformed({ date: [`This is a ${weekdayOf(date)}, not a ${day}.`] });
    }
    await this.requireDoctor(doctorId);
    const hours = (await this.hours.activeOn(doctorId, WEEKDAYS.indexOf(day))).map(hourView);
    if (date === undefined) return hours;
    const { clinicTimeZone: zone, slotMinutes: minutes } = this.config;
    const taken = await this.taken.takenWithin(doctorId, dayRange(date, zone));
    return freeHours(hours, date, taken, { zone, minutes, now: this.clock.now() });
  }

  /** @throws NotFound */
  async requireDoctor(id: number): Promise<DoctorProfile> {
    const doctor = await this.doctors.findProfile(id);
    if (!doctor) throw new NotFound('The doctor');
    return doctor;
  }

  /** @throws HourCrossesMidnight when a visit that starts then would run into the next day. */
  requireStart(hour: LocalTime): void {
    // Of the wall clock alone: any date does.
    if (crossesMidnight({ date: '2000-01-01', time: hour }, this.config.slotMinutes)) throw new HourCrossesMidnight();
  }
}
