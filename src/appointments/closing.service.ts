import { Injectable } from '@nestjs/common';
import { byId } from '../common/by-id';
import { DoctorService } from '../doctors/doctor.service';
import { UserService } from '../users/user.service';
import { AppointmentNoticeService, changeNotice } from './appointment-notice.service';
import type { Appointment } from './appointment.entity';
import { AppointmentRepository } from './appointment.repository';
import { ReminderService } from './reminder.service';

/** Appointments closed in one transaction, which is short enough for others to wait for. */
const CHUNK = 500;
/** How long after its end nobody is expected to close a visit by hand any more. */
const GRACE_MS = 60 * 60_000;

@Injectable()
export class ClosingService {
  constructor(
    private readonly appointments: AppointmentRepository,
    private readonly reminders: ReminderService,
    private readonly notices: AppointmentNoticeService,
    private readonly doctors: DoctorService,
    private readonly users: UserService,
  ) {}

  /** Completes, in the surrounding transaction, what ended more than an hour ago; whether there may be more. */
  async closeSome(now: Date): Promise<boolean> {
    const ended = await this.appointments.endedBefore(new Date(now.getTime() - GRACE_MS), CHUNK);
    if (ended.length === 0) return false;
    const ids = ended.map(({ id }) => id);
    await this.appointments.completeMany(ids, now);
    await this.reminders.failFor(ids);
    await this.tellOf(ended, now);
    return ended.length === CHUNK;
  }

  private async tellOf(ended: readonly Appointment[], now: Date): Promise<void> {
    const doctors = byId(await this.doctors.findMany([...new Set(ended.map(({ doctorId }) => doctorId))]));
    const patients = byId(await this.users.findMany([...new Set(ended.map(({ clientId }) => clientId))]));
    await this.notices.tellMany(
      ended.flatMap((appointment) => {
        const doctor = doctors.get(appointment.doctorId);
        const patient = patients.get(appointment.clientId);
        // As completeMany has just left it.
        appointment.moveTo('completed', 'system', now);
        return patient && doctor ? [changeNotice('completed', appointment, { patient, doctor })] : [];
      }),
      now,
    );
  }
}
