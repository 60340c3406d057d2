import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { InboxNews } from './inbox-news';
import { InboxRepository } from './inbox.repository';

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

  /** Something of the user's was read. */
  async touch(userId: string): Promise<void> {
    await this.advance(new Map([[userId, 1]]));
  }
}
