import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../common/clock';
import { Config } from '../config/config';
import { Database } from '../database/database';
import { Jobs } from '../jobs/jobs';
import type { User } from '../users/user.service';
import type { Appointment } from './appointment.entity';
import { remindKey, remindOfAppointment } from './appointment.jobs';
import type { Reminder } from './reminder.entity';
import { type PlannedReminder, offsetsFor, planReminders } from './reminder.policy';
import { type NewReminder, ReminderRepository } from './reminder.repository';

/** Promises reminders and takes the promises back, always within the transaction that changes the appointment. */
@Injectable()
export class ReminderService {
  private readonly logger = new Logger(ReminderService.name);

  constructor(
    private readonly reminders: ReminderRepository,
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /**
   * Plans the reminders of an appointment's present sequence: a row for each offset that its patient wants, and a job for
   * each that still lies ahead.
   */
  async planFor(appointment: Appointment, patient: Pick<User, 'reminderOffsets'>): Promise<NewReminder[]> {
    const offsets = offsetsFor(this.config.reminderOffsets, patient.reminderOffsets);
    const planned = planReminders(appointment.startsAt, offsets, this.clock.now());
    const ahead = planned.filter(({ late }) => !late);
    const jobIds = await this.enqueue(appointment, ahead);
    const rows = planned.map((it) => rowOf(appointment, it, jobIds.get(it.offset)));
    await this.reminders.insertMany(rows);
    return rows;
  }

  /** Takes back every reminder of these appointments that has not been sent. */
  cancelFor(appointmentIds: readonly number[], reason: string): Promise<void> {
    return this.end(appointmentIds, 'cancelled', reason);
  }

  /** Records of every reminder of these past appointments that has not been sent that it never will be. */
  failFor(appointmentIds: readonly number[]): Promise<void> {
    return this.end(appointmentIds, 'failed', 'not-sent-in-time');
  }

  /** The reminders of these appointments by appointment: of each offset its latest promise, the earliest due first. */
  async of(appointmentIds: readonly number[]): Promise<Map<number, Reminder[]>> {
    const latest = new Map<number, Map<number, Reminder>>();
    for (const reminder of await this.reminders.ofAppointments(appointmentIds)) {
      const byOffset = latest.get(reminder.appointmentId) ?? new Map<number, Reminder>();
      latest.set(reminder.appointmentId, byOffset);
      // Newest first: an older promise of the same offset has been replaced.
      if (!byOffset.has(reminder.offset)) byOffset.set(reminder.offset, reminder);
    }
    const inOrder = (byOffset: Map<number, Reminder>) => [...byOffset.values()].sort((a, b) => b.offset - a.offset);
    return new Map([...latest].map(([id, byOffset]) => [id, inOrder(byOffset)]));
  }

  private async end(appointmentIds: readonly number[], outcome: 'cancelled' | 'failed', reason: string): Promise<void> {
    const ended = await this.reminders.endPlanned(appointmentIds, outcome, reason);
    if (ended.length === 0) return;
    await this.jobs.cancelMany(
      ended.map(({ appointmentId, offset }) => remindKey(appointmentId, offset)),
      reason,
    );
  }

  /** Schedules the jobs and, once committed, says so in the log; their ids by offset. */
  private async enqueue(appointment: Appointment, planned: readonly PlannedReminder[]): Promise<Map<number, number>> {
    if (planned.length === 0) return new Map();
    const { id, sequence, clientId } = appointment;
    const jobIds = await this.jobs.enqueueMany(
      remindOfAppointment,
      planned.map(({ offset, dueAt, deadline }) => ({
        payload: { appointmentId: id, sequence, offsetMinutes: offset },
        at: dueAt,
        key: remindKey(id, offset),
        deadline,
        tags: [{ name: 'userId', value: clientId }],
      })),
    );
    const scheduled = planned.map(({ offset, dueAt }, index) => ({ offset, dueAt, jobId: jobIds[index] }));
    this.database.afterCommit(() => {
      for (const { dueAt, jobId } of scheduled) {
        this.logger.log(`Reminder for appointment ${id} scheduled at ${dueAt.toISOString()} as job ${jobId}`);
      }
    });
    return new Map(scheduled.flatMap(({ offset, jobId }) => (jobId === undefined ? [] : [[offset, jobId]])));
  }
}

function rowOf({ id, sequence }: Appointment, planned: PlannedReminder, jobId: number | undefined): NewReminder {
  const { offset, dueAt, late } = planned;
  const promise = { appointmentId: id, sequence, offset, dueAt };
  return late
    ? { ...promise, jobId: null, outcome: 'skipped', reason: 'booked-late' }
    : { ...promise, jobId: jobId ?? null, outcome: 'planned', reason: null };
}
