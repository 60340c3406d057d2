import { Injectable } from '@nestjs/common';
import { byId } from '../common/by-id';
import { dayRange } from '../common/clinic-time';
import { NotFound } from '../common/domain-error';
import { Page, type Paging } from '../common/paging';
import { Config } from '../config/config';
import { DoctorService } from '../doctors/doctor.service';
import type { Actor } from '../users/actor';
import { UserService } from '../users/user.service';
import { type AllAppointmentsQuery, type AppointmentView, appointmentView } from './appointment.dto';
import type { Appointment } from './appointment.entity';
import { type AppointmentFilter, AppointmentRepository } from './appointment.repository';
import { ReminderService } from './reminder.service';

/** Shows appointments: a list takes as many statements as a single one. */
@Injectable()
export class AppointmentViewService {
  constructor(
    private readonly appointments: AppointmentRepository,
    private readonly users: UserService,
    private readonly doctors: DoctorService,
    private readonly reminders: ReminderService,
    private readonly config: Config,
  ) {}

  async one(appointment: Appointment): Promise<AppointmentView> {
    const [view] = await this.show([appointment]);
    if (!view) throw new NotFound('The appointment');
    return view;
  }

  /** An appointment of the caller's own, or any for an Admin. @throws NotFound */
  async find(id: number, { userId, role }: Actor): Promise<AppointmentView> {
    const appointment = await this.appointments.find(id, role === 'Admin' ? {} : { clientId: userId });
    if (!appointment) throw new NotFound('The appointment');
    return this.one(appointment);
  }

  /** The appointments that a user has booked as a patient. */
  own({ userId }: Actor, paging: Paging): Promise<Page<AppointmentView>> {
    return this.page({ clientId: userId }, paging);
  }

  all({ status, doctorId, from, to, ...paging }: AllAppointmentsQuery): Promise<Page<AppointmentView>> {
    const zone = this.config.clinicTimeZone;
    return this.page(
      {
        status,
        doctorId,
        from: from === undefined ? undefined : dayRange(from, zone).from,
        to: to === undefined ? undefined : dayRange(to, zone).to,
      },
      paging,
    );
  }

  /** The appointments with a doctor, for an Admin or that Doctor; to any other it does not exist. */
  async ofDoctor(doctorId: number, by: Actor, paging: Paging): Promise<Page<AppointmentView>> {
    await this.doctors.requireFor(doctorId, by);
    return this.page({ doctorId }, paging);
  }

  /** The appointments with the doctor whom a user is; none when they are no doctor. */
  async ofDoctorUser(userId: string, paging: Paging): Promise<Page<AppointmentView>> {
    const doctor = await this.doctors.findByUserId(userId);
    return doctor ? this.page({ doctorId: doctor.id }, paging) : new Page([]);
  }

  private async page(filter: AppointmentFilter, paging: Paging): Promise<Page<AppointmentView>> {
    const page = await this.appointments.page(filter, paging);
    return page.with(await this.show(page.items));
  }

  private async show(appointments: readonly Appointment[]): Promise<AppointmentView[]> {
    const [clients, doctors, reminders] = await Promise.all([
      this.users.findMany([...new Set(appointments.map(({ clientId }) => clientId))]),
      this.doctors.findMany([...new Set(appointments.map(({ doctorId }) => doctorId))]),
      this.reminders.of(appointments.map(({ id }) => id)),
    ]);
    const clientById = byId(clients);
    const doctorById = byId(doctors);
    return appointments.flatMap((appointment) => {
      const client = clientById.get(appointment.clientId);
      const doctor = doctorById.get(appointment.doctorId);
      // Users and doctors are never deleted, and the foreign keys say so.
      if (!client || !doctor) return [];
      return [appointmentView(appointment, { client, doctor, reminders: reminders.get(appointment.id) ?? [] })];
    });
  }
}
