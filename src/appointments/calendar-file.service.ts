import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock';
import { NotFound } from '../common/domain-error';
import { Config } from '../config/config';
import { DoctorService } from '../doctors/doctor.service';
import { type CalendarFile, noticeCalendar, visitCalendar } from '../notifications/mail/calendar';
import { visitNotice } from '../notifications/visit-notice';
import type { Actor } from '../users/actor';
import { UserService } from '../users/user.service';
import { visitDetails } from './appointment-notice.service';
import { AppointmentRepository } from './appointment.repository';

/** Appointments as files for calendars. */
@Injectable()
export class CalendarFileService {
  constructor(
    private readonly appointments: AppointmentRepository,
    private readonly doctors: DoctorService,
    private readonly users: UserService,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /**
   * For the patient the file that the latest mail about the appointment carried: the same event, which a calendar that has
   * it brings up to date. For its Doctor and Admins, who are not invited to it, the event alone.
   *
   * @throws NotFound to anyone else, as when there is none.
   */
  async of(id: number, { userId, role }: Actor): Promise<CalendarFile> {
    const appointment = await this.appointments.find(id);
    const doctor = appointment && (await this.doctors.find(appointment.doctorId));
    const isPatient = appointment?.clientId === userId;
    if (!doctor || !(isPatient || role === 'Admin' || doctor.userId === userId)) throw new NotFound('The appointment');
    const reader = await this.users.require(userId);
    const cancelled = appointment.status === 'cancelled';
    const notice = visitNotice(
      { kind: cancelled ? 'cancelled' : 'created', appointmentId: id, sequence: appointment.sequence, offset: 0 },
      visitDetails(appointment, doctor),
      reader,
      this.config,
    );
    const { mailFrom } = this.config;
    const now = this.clock.now();
    return isPatient
      ? noticeCalendar(notice, reader.email, mailFrom, now)
      : visitCalendar(notice, cancelled, mailFrom, now);
  }
}
