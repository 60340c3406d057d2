import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../common/clock';
import { Config } from '../config/config';
import { Database } from '../database/database';
import { Jobs } from '../jobs/jobs';
import type { User } from '../users/user.service';
import type { Appointment } from './appointment.entity';
import { remindKey, remindOfAppointment } from './appointment.jobs';
import type { Reminder } from './reminder.entity';
import { type PlannedReminder, type StandingReminder, changePlan, offsetsFor, planReminders } from './reminder.policy';
import { type NewReminder, type ReminderKey, ReminderRepository } from './reminder.repository';

/** A reminder that is to be promised, and of what. */
interface Promised {
  appointment: Appointment;
  reminder: PlannedReminder;
}

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
    const planned = this.plan(appointment, patient.reminderOffsets).map((reminder) => ({ appointment, reminder }));
    const rows = await this.promise(planned, 'booked-late');
    await this.reminders.insertMany(rows);
    return rows;
  }

  /**
   * Makes the reminders of these appointments, which are all of one patient and under the patient's lock, those that the
   * patient wants now (null: all). What is due at this moment or was sent stays as it is.
   */
  async replanFor(appointments: readonly Appointment[], chosen: readonly number[] | null): Promise<void> {
    const standing = await this.standing(appointments);
    const ends: ReminderKey[] = [];
    const plans: Promised[] = [];
    for (const appointment of appointments) {
      const { id, sequence, startsAt } = appointment;
      const change = changePlan(standing.get(id) ?? [], this.plan(appointment, chosen), startsAt);
      ends.push(...change.end.map((offset) => ({ appointmentId: id, sequence, offset })));
      plans.push(...change.plan.map((reminder) => ({ appointment, reminder })));
    }
    const ended = await this.takeBack(ends);
    const isThere = ({ appointment, reminder }: Promised) =>
      standing.get(appointment.id)?.some(({ offset }) => offset === reminder.offset) ?? false;
    // What was to be taken back and was not has just been sent.
    const sent = new Set(ends.map(nameOf).filter((name) => !ended.has(name)));
    const due = plans.filter(({ appointment, reminder }) => !sent.has(remindKey(appointment.id, reminder.offset)));
    await this.reminders.promiseAgain(await this.promise(due.filter(isThere), 'chosen-late'));
    await this.reminders.insertMany(
      await this.promise(
        due.filter((each) => !isThere(each)),
        'chosen-late',
      ),
    );
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

  /** What the patient of an appointment is to be reminded of, the earliest first. */
  private plan(appointment: Appointment, chosen: readonly number[] | null): PlannedReminder[] {
    const offsets = offsetsFor(this.config.reminderOffsets, chosen);
    return planReminders(appointment.startsAt, offsets, this.clock.now());
  }

  /** Of each appointment what was promised for its present sequence. */
  private async standing(appointments: readonly Appointment[]): Promise<Map<number, StandingReminder[]>> {
    const sequences = new Map(appointments.map(({ id, sequence }) => [id, sequence]));
    const standing = new Map(appointments.map(({ id }): [number, StandingReminder[]] => [id, []]));
    for (const reminder of await this.reminders.ofAppointments([...sequences.keys()])) {
      const { appointmentId, sequence, offset, outcome } = reminder;
      if (sequence !== sequences.get(appointmentId)) continue;
      const [planned, takenBack] = [outcome === 'planned', outcome === 'cancelled'];
      standing.get(appointmentId)?.push({ offset, planned, takenBack });
    }
    return standing;
  }

  /** Takes planned reminders back with their jobs; names those that were still planned. */
  private async takeBack(reminders: readonly ReminderKey[]): Promise<Set<string>> {
    if (reminders.length === 0) return new Set();
    const ended = new Set((await this.reminders.takeBack(reminders, 'opted-out')).map(nameOf));
    if (ended.size > 0) await this.jobs.cancelMany([...ended], 'opted-out');
    return ended;
  }

  /** Schedules a job for each reminder that lies ahead and, once committed, says so in the log; their rows. */
  private async promise(promised: readonly Promised[], late: string): Promise<NewReminder[]> {
    const ahead = promised.filter(({ reminder }) => !reminder.late);
    const jobIds = await this.enqueue(ahead);
    return promised.map((each) => rowOf(each, late, jobIds.get(each)));
  }

  private async enqueue(promised: readonly Promised[]): Promise<Map<Promised, number>> {
    if (promised.length === 0) return new Map();
    const jobIds = await this.jobs.enqueueMany(
      remindOfAppointment,
      promised.map(({ appointment: { id, sequence, clientId }, reminder: { offset, dueAt, deadline } }) => ({
        payload: { appointmentId: id, sequence, offsetMinutes: offset },
        at: dueAt,
        key: remindKey(id, offset),
        deadline,
        tags: [{ name: 'userId', value: clientId }],
      })),
    );
    const scheduled = new Map(
      promised.flatMap((each, index): [Promised, number][] => {
        const jobId = jobIds[index];
        return jobId === undefined ? [] : [[each, jobId]];
      }),
    );
    this.database.afterCommit(() => {
      for (const [{ appointment, reminder }, jobId] of scheduled) {
        const { id } = appointment;
        this.logger.log(`Reminder for appointment ${id} scheduled at ${reminder.dueAt.toISOString()} as job ${jobId}`);
      }
    });
    return scheduled;
  }
}

const nameOf = ({ appointmentId, offset }: ReminderKey) => remindKey(appointmentId, offset);

/** @param late why one whose time has come is skipped. */
function rowOf({ appointment, reminder }: Promised, late: string, jobId: number | undefined): NewReminder {
  const { offset, dueAt } = reminder;
  const promise = { appointmentId: appointment.id, sequence: appointment.sequence, offset, dueAt };
  return reminder.late
    ? { ...promise, jobId: null, outcome: 'skipped', reason: late }
    : { ...promise, jobId: jobId ?? null, outcome: 'planned', reason: null };
}
