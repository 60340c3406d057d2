import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { firstOfEach } from '../common/first-of-each';
import { type Paging, afterCursor, countedId } from '../common/paging';
import { Database } from '../database/database';
import type { SqlDialect } from '../database/sql-dialect';
import { Notification } from './notification.entity';

export interface NewNotification extends Pick<
  Notification,
  'userId' | 'kind' | 'title' | 'message' | 'sequence' | 'offset'
> {
  appointmentId: number;
}

export interface ListedNotification extends Omit<Notification, 'sequence' | 'offset'> {
  /** Whether the same was sent by e-mail. */
  emailSent: boolean;
}

const MISSING = {
  userId: 'text',
  kind: 'text',
  title: 'text',
  message: 'text',
  appointmentId: 'int',
  sequence: 'int',
  offset: 'int',
} as const;

const statements = (dialect: SqlDialect) => ({
  // That it is not null is said again, so that the filtered index serves.
  insertMissing: `
    INSERT INTO "Notification"
      ("userId", "kind", "title", "message", "appointmentId", "sequence", "offset", "createdAt")
    SELECT r."userId", r."kind", r."title", r."message", r."appointmentId", r."sequence", r."offset", ?
    FROM ${dialect.rows('r', MISSING)}
    WHERE NOT EXISTS (
      SELECT 1 FROM "Notification" n ${dialect.forInsert}
      WHERE n."appointmentId" = r."appointmentId" AND n."kind" = r."kind" AND n."sequence" = r."sequence"
        AND n."offset" = r."offset" AND n."userId" = r."userId" AND n."appointmentId" IS NOT NULL)`,
});

@Injectable()
export class NotificationRepository {
  private readonly sql: ReturnType<typeof statements>;

  constructor(private readonly database: Database) {
    this.sql = statements(database.sql);
  }

  /** Inserts the notifications that are not there yet, of equal ones the first. One statement. */
  async insertMissing(notifications: readonly NewNotification[], createdAt: Date): Promise<void> {
    const rows = firstOfEach(notifications, keyOf).map((it) => [
      it.userId,
      it.kind,
      it.title,
      it.message,
      it.appointmentId,
      it.sequence,
      it.offset,
    ]);
    await this.database.query(this.sql.insertMissing, [createdAt, JSON.stringify(rows)]);
  }

  /** A user's notifications, the newest first: one more than the limit, where there are so many. */
  async list(userId: string, unreadOnly: boolean, { limit, cursor }: Paging): Promise<ListedNotification[]> {
    const after = afterCursor('n."createdAt"', 'n."id"', cursor, countedId);
    const rows = await this.database.query<ListedRow>(
      `SELECT n."id", n."userId", n."kind", n."title", n."message", n."appointmentId", n."createdAt", n."readAt",
         CASE WHEN EXISTS (SELECT 1 FROM "Delivery" d WHERE d."notificationId" = n."id" AND d."state" = 'sent')
           THEN 1 ELSE 0 END AS "emailSent"
       FROM "Notification" n
       WHERE n."userId" = ?${unreadOnly ? ' AND n."readAt" IS NULL' : ''}${after.sql}
       ORDER BY n."createdAt" DESC, n."id" DESC
       ${this.database.sql.limit}`,
      [userId, ...after.parameters, limit + 1],
    );
    return rows.map((row) => ({
      ...row,
      createdAt: new Date(row.createdAt),
      readAt: row.readAt === null ? null : new Date(row.readAt),
      emailSent: row.emailSent === 1,
    }));
  }

  count(userId: string, unreadOnly: boolean): Promise<number> {
    return this.database.repository(Notification).countBy(unreadOnly ? { userId, readAt: IsNull() } : { userId });
  }

  /**
   * Whether the user has such a notification; one that was read before keeps the time of that. By plain SQL, to which an id
   * may be of any size.
   */
  async markRead(id: number, userId: string, now: Date): Promise<boolean> {
    await this.database.query(
      'UPDATE "Notification" SET "readAt" = ? WHERE "id" = ? AND "userId" = ? AND "readAt" IS NULL',
      [now, id, userId],
    );
    const rows = await this.database.query('SELECT 1 AS "found" FROM "Notification" WHERE "id" = ? AND "userId" = ?', [
      id,
      userId,
    ]);
    return rows.length > 0;
  }

  async markAllRead(userId: string, now: Date): Promise<void> {
    await this.database.repository(Notification).update({ userId, readAt: IsNull() }, { readAt: now });
  }
}

const keyOf = ({ appointmentId, kind, sequence, offset, userId }: NewNotification) =>
  `${appointmentId}.${kind}.${sequence}.${offset}.${userId}`;

/** Instants and booleans as the database gives them. */
type ListedRow = Omit<ListedNotification, 'createdAt' | 'readAt' | 'emailSent'> & {
  createdAt: string | Date;
  readAt: string | Date | null;
  emailSent: number;
};
