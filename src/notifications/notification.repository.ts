import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { firstOfEach } from '../common/first-of-each';
import { type Paging, afterCursor, countedId } from '../common/paging';
import { Database } from '../database/database';
import type { SqlDialect } from '../database/sql-dialect';
import { Notification } from './notification.entity';

export interface NewNotification extends Pick<
  Notification,
  'userId' | 'kind' | 'title' | 'message' | 'sequence' | 'offset' | 'shownUntil'
> {
  /** Null for what tells of no appointment; whoever inserts it sees to it that it is told once. */
  appointmentId: number | null;
}

/** A notification with its place in the user's inbox. */
export type PlacedNotification = NewNotification & Pick<Notification, 'position'>;

/** The places after `after` and up to `upTo` of a user's inbox. */
export interface Stretch {
  userId: string;
  after: number;
  upTo: number;
}

export interface ListedNotification extends Omit<Notification, 'sequence' | 'offset' | 'shownUntil'> {
  /** Whether the same was sent by e-mail. */
  emailSent: boolean;
}

const MISSING = {
  userId: 'text',
  position: 'int',
  kind: 'text',
  title: 'text',
  message: 'text',
  appointmentId: 'int',
  sequence: 'int',
  offset: 'int',
  shownUntil: 'instant',
} as const;
const STRETCH = { place: 'int', userId: 'text', after: 'int', upTo: 'int' } as const;

/** What is listed of a notification n. */
const LISTED = `n."id", n."userId", n."position", n."kind", n."title", n."message", n."appointmentId", n."createdAt", n."readAt",
  CASE WHEN EXISTS (SELECT 1 FROM "Delivery" d WHERE d."notificationId" = n."id" AND d."state" = 'sent')
    THEN 1 ELSE 0 END AS "emailSent"`;
/** That n still says something at the present moment, which is the parameter. */
const SHOWN = '(n."shownUntil" IS NULL OR n."shownUntil" > ?)';
const UNREAD = 'n."readAt" IS NULL';

const statements = (dialect: SqlDialect) => ({
  // That it is not null is said again, so that the filtered index serves.
  insertMissing: `
    INSERT INTO "Notification"
      ("userId", "position", "kind", "title", "message", "appointmentId", "sequence", "offset", "shownUntil", "createdAt")
    SELECT r."userId", r."position", r."kind", r."title", r."message", r."appointmentId", r."sequence", r."offset",
      r."shownUntil", ?
    FROM ${dialect.rows('r', MISSING)}
    WHERE NOT EXISTS (
      SELECT 1 FROM "Notification" n ${dialect.forInsert}
      WHERE n."appointmentId" = r."appointmentId" AND n."kind" = r."kind" AND n."sequence" = r."sequence"
        AND n."offset" = r."offset" AND n."userId" = r."userId" AND n."appointmentId" IS NOT NULL)`,
  within: `
    SELECT r."place", ${LISTED}
    FROM ${dialect.rows('r', STRETCH)}
    JOIN "Notification" n ON n."userId" = r."userId" AND n."position" > r."after" AND n."position" <= r."upTo"
    WHERE ${SHOWN} ORDER BY r."place", n."position"`,
  unread: `
    SELECT n."userId", count(*) AS "count" FROM "Notification" n
    WHERE n."userId" IN (${dialect.list('text')}) AND ${UNREAD} AND ${SHOWN} GROUP BY n."userId"`,
});

@Injectable()
export class NotificationRepository {
  private readonly sql: ReturnType<typeof statements>;

  constructor(private readonly database: Database) {
    this.sql = statements(database.sql);
  }

  /** Inserts the notifications that are not there yet, of equal ones the first. One statement. */
  async insertMissing(notifications: readonly PlacedNotification[], createdAt: Date): Promise<void> {
    const rows = firstOfEach(notifications, keyOf).map((it) => [
      it.userId,
      it.position,
      it.kind,
      it.title,
      it.message,
      it.appointmentId,
      it.sequence,
      it.offset,
      it.shownUntil,
    ]);
    await this.database.query(this.sql.insertMissing, [createdAt, JSON.stringify(rows)]);
  }

  /** What a user is shown at `now`, the newest first: one more than the limit, where there are so many. */
  async list(userId: string, unreadOnly: boolean, { limit, cursor }: Paging, now: Date): Promise<ListedNotification[]> {
    const after = afterCursor('n."createdAt"', 'n."id"', cursor, countedId);
    const rows = await this.database.query<ListedRow>(
      `SELECT ${LISTED} FROM "Notification" n
       WHERE n."userId" = ? AND ${SHOWN}${unreadOnly ? ` AND ${UNREAD}` : ''}${after.sql}
       ORDER BY n."createdAt" DESC, n."id" DESC
       ${this.database.sql.limit}`,
      [userId, now, ...after.parameters, limit + 1],
    );
    return rows.map(listedOf);
  }

  async count(userId: string, unreadOnly: boolean, now: Date): Promise<number> {
    const [row] = await this.database.query<{ count: number }>(
      `SELECT count(*) AS "count" FROM "Notification" n
       WHERE n."userId" = ? AND ${SHOWN}${unreadOnly ? ` AND ${UNREAD}` : ''}`,
      [userId, now],
    );
    return row?.count ?? 0;
  }

  /** What is shown at `now` of each stretch, in its order and by its place in the list. One statement. */
  async within(stretches: readonly Stretch[], now: Date): Promise<Map<number, ListedNotification[]>> {
    const rows = await this.database.query<ListedRow & { place: number }>(this.sql.within, [
      JSON.stringify(stretches.map(({ userId, after, upTo }, place) => [place, userId, after, upTo])),
      now,
    ]);
    const found = new Map<number, ListedNotification[]>();
    for (const { place, ...row } of rows) found.set(place, [...(found.get(place) ?? []), listedOf(row)]);
    return found;
  }

  /** How many unread notifications each of the users is shown at `now`; no entry for none. One statement. */
  async unread(userIds: readonly string[], now: Date): Promise<Map<string, number>> {
    const rows = await this.database.query<{ userId: string; count: number }>(this.sql.unread, [
      JSON.stringify(userIds),
      now,
    ]);
    return new Map(rows.map(({ userId, count }) => [userId, count]));
  }

  /**
   * When the user read such a notification, null when they have not; undefined when they have none of that id. By plain SQL,
   * to which an id may be of any size.
   */
  async readAt(id: number, userId: string): Promise<Date | null | undefined> {
    const [row] = await this.database.query<Pick<ListedRow, 'readAt'>>(
      'SELECT n."readAt" FROM "Notification" n WHERE n."id" = ? AND n."userId" = ?',
      [id, userId],
    );
    return row && instantOf(row.readAt);
  }

  /** One that was read before keeps the time of that. */
  async markRead(id: number, userId: string, now: Date): Promise<void> {
    await this.database.repository(Notification).update({ id, userId, readAt: IsNull() }, { readAt: now });
  }

  anyUnread(userId: string): Promise<boolean> {
    return this.database.repository(Notification).existsBy({ userId, readAt: IsNull() });
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

const instantOf = (value: string | Date | null) => (value === null ? null : new Date(value));

function listedOf(row: ListedRow): ListedNotification {
  return {
    ...row,
    createdAt: new Date(row.createdAt),
    readAt: instantOf(row.readAt),
    emailSent: row.emailSent === 1,
  };
}
