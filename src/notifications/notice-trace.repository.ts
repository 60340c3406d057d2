import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import type { SqlRow } from '../database/session';
import type { SqlDialect } from '../database/sql-dialect';
import type { Delivery } from './delivery.entity';

/** Which reminder it was. */
export type ReminderKey = Pick<Delivery, 'appointmentId' | 'sequence' | 'offset'>;

/** What a notice to a patient has left behind: in the application, by e-mail, or both. */
export interface NoticeTrace {
  kind: string;
  notificationId: number | null;
  notifiedAt: Date | null;
  deliveryId: number | null;
  deliveryState: Delivery['state'] | null;
  /** When the delivery ended; when it was written while it has not. */
  deliveryAt: Date | null;
}

const TRACE = `n."id" AS "notificationId", n."createdAt" AS "notifiedAt", d."id" AS "deliveryId",
  d."state" AS "deliveryState", coalesce(d."finishedAt", d."createdAt") AS "deliveryAt"`;

const REMINDERS = { place: 'int', appointmentId: 'int', sequence: 'int', offset: 'int' } as const;

const statements = (dialect: SqlDialect) => ({
  ofDeliveries: `
    SELECT d."kind", ${TRACE} FROM ${dialect.rows('r', { id: 'int' })} JOIN "Delivery" d ON d."id" = r."id"
    LEFT JOIN "Notification" n ON n."id" = d."notificationId"`,
  ofReminders: `
    SELECT r."place", n."kind", ${TRACE} FROM ${dialect.rows('r', REMINDERS)}
    JOIN "Notification" n ON n."appointmentId" = r."appointmentId" AND n."kind" = 'reminder'
      AND n."sequence" = r."sequence" AND n."offset" = r."offset" AND n."appointmentId" IS NOT NULL
    LEFT JOIN "Delivery" d ON d."notificationId" = n."id"`,
});

@Injectable()
export class NoticeTraceRepository {
  private readonly sql: ReturnType<typeof statements>;

  constructor(private readonly database: Database) {
    this.sql = statements(database.sql);
  }

  /** By the id of the delivery. One statement. */
  async ofDeliveries(ids: readonly number[]): Promise<Map<number, NoticeTrace>> {
    const rows = await this.database.query(this.sql.ofDeliveries, [JSON.stringify(ids.map((id) => [id]))]);
    return new Map(rows.map((row) => [row.deliveryId as number, traceOf(row)])); // the delivery's own id
  }

  /** By place in the list. Only patients are reminded, so each has one notification. One statement. */
  async ofReminders(reminders: readonly ReminderKey[]): Promise<Map<number, NoticeTrace>> {
    const rows = await this.database.query(this.sql.ofReminders, [
      JSON.stringify(reminders.map((it, place) => [place, it.appointmentId, it.sequence, it.offset])),
    ]);
    return new Map(rows.map((row) => [row.place as number, traceOf(row)])); // a place in the list just given
  }
}

function traceOf(row: SqlRow): NoticeTrace {
  const instant = (value: unknown) => (value === null ? null : new Date(value as string | Date)); // as the dialect returns it
  return {
    ...(row as unknown as NoticeTrace), // the columns of TRACE
    notifiedAt: instant(row.notifiedAt),
    deliveryAt: instant(row.deliveryAt),
  };
}
