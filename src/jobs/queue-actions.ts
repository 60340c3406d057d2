import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { QueueAlreadyPaused, QueueNotFound, QueueNotPaused } from './job.errors';
import { JOB_QUERIES, type JobQueries } from './store/job-queries';
import { QUEUE_STORE, type QueueSettings, type QueueStore, UNLIMITED } from './store/queue-store';
import { JOB_TRANSPORT, type JobTransport } from './transport/job-transport';

/** The settings of a queue before a change and after it. */
export interface QueueChange {
  before: QueueSettings;
  after: QueueSettings;
}

export type QueueLimits = Partial<Pick<QueueSettings, 'concurrency' | 'ratePerMinute'>>;

/** What an admin may do to a queue by hand. Each joins the surrounding transaction. */
@Injectable()
export class QueueActions {
  constructor(
    private readonly database: Database,
    @Inject(QUEUE_STORE) private readonly store: QueueStore,
    @Inject(JOB_QUERIES) private readonly queries: JobQueries,
    @Inject(JOB_TRANSPORT) private readonly transport: JobTransport,
  ) {}

  /** No job of it is begun any more; what runs goes on. @throws QueueNotFound, QueueAlreadyPaused */
  pause(name: string, userId: string | null): Promise<QueueChange> {
    return this.change(name, async ({ paused }) => {
      if (paused) throw new QueueAlreadyPaused(name);
      await this.store.pause(name, userId);
    });
  }

  /** @throws QueueNotFound, QueueNotPaused */
  resume(name: string): Promise<QueueChange> {
    return this.change(name, async ({ paused }) => {
      if (!paused) throw new QueueNotPaused(name);
      await this.store.resume(name);
    });
  }

  /** Sets what is given; null lifts a limit. @throws QueueNotFound */
  limit(name: string, limits: QueueLimits): Promise<QueueChange> {
    return this.change(name, ({ concurrency, ratePerMinute }) =>
      this.store.limit(name, {
        concurrency: limits.concurrency === undefined ? concurrency : limits.concurrency,
        ratePerMinute: limits.ratePerMinute === undefined ? ratePerMinute : limits.ratePerMinute,
      }),
    );
  }

  private change(name: string, work: (before: QueueSettings) => Promise<void>): Promise<QueueChange> {
    return this.database.transaction(async () => {
      const before = (await this.store.lock(name)) ?? (await this.unset(name));
      await work(before);
      const after = (await this.store.lock(name)) ?? before;
      // What may begin now would else be found by the next poll.
      const heads = after.paused ? [] : await this.store.heads(name);
      this.database.afterCommit(() => this.transport.announce(heads));
      return { before, after };
    });
  }

  /** Of a queue that has jobs, and was never declared. */
  private async unset(name: string): Promise<QueueSettings> {
    const { queues } = await this.queries.names();
    if (!queues.includes(name)) throw new QueueNotFound();
    return { name, ...UNLIMITED };
  }
}
