import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock';
import { InboxCounterService } from './inbox-counter.service';
import type { NoticeText } from './notice-text';
import { NotificationRepository } from './notification.repository';

/** What one user is told of the system. */
export interface AlertNotice extends NoticeText {
  userId: string;
}

/** Tells people of the system, in the application; joins the caller's transaction, which sees to it that it happens once. */
@Injectable()
export class AlertNoticeService {
  constructor(
    private readonly notifications: NotificationRepository,
    private readonly inboxes: InboxCounterService,
    private readonly clock: Clock,
  ) {}

  /** @param id of what it is about. */
  async tell(id: number, notices: readonly AlertNotice[]): Promise<void> {
    if (notices.length === 0) return;
    const about = { kind: 'alert', appointmentId: null, sequence: id, offset: 0, shownUntil: null } as const;
    const placed = await this.inboxes.place(notices.map((notice) => ({ ...about, ...notice })));
    await this.notifications.insertMissing(placed, this.clock.now());
  }
}
