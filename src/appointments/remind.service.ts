import { Injectable } from '@nestjs/common';
import { byId } from '../common/by-id';
import { type DoctorProfile, DoctorService } from '../doctors/doctor.service';
import type { BatchItem } from '../jobs/definition/job-context';
import type { PayloadOf } from '../jobs/definition/job-definition';
import { type Outcome, skip } from '../jobs/definition/outcome';
import type { AppointmentNotice } from '../notifications/appointment-notice';
import { type User, UserService } from '../users/user.service';
import { AppointmentNoticeService, patientReader, visitDetails } from './appointment-notice.service';
import type { Appointment } from './appointment.entity';
import type { remindOfAppointment } from './appointment.jobs';
import { AppointmentRepository } from './appointment.repository';
import { ReminderRepository, type Settlement } from './reminder.repository';

export type DueReminder = BatchItem<PayloadOf<typeof remindOfAppointment>>;

/** A due reminder with what is known now of what it is about. */
interface Case {
  due: DueReminder;
  appointment: Appointment | undefined;
  patient: User | undefined;
  doctor: DoctorProfile | undefined;
}

/** Sends due reminders, as many as are due together with a fixed number of statements. */
@Injectable()
export class RemindService {
  constructor(
    private readonly appointments: AppointmentRepository,
    private readonly reminders: ReminderRepository,
    private readonly users: UserService,
    private readonly doctors: DoctorService,
    private readonly notices: AppointmentNoticeService,
  ) {}

  /**
   * Re-reads the appointments and, in the surrounding transaction, tells their patients and settles the promises; says
   * which reminders have lost their reason, by job. It takes no named locks: whoever changes an appointment cancels its
   * reminder's job, which fences this transaction off.
   */
  async remind(due: readonly DueReminder[]): Promise<Map<number, Outcome>> {
    const [first] = due;
    if (!first) return new Map();
    // The database's: by a clock that was set wrong here, the visit may seem to have begun.
    const now = first.run.now();
    const settlements: Settlement[] = [];
    const notices: AppointmentNotice[] = [];
    const skipped = new Map<number, Outcome>();
    for (const each of await this.casesOf(due)) {
      const { appointmentId, sequence, offsetMinutes: offset } = each.due.payload;
      const verdict = verdictOn(each, now);
      if (typeof verdict === 'string') skipped.set(each.due.run.jobId, skip(verdict));
      else notices.push(verdict);
      const ended = typeof verdict === 'string' ? { outcome: 'skipped' as const, reason: verdict } : SENT;
      settlements.push({ appointmentId, sequence, offset, ...ended });
    }
    await this.notices.tellMany(notices, now);
    await this.reminders.settle(settlements);
    return skipped;
  }

  private async casesOf(due: readonly DueReminder[]): Promise<Case[]> {
    const appointments = byId(await this.appointments.findMany(due.map(({ payload }) => payload.appointmentId)));
    const all = [...appointments.values()];
    const patients = byId(await this.users.findMany([...new Set(all.map(({ clientId }) => clientId))]));
    const doctors = byId(await this.doctors.findMany([...new Set(all.map(({ doctorId }) => doctorId))]));
    return due.map((each) => {
      const appointment = appointments.get(each.payload.appointmentId);
      return {
        due: each,
        appointment,
        patient: appointment && patients.get(appointment.clientId),
        doctor: appointment && doctors.get(appointment.doctorId),
      };
    });
  }
}

const SENT = { outcome: 'sent', reason: null } as const;

/** The notice that is to be sent, or why none is any more. */
function verdictOn({ due, appointment, patient, doctor }: Case, now: Date): AppointmentNotice | string {
  const { sequence, offsetMinutes: offset } = due.payload;
  if (!appointment || !patient || !doctor) return 'not-found';
  if (appointment.status !== 'scheduled') return 'not-scheduled';
  if (appointment.sequence !== sequence) return 'other-sequence';
  if (appointment.startsAt <= now) return 'already-started';
  if (!patient.isActive) return 'patient-inactive';
  if (!patient.emailReminders || patient.reminderOffsets?.includes(offset) === false) return 'opted-out';
  return {
    kind: 'reminder',
    appointmentId: appointment.id,
    sequence,
    offset,
    patient: patientReader(patient),
    doctor: null,
    byEmail: true,
    visit: visitDetails(appointment, doctor),
    mailDeadline: due.run.deadline ?? appointment.startsAt,
    traceParent: due.run.traceParent,
  };
}
