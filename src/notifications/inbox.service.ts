import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock';
import { NotFound } from '../common/domain-error';
import { Page, type Paging } from '../common/paging';
import { Database } from '../database/database';
import { InboxCounterService } from './inbox-counter.service';
import { NOTICE_TYPES, type NoticeKind } from './notice';
import type { NotificationView } from './notification.dto';
import { type ListedNotification, NotificationRepository } from './notification.repository';

/** What a user was told in the application, and what of it they have read. */
@Injectable()
export class InboxService {
  constructor(
    private readonly database: Database,
    private readonly notifications: NotificationRepository,
    private readonly inboxes: InboxCounterService,
    private readonly clock: Clock,
  ) {}

  /** The user's own, newest first; without reminders of visits that are over. */
  async list(userId: string, query: Paging & { unread: boolean }): Promise<Page<NotificationView>> {
    const now = this.clock.now();
    const rows = await this.notifications.list(userId, query.unread, query, now);
    const total = query.count ? await this.notifications.count(userId, query.unread, now) : null;
    return Page.of(rows, query, ({ createdAt, id }) => ({ at: createdAt, id: String(id) }), total).map(
      notificationView,
    );
  }

  countUnread(userId: string): Promise<number> {
    return this.notifications.count(userId, true, this.clock.now());
  }

  /** @throws NotFound when the user has no such notification, whoever else may have it. */
  markRead(userId: string, id: number): Promise<void> {
    return this.database.transaction(async () => {
      const readAt = await this.notifications.readAt(id, userId);
      if (readAt === undefined) throw new NotFound('The notification');
      if (readAt !== null) return;
      await this.inboxes.touch(userId);
      await this.notifications.markRead(id, userId, this.clock.now());
    });
  }

  markAllRead(userId: string): Promise<void> {
    return this.database.transaction(async () => {
      if (!(await this.notifications.anyUnread(userId))) return;
      await this.inboxes.touch(userId);
      await this.notifications.markAllRead(userId, this.clock.now());
    });
  }
}

/** A notification as the API shows it. */
export function notificationView(row: ListedNotification): NotificationView {
  const typeName = row.kind as NoticeKind; // only kinds are ever inserted
  return {
    id: String(row.id),
    userId: row.userId,
    title: row.title,
    message: row.message,
    type: NOTICE_TYPES[typeName],
    typeName,
    appointmentId: row.appointmentId === null ? null : String(row.appointmentId),
    createdAt: row.createdAt.toISOString(),
    isRead: row.readAt !== null,
    readAt: row.readAt?.toISOString() ?? null,
    emailSent: row.emailSent,
  };
}
