import { Injectable } from '@nestjs/common';
import { byId } from '../common/by-id';
import { type DoctorProfile, DoctorService } from '../doctors/doctor.service';
import type { AppointmentNotice, VisitDetails } from '../notifications/appointment-notice';
import { NotificationService } from '../notifications/notification.service';
import { type User, UserService } from '../users/user.service';
import type { Appointment } from './appointment.entity';

/** The changes of an appointment that people are told of. */
export type ChangeKind = 'created' | 'modified' | 'cancelled' | 'completed';

/** Whose visit it is, and with whom. */
export interface People {
  patient: User;
  doctor: DoctorProfile;
}

/** Says who is told of what, and what an appointment looks like in a notice. */
@Injectable()
export class AppointmentNoticeService {
  constructor(
    private readonly notifications: NotificationService,
    private readonly users: UserService,
    private readonly doctors: DoctorService,
  ) {}

  /** Tells of a change of one appointment. */
  tell(kind: ChangeKind, appointment: Appointment, people: People): Promise<void> {
    return this.notifications.notify(changeNotice(kind, appointment, people));
  }

  /** Tells of the same change of many appointments, with a fixed number of statements. */
  async tellOfEach(kind: ChangeKind, appointments: readonly Appointment[], now: Date): Promise<void> {
    const doctors = byId(await this.doctors.findMany([...new Set(appointments.map(({ doctorId }) => doctorId))]));
    const patients = byId(await this.users.findMany([...new Set(appointments.map(({ clientId }) => clientId))]));
    await this.tellMany(
      appointments.flatMap((appointment) => {
        const doctor = doctors.get(appointment.doctorId);
        const patient = patients.get(appointment.clientId);
        return patient && doctor ? [changeNotice(kind, appointment, { patient, doctor })] : [];
      }),
      now,
    );
  }

  tellMany(notices: readonly AppointmentNotice[], now: Date): Promise<void> {
    return this.notifications.notifyMany(notices, now);
  }
}

/** Of a completed visit only the patient is told, and only in the application. */
export function changeNotice(
  kind: ChangeKind,
  appointment: Appointment,
  { patient, doctor }: People,
): AppointmentNotice {
  const completed = kind === 'completed';
  return {
    kind,
    appointmentId: appointment.id,
    sequence: appointment.sequence,
    offset: 0,
    patient: patientReader(patient),
    doctor: completed ? null : doctor,
    byEmail: !completed,
    visit: visitDetails(appointment, doctor),
    // That a visit is off is worth knowing even after its start.
    mailDeadline: kind === 'created' || kind === 'modified' ? appointment.startsAt : null,
  };
}

export function patientReader({ id, language, firstName, emailReminders }: User): AppointmentNotice['patient'] {
  return { userId: id, language, firstName, emailReminders };
}

export function visitDetails(appointment: Appointment, doctor: Pick<DoctorProfile, 'displayName'>): VisitDetails {
  const { date, time, timeZone, startsAt, endsAt } = appointment;
  return { date, time, timeZone, startsAt, endsAt, doctorName: doctor.displayName };
}
