import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import type { SqlRow } from '../database/session';
import { Reminder, type ReminderOutcome } from './reminder.entity';

/** Where a walk through planned reminders stands: after this one. */
export type PlannedPlace = Pick<Reminder, 'dueAt' | 'id'>;

/** What of a promise is verified. */
export type CheckedReminder = Pick<
  Reminder,
  'id' | 'appointmentId' | 'sequence' | 'offset' | 'dueAt' | 'jobId' | 'outcome'
>;

const COLUMNS = '"id", "appointmentId", "sequence", "offset", "dueAt", "jobId", "outcome"';

/** What verifying the promises reads and puts right of them. */
@Injectable()
export class ReminderCheckRepository {
  constructor(private readonly database: Database) {}

  /** Planned ones, the soonest due first, from after `place` on. */
  async plannedAfter({ dueAt, id }: PlannedPlace, limit: number): Promise<CheckedReminder[]> {
    const rows = await this.database.query(
      `SELECT ${COLUMNS} FROM "Reminder" WHERE "outcome" = 'planned' AND "dueAt" >= ? AND ("dueAt" > ? OR "id" > ?)
       ORDER BY "dueAt", "id" ${this.database.sql.limit}`,
      [dueAt, dueAt, id, limit],
    );
    return rows.map(reminderOf);
  }

  /** Those of that outcome that were due from `from` on and before `to`. */
  async ended(outcome: ReminderOutcome, from: Date, to: Date, limit: number): Promise<CheckedReminder[]> {
    const rows = await this.database.query(
      `SELECT ${COLUMNS} FROM "Reminder" WHERE "outcome" = ? AND "dueAt" >= ? AND "dueAt" < ?
       ORDER BY "dueAt", "id" ${this.database.sql.limit}`,
      [outcome, from, to, limit],
    );
    return rows.map(reminderOf);
  }

  async find(id: number): Promise<CheckedReminder | null> {
    const [row] = await this.database.query(`SELECT ${COLUMNS} FROM "Reminder" WHERE "id" = ?`, [id]);
    return row ? reminderOf(row) : null;
  }

  /** Gives a planned reminder another job. */
  async linkJob(id: number, jobId: number): Promise<void> {
    await this.database.query(`UPDATE "Reminder" SET "jobId" = ? WHERE "id" = ? AND "outcome" = 'planned'`, [
      jobId,
      id,
    ]);
  }

  async end(id: number, outcome: 'cancelled' | 'failed', reason: string): Promise<void> {
    const sql = `UPDATE "Reminder" SET "outcome" = ?, "reason" = ? WHERE "id" = ? AND "outcome" = 'planned'`;
    await this.database.query(sql, [outcome, reason, id]);
  }
}

function reminderOf(row: SqlRow): CheckedReminder {
  // The columns just named; only the instant comes as the dialect returns it.
  return Object.assign(new Reminder(), row, { dueAt: new Date(row.dueAt as string | Date) });
}
