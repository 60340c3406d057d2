import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service';
import { Clock } from '../common/clock';
import { WEEKDAYS } from '../common/clinic-time';
import { NotFound } from '../common/domain-error';
import { Database } from '../database/database';
import type { Actor } from '../users/actor';
import { type ChangedHourView, type CreateHourBody, type HourView, hourView } from './appointment-hour.dto';
import type { AppointmentHour } from './appointment-hour.entity';
import { AppointmentHourRepository } from './appointment-hour.repository';
import { AppointmentHourService } from './appointment-hour.service';
import { TakenSlotsRegistry } from './taken-slots';

/** What Admins change of the hours. A closed hour blocks new bookings only: what is booked stays and is told. */
@Injectable()
export class HourEditingService {
  constructor(
    private readonly database: Database,
    private readonly hours: AppointmentHourRepository,
    private readonly reading: AppointmentHourService,
    private readonly taken: TakenSlotsRegistry,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFound, HourCrossesMidnight, DuplicateHour */
  add({ doctorId, hour, dayOfWeek, isActive }: CreateHourBody, by: Actor): Promise<HourView> {
    return this.database.transaction(async () => {
      await this.reading.requireDoctor(doctorId);
      this.reading.requireStart(hour);
      await this.database.lock(`doctor:${doctorId}`);
      const added = await this.hours.insert({
        doctorId,
        dayOfWeek: WEEKDAYS.indexOf(dayOfWeek),
        hour,
        isActive,
        createdAt: this.clock.now(),
        updatedAt: null,
      });
      await this.record('create', added, by);
      return hourView(added);
    });
  }

  /** @throws NotFound */
  setActive(id: number, isActive: boolean, by: Actor): Promise<ChangedHourView> {
    return this.database.transaction(async () => {
      const hour = await this.lock(id);
      hour.isActive = isActive;
      hour.updatedAt = this.clock.now();
      await this.hours.setActive(id, isActive, hour.updatedAt);
      await this.record(isActive ? 'activate' : 'deactivate', hour, by);
      return { ...hourView(hour), affectedAppointments: isActive ? [] : await this.affected(hour) };
    });
  }

  /**
   * Removes an hour and tells the ids of what is booked at it.
   *
   * @throws NotFound
   */
  remove(id: number, by: Actor): Promise<string[]> {
    return this.database.transaction(async () => {
      const hour = await this.lock(id);
      await this.hours.delete(id);
      await this.record('delete', hour, by);
      return this.affected(hour);
    });
  }

  /** The hour, read under the lock that bookings take, too. */
  private async lock(id: number): Promise<AppointmentHour> {
    const found = await this.hours.find(id);
    if (found) await this.database.lock(`doctor:${found.doctorId}`);
    const hour = found && (await this.hours.find(id));
    if (!hour) throw new NotFound('The appointment hour');
    return hour;
  }

  private async affected({ doctorId, dayOfWeek, hour }: AppointmentHour): Promise<string[]> {
    return (await this.taken.upcoming(doctorId, this.clock.now(), { dayOfWeek, hour })).map(String);
  }

  private record(verb: string, { id, doctorId, dayOfWeek, hour }: AppointmentHour, by: Actor): Promise<void> {
    const data = { doctorId, dayOfWeek, hour };
    return this.audit.record({ actor: by, action: `hour.${verb}`, subject: { type: 'hour', id }, data });
  }
}
