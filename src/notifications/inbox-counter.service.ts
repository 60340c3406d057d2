import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { InboxNews } from './inbox-news';
import { InboxRepository } from './inbox.repository';
import type { NewNotification, PlacedNotification } from './notification.repository';

/** Numbers what happens in inboxes, and tells of it once it is committed. */
@Injectable()
export class InboxCounterService {
  constructor(
    private readonly database: Database,
    private readonly inboxes: InboxRepository,
    private readonly news: InboxNews,
  ) {}

  /** As `InboxRepository.advance`; whoever shows these inboxes hears of it after the commit. */
  async advance(steps: ReadonlyMap<string, number>): Promise<ReadonlyMap<string, number>> {
    const reached = await this.inboxes.advance(steps);
    this.database.afterCommit(() => this.news.tell(reached));
    return reached;
  }

  /** Gives each its place in the inbox of its user; those that turn out to be there already leave theirs empty. */
  async place(notifications: readonly NewNotification[]): Promise<PlacedNotification[]> {
    const steps = new Map<string, number>();
    for (const { userId } of notifications) steps.set(userId, (steps.get(userId) ?? 0) + 1);
    const reached = await this.advance(steps);
    return notifications.map((notification) => {
      const left = steps.get(notification.userId) ?? 0;
      steps.set(notification.userId, left - 1);
      return { ...notification, position: (reached.get(notification.userId) ?? 0) - left + 1 };
    });
  }

  /** Something of the user's was read. */
  async touch(userId: string): Promise<void> {
    await this.advance(new Map([[userId, 1]]));
  }
}
