import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { type Paging, afterCursor } from '../common/paging';
import { Database } from '../database/database';
import { Notification } from './notification.entity';

export type NewNotification = Pick<
  Notification,
  'userId' | 'kind' | 'title' | 'message' | 'appointmentId' | 'sequence' | 'offset'
>;

export interface ListedNotification extends Omit<Notification, 'sequence' | 'offset'> {
  /** Whether the same was sent by e-mail. */
  emailSent: boolean;
}

@Injectable()
export class NotificationRepository {
  constructor(private readonly database: Database) {}

  /** Inserts the notifications that are not there yet. One statement. */
  async insertMissing(notifications: readonly NewNotification[], createdAt: Date): Promise<void> {
    const rows = notifications.map((it) => [
      it.userId,
      it.kind,
      it.title,
      it.message,
      it.appointmentId,
      it.sequence,
      it.offset,
    ]);
    await this.database.query(
      `INSERT INTO "Notification"
         ("userId", "kind", "title", "message", "appointmentId", "sequence", "offset", "createdAt")
       SELECT r.value ->> 0, r.value ->> 1, r.value ->> 2, r.value ->> 3, r.value ->> 4, r.value ->> 5, r.value ->> 6, ?
       FROM json_each(?) r
       WHERE true
       ON CONFLICT ("appointmentId", "kind", "sequence", "offset", "userId") WHERE "appointmentId" IS NOT NULL DO NOTHING`,
      [createdAt, JSON.stringify(rows)],
    );
  }

  /** A user's notifications, the newest first: one more than the limit, where there are so many. */
  async list(userId: string, unreadOnly: boolean, { limit, cursor }: Paging): Promise<ListedNotification[]> {
    const after = afterCursor('n."createdAt"', 'n."id"', cursor);
    const rows = await this.database.query<ListedRow>(
      `SELECT n."id", n."userId", n."kind", n."title", n."message", n."appointmentId", n."createdAt", n."readAt",
         EXISTS (SELECT 1 FROM "Delivery" d WHERE d."notificationId" = n."id" AND d."state" = 'sent') AS "emailSent"
       FROM "Notification" n
       WHERE n."userId" = ?${unreadOnly ? ' AND n."readAt" IS NULL' : ''}${after.sql}
       ORDER BY n."createdAt" DESC, n."id" DESC
       LIMIT ?`,
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

  /** Whether the user has such a notification; one that was read before keeps the time of that. */
  async markRead(id: number, userId: string, now: Date): Promise<boolean> {
    const notifications = this.database.repository(Notification);
    await notifications.update({ id, userId, readAt: IsNull() }, { readAt: now });
    return notifications.existsBy({ id, userId });
  }

  async markAllRead(userId: string, now: Date): Promise<void> {
    await this.database.repository(Notification).update({ userId, readAt: IsNull() }, { readAt: now });
  }
}

/** Instants and booleans as the database gives them. */
type ListedRow = Omit<ListedNotification, 'createdAt' | 'readAt' | 'emailSent'> & {
  createdAt: string;
  readAt: string | null;
  emailSent: number;
};
