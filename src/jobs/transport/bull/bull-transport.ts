import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { JobNotice } from '../../store/job-store';
import { type JobTransport, type Wake, wakeEarliest } from '../job-transport';
import { Announcements, BULL_QUEUES, type BullQueues } from './announcements';
import { RedisConnections, within } from './redis-connections';
import { WakeInbox } from './wake-inbox';

/** How long closing a queue of Bull's may take. */
const CLOSING_MS = 2_000;

/** How many busy processes in a row pass on what is due: enough to come to an idle one, few enough to end where there is none. */
const PASSES = 10;

/** What Bull's types leave out. */
interface BullTimers {
  _clearTimers(): Promise<void>;
}

/**
 * Carries wake-ups through Redis, each to one of the processes with workers, and wakes the workers of its own process at
 * once. The jobs are in SQL: while Redis is away, has been emptied or tells nonsense, workers find them by themselves.
 */
@Injectable()
export class BullTransport implements JobTransport, OnModuleInit, OnApplicationShutdown {
  readonly name = 'bull';
  private wake: Wake | null = null;

  constructor(
    @Inject(BULL_QUEUES) private readonly queues: BullQueues,
    private readonly redis: RedisConnections,
    private readonly announcements: Announcements,
    private readonly inbox: WakeInbox,
  ) {}

  get broker(): 'up' | 'down' {
    return this.redis.state;
  }

  onModuleInit(): Promise<void> {
    return this.redis.open();
  }

  announce(notices: readonly JobNotice[]): void {
    if (this.wake) wakeEarliest(this.wake, notices);
    this.announcements.add(notices);
  }

  /** What came by a message is passed on as one, for whoever receives it goes on until nothing is due. */
  passOn(queue: string): void {
    const passed = this.inbox.takePassed(queue);
    if (passed !== null && passed < PASSES) this.announcements.call(queue, passed + 1);
  }

  listen(wake: Wake): Promise<void> {
    this.wake = wake;
    this.inbox.tell(wake);
    return Promise.resolve();
  }

  /** Leaves the messages that are still to come to other processes. */
  async close(): Promise<void> {
    this.wake = null;
    this.inbox.tell(null);
    const closing = [...this.queues.values()].map((queue) => queue.close(true));
    await within(CLOSING_MS, Promise.all(closing));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.close();
    await this.redis.close();
    // What the closed connections refused, Bull would try again by these.
    await new Promise((resolve) => setImmediate(resolve));
    for (const queue of this.queues.values()) void (queue as unknown as BullTimers)._clearTimers();
  }
}
