import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock';
import { NotFound } from '../common/domain-error';
import type { Appointment } from './appointment.entity';
import { NotCompleted } from './appointment.errors';
import { AppointmentRepository, type Ownership } from './appointment.repository';

/** What other features know of an appointment. */
export type Visit = Pick<Appointment, 'id' | 'clientId' | 'doctorId' | 'date' | 'time'>;

/** Appointments, for the features that come after them. */
@Injectable()
export class VisitService {
  constructor(
    private readonly appointments: AppointmentRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * A completed appointment of this client or doctor, under its locks: until the transaction ends it stays completed.
   *
   * @throws NotFound when it is not theirs, NotCompleted
   */
  async lockCompleted(id: number, ownership: Ownership): Promise<Visit> {
    const appointment = await this.appointments.lock(id, ownership);
    if (!appointment) throw new NotFound('The appointment');
    if (appointment.status !== 'completed') throw new NotCompleted();
    return appointment;
  }

  /** Those of `ids` that exist, in no particular order. */
  findMany(ids: readonly number[]): Promise<Visit[]> {
    return this.appointments.findMany(ids);
  }

  /** Ids of the open appointments still ahead that someone has booked, or is the doctor of; soonest first. */
  async upcomingOf(userId: string, doctorId: number | null): Promise<number[]> {
    const now = this.clock.now();
    const booked = await this.appointments.upcomingOfClient(userId, now);
    const held = doctorId === null ? [] : await this.appointments.upcomingOf(doctorId, now);
    return [...new Set([...booked, ...held].map(({ id }) => id))];
  }
}
