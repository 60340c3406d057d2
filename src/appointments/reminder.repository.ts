import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import type { SqlRow } from '../database/session';
import { Reminder } from './reminder.entity';

export type NewReminder = Omit<Reminder, 'id'>;

/** Which promise it is. */
export type ReminderKey = Pick<Reminder, 'appointmentId' | 'sequence' | 'offset'>;

/** How a promise ended. */
export interface Settlement extends ReminderKey, Pick<Reminder, 'outcome' | 'reason'> {}

/** Of rows sought by their appointment: the sign keeps the planner from going through all that is planned instead. */
const STILL_PLANNED = `+"outcome" = 'planned'`;

@Injectable()
export class ReminderRepository {
  constructor(private readonly database: Database) {}

  /** One statement. */
  async insertMany(reminders: readonly NewReminder[]): Promise<void> {
    if (reminders.length === 0) return;
    await this.database.query(
      `INSERT INTO "Reminder" ("appointmentId", "sequence", "offset", "dueAt", "jobId", "outcome", "reason")
       VALUES ${reminders.map(() => '(?, ?, ?, ?, ?, ?, ?)').join(', ')}`,
      reminders.flatMap((it) => [it.appointmentId, it.sequence, it.offset, it.dueAt, it.jobId, it.outcome, it.reason]),
    );
  }

  /** Ends what is still planned of these appointments; which promises those were. One statement. */
  endPlanned(
    appointmentIds: readonly number[],
    outcome: 'cancelled' | 'failed',
    reason: string,
  ): Promise<ReminderKey[]> {
    return this.database.query<SqlRow & ReminderKey>(
      `UPDATE "Reminder" SET "outcome" = ?, "reason" = ?
       WHERE "appointmentId" IN (SELECT value FROM json_each(?)) AND ${STILL_PLANNED}
       RETURNING "appointmentId", "sequence", "offset"`,
      [outcome, reason, JSON.stringify(appointmentIds)],
    );
  }

  /** Writes how planned reminders ended; those that ended already stay as they are. One statement. */
  async settle(settlements: readonly Settlement[]): Promise<void> {
    const rows = settlements.map((it) => [it.appointmentId, it.sequence, it.offset, it.outcome, it.reason]);
    await this.database.query(
      `UPDATE "Reminder" SET "outcome" = r.value ->> 3, "reason" = r.value ->> 4 FROM json_each(?) r
       WHERE "appointmentId" = r.value ->> 0 AND "sequence" = r.value ->> 1 AND "offset" = r.value ->> 2
         AND ${STILL_PLANNED}`,
      [JSON.stringify(rows)],
    );
  }

  /** Up to `limit` reminders planned for later than `after`, the soonest first; with `ids`, only these. One statement. */
  async planned(
    after: Date,
    limit: number,
    ids?: readonly number[],
  ): Promise<Pick<Reminder, 'id' | 'appointmentId' | 'jobId'>[]> {
    return this.database.query<SqlRow & Pick<Reminder, 'id' | 'appointmentId' | 'jobId'>>(
      `SELECT "id", "appointmentId", "jobId" FROM "Reminder" WHERE "outcome" = 'planned' AND "dueAt" > ?
       ${ids ? 'AND "id" IN (SELECT value FROM json_each(?))' : ''} ORDER BY "dueAt" LIMIT ?`,
      ids ? [after, JSON.stringify(ids), limit] : [after, limit],
    );
  }

  /** Up to `limit` reminders that are planned and due, in the order of their ids from after `after` on. One statement. */
  overdue(now: Date, after: number, limit: number): Promise<(ReminderKey & Pick<Reminder, 'id' | 'jobId'>)[]> {
    return this.database.query<SqlRow & ReminderKey & Pick<Reminder, 'id' | 'jobId'>>(
      `SELECT "id", "jobId", "appointmentId", "sequence", "offset" FROM "Reminder"
       WHERE "outcome" = 'planned' AND "dueAt" <= ? AND "id" > ? ORDER BY "id" LIMIT ?`,
      [now, after, limit],
    );
  }

  /** Every promise made for these appointments, the newest first. One statement. */
  async ofAppointments(appointmentIds: readonly number[]): Promise<Reminder[]> {
    const rows = await this.database.query(
      `SELECT * FROM "Reminder" WHERE "appointmentId" IN (SELECT value FROM json_each(?))
       ORDER BY "appointmentId", "sequence" DESC, "offset" DESC`,
      [JSON.stringify(appointmentIds)],
    );
    return rows.map(hydrate);
  }
}

function hydrate(row: SqlRow): Reminder {
  // The columns are the entity's; only the instant comes as the dialect returns it.
  return Object.assign(new Reminder(), row, { dueAt: new Date(row.dueAt as string | Date) });
}
