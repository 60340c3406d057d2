import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import type { SqlRow } from '../database/session';

/** What people were told, in the app and by e-mail. */
@Injectable()
export class PersonalNoticeRepository {
  constructor(private readonly database: Database) {}

  notificationsOf(userId: string): Promise<SqlRow[]> {
    return this.database.query(
      `SELECT "id", "kind", "title", "message", "appointmentId", "createdAt", "readAt"
       FROM "Notification" WHERE "userId" = ? ORDER BY "id"`,
      [userId],
    );
  }

  deliveriesOf(userId: string): Promise<SqlRow[]> {
    return this.database.query(
      `SELECT "id", "appointmentId", "kind", "channel", "state", "createdAt", "finishedAt"
       FROM "Delivery" WHERE "userId" = ? ORDER BY "id"`,
      [userId],
    );
  }

  /** That something was delivered stays; what mail servers said of it goes, and so does all that was told in the app. */
  async eraseOf(userId: string): Promise<void> {
    await this.database.query('UPDATE "Delivery" SET "response" = NULL, "notificationId" = NULL WHERE "userId" = ?', [
      userId,
    ]);
    await this.database.query('DELETE FROM "Notification" WHERE "userId" = ?', [userId]);
  }
}
