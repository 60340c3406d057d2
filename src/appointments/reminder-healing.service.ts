import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../database/database';
import { type JobEnd, Jobs } from '../jobs/jobs';
import { remindKey, remindOfAppointment } from './appointment.jobs';
import type { Appointment } from './appointment.entity';
import { AppointmentRepository } from './appointment.repository';
import { type CheckedReminder, ReminderCheckRepository } from './reminder-check.repository';
import { LAST_CALL } from './reminder.policy';
import { ReminderRepository } from './reminder.repository';

const MINUTE = 60_000;

/** `fine`: it was put right, or taken back, while it was looked at. `broken`: it can no longer be kept. */
export type Healing = 'fine' | 'healed' | 'broken';

/** Puts promised reminders right whose job is not there any more. */
@Injectable()
export class ReminderHealingService {
  private readonly logger = new Logger(ReminderHealingService.name);

  constructor(
    private readonly database: Database,
    private readonly appointments: AppointmentRepository,
    private readonly reminders: ReminderRepository,
    private readonly checked: ReminderCheckRepository,
    private readonly jobs: Jobs,
  ) {}

  /**
   * Plans the job anew while there is time, and otherwise says how the promise ended. A job that a person has deleted is not
   * planned anew. `now` is the database's.
   */
  heal(suspect: CheckedReminder, now: Date): Promise<Healing> {
    return this.database.transaction(async () => {
      // Whoever changes the appointment writes its reminders under these locks.
      const appointment = await this.appointments.lock(suspect.appointmentId);
      const reminder = await this.checked.find(suspect.id);
      if (reminder?.outcome !== 'planned') return 'fine';
      const end = await this.endOf(reminder);
      if (!end) return 'fine';
      const { id, sequence } = reminder;
      if (appointment?.status !== 'scheduled' || appointment.sequence !== sequence) {
        await this.checked.end(id, 'cancelled', 'not-scheduled');
        return 'healed';
      }
      return this.settle(reminder, appointment, end, now);
    });
  }

  private async settle(reminder: CheckedReminder, appointment: Appointment, end: JobEnd, now: Date): Promise<Healing> {
    if (end.state === 'deleted') {
      await this.checked.end(reminder.id, 'cancelled', end.reason ?? 'job deleted');
      return 'healed';
    }
    if (end.state === 'failed' && reminder.dueAt <= now) {
      await this.checked.end(reminder.id, 'failed', end.reason ?? 'job failed');
      return 'healed';
    }
    const deadline = await this.deadlineOf(reminder, appointment);
    if (deadline <= now) {
      await this.checked.end(reminder.id, 'failed', 'not-sent-in-time');
      return 'broken';
    }
    await this.planAnew(reminder, appointment, deadline);
    return 'healed';
  }

  /** How its job ended; null while it is open. */
  private async endOf({ jobId }: CheckedReminder): Promise<JobEnd | null> {
    if (jobId === null) return { state: 'gone', reason: null };
    return (await this.jobs.endsOf([jobId])).get(jobId) ?? null;
  }

  /** When the next reminder of the visit is due, or the visit is about to begin. */
  private async deadlineOf({ sequence, offset }: CheckedReminder, { id, startsAt }: Appointment): Promise<Date> {
    const siblings = await this.reminders.ofAppointments([id]);
    const later = siblings.filter((each) => each.sequence === sequence && each.offset < offset);
    const next = Math.max(LAST_CALL, ...later.map((each) => each.offset));
    return new Date(startsAt.getTime() - next * MINUTE);
  }

  private async planAnew(reminder: CheckedReminder, { id, clientId }: Appointment, deadline: Date): Promise<void> {
    const { sequence, offset, dueAt } = reminder;
    // In the place of one that has the key and of which the promise knows nothing.
    const jobId = await this.jobs.replace(
      remindKey(id, offset),
      remindOfAppointment,
      { appointmentId: id, sequence, offsetMinutes: offset },
      { at: dueAt, deadline, tags: [{ name: 'userId', value: clientId }] },
    );
    await this.checked.linkJob(reminder.id, jobId);
    this.database.afterCommit(() =>
      this.logger.warn(`Reminder for appointment ${id} scheduled anew at ${dueAt.toISOString()} as job ${jobId}`),
    );
  }
}
