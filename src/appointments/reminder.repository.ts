import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import type { SqlRow } from '../database/session';
import type { SqlDialect } from '../database/sql-dialect';
import { Reminder } from './reminder.entity';

export type NewReminder = Omit<Reminder, 'id'>;

/** Which promise it is. */
export type ReminderKey = Pick<Reminder, 'appointmentId' | 'sequence' | 'offset'>;

/** How a promise ended. */
export interface Settlement extends ReminderKey, Pick<Reminder, 'outcome' | 'reason'> {}

function statements(dialect: SqlDialect) {
  const ofAppointments = `"appointmentId" IN (${dialect.list('int')})`;
  // Sought by their appointment, or all that is planned would be gone through instead.
  const stillPlanned = `${dialect.unsought}"outcome" = 'planned'`;
  const ended = dialect.written('appointmentId', 'sequence', 'offset');
  const key = { appointmentId: 'int', sequence: 'int', offset: 'int' } as const;
  const isOfKey = `"Reminder"."appointmentId" = r."appointmentId" AND "Reminder"."sequence" = r."sequence"
        AND "Reminder"."offset" = r."offset"`;
  const planned = `SELECT "id", "appointmentId", "jobId" FROM "Reminder" WHERE "outcome" = 'planned' AND "dueAt" > ?`;
  return {
    insertMany: `
      INSERT INTO "Reminder" ("appointmentId", "sequence", "offset", "dueAt", "jobId", "outcome", "reason")
      SELECT r."appointmentId", r."sequence", r."offset", r."dueAt", r."jobId", r."outcome", r."reason"
      FROM ${dialect.rows('r', { ...key, dueAt: 'instant', jobId: 'bigint', outcome: 'text', reason: 'text' })}`,
    endPlanned: `
      UPDATE "Reminder" SET "outcome" = ?, "reason" = ? ${ended.output}
      WHERE ${ofAppointments} AND ${stillPlanned} ${ended.returning}`,
    takeBack: `
      UPDATE "Reminder" SET "outcome" = 'cancelled', "reason" = ? ${ended.output}
      FROM ${dialect.rows('r', key)} WHERE ${isOfKey} AND ${dialect.unsought}"Reminder"."outcome" = 'planned' ${ended.returning}`,
    promiseAgain: `
      UPDATE "Reminder" SET "dueAt" = r."dueAt", "jobId" = r."jobId", "outcome" = 'planned', "reason" = NULL
      FROM ${dialect.rows('r', { ...key, dueAt: 'instant', jobId: 'bigint' })}
      WHERE ${isOfKey} AND ${dialect.unsought}"Reminder"."outcome" = 'cancelled'`,
    settle: `
      UPDATE "Reminder" SET "outcome" = r."outcome", "reason" = r."reason"
      FROM ${dialect.rows('r', { ...key, outcome: 'text', reason: 'text' })}
      WHERE ${isOfKey} AND ${dialect.unsought}"Reminder"."outcome" = 'planned'`,
    planned: `${planned} ORDER BY "dueAt" ${dialect.limit}`,
    plannedAmong: `${planned} AND "id" IN (${dialect.list('int')}) ORDER BY "dueAt" ${dialect.limit}`,
    overdue: `
      SELECT "id", "jobId", "appointmentId", "sequence", "offset" FROM "Reminder"
      WHERE "outcome" = 'planned' AND "dueAt" <= ? AND "id" > ? ORDER BY "id" ${dialect.limit}`,
    ofAppointments: `
      SELECT * FROM "Reminder" WHERE ${ofAppointments} ORDER BY "appointmentId", "sequence" DESC, "offset" DESC`,
  };
}

@Injectable()
export class ReminderRepository {
  private readonly sql: ReturnType<typeof statements>;

  constructor(private readonly database: Database) {
    this.sql = statements(database.sql);
  }

  /** One statement. */
  async insertMany(reminders: readonly NewReminder[]): Promise<void> {
    if (reminders.length === 0) return;
    const rows = reminders.map((it) => [
      it.appointmentId,
      it.sequence,
      it.offset,
      it.dueAt,
      it.jobId,
      it.outcome,
      it.reason,
    ]);
    await this.database.query(this.sql.insertMany, [JSON.stringify(rows)]);
  }

  /** Ends what is still planned of these appointments; which promises those were. One statement. */
  endPlanned(
    appointmentIds: readonly number[],
    outcome: 'cancelled' | 'failed',
    reason: string,
  ): Promise<ReminderKey[]> {
    const parameters = [outcome, reason, JSON.stringify(appointmentIds)];
    return this.database.query<SqlRow & ReminderKey>(this.sql.endPlanned, parameters);
  }

  /** Takes back those of these promises that are still planned; which those were. One statement. */
  takeBack(promises: readonly ReminderKey[], reason: string): Promise<ReminderKey[]> {
    const rows = promises.map((it) => [it.appointmentId, it.sequence, it.offset]);
    return this.database.query<SqlRow & ReminderKey>(this.sql.takeBack, [reason, JSON.stringify(rows)]);
  }

  /** Plans anew promises that were taken back. One statement. */
  async promiseAgain(reminders: readonly NewReminder[]): Promise<void> {
    if (reminders.length === 0) return;
    const rows = reminders.map((it) => [it.appointmentId, it.sequence, it.offset, it.dueAt, it.jobId]);
    await this.database.query(this.sql.promiseAgain, [JSON.stringify(rows)]);
  }

  /** Writes how planned reminders ended; those that ended already stay as they are. One statement. */
  async settle(settlements: readonly Settlement[]): Promise<void> {
    const rows = settlements.map((it) => [it.appointmentId, it.sequence, it.offset, it.outcome, it.reason]);
    await this.database.query(this.sql.settle, [JSON.stringify(rows)]);
  }

  /** Up to `limit` reminders planned for later than `after`, the soonest first; with `ids`, only these. One statement. */
  async planned(
    after: Date,
    limit: number,
    ids?: readonly number[],
  ): Promise<Pick<Reminder, 'id' | 'appointmentId' | 'jobId'>[]> {
    return this.database.query<SqlRow & Pick<Reminder, 'id' | 'appointmentId' | 'jobId'>>(
      ids ? this.sql.plannedAmong : this.sql.planned,
      ids ? [after, JSON.stringify(ids), limit] : [after, limit],
    );
  }

  /** Up to `limit` reminders that are planned and due, in the order of their ids from after `after` on. One statement. */
  overdue(now: Date, after: number, limit: number): Promise<(ReminderKey & Pick<Reminder, 'id' | 'jobId'>)[]> {
    return this.database.query<SqlRow & ReminderKey & Pick<Reminder, 'id' | 'jobId'>>(this.sql.overdue, [
      now,
      after,
      limit,
    ]);
  }

  /** Every promise made for these appointments, the newest first. One statement. */
  async ofAppointments(appointmentIds: readonly number[]): Promise<Reminder[]> {
    const rows = await this.database.query(this.sql.ofAppointments, [JSON.stringify(appointmentIds)]);
    return rows.map(hydrate);
  }
}

function hydrate(row: SqlRow): Reminder {
  // The columns are the entity's; only the instant comes as the dialect returns it.
  return Object.assign(new Reminder(), row, { dueAt: new Date(row.dueAt as string | Date) });
}
