import { AsyncLocalStorage } from 'node:async_hooks';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Queue } from 'bull';
import { Clock } from '../../../common/clock';
import { Ids } from '../../../common/ids';
import { EngineTally } from '../../engine-tally';
import type { JobNotice } from '../../store/job-store';
import { HORIZON_MS } from '../job-transport';
import { RedisConnections } from './redis-connections';
import { Tally } from './tally';
import { type WakeData, type WakeMessage, callFor, wakeFor } from './wake-message';

/** The queues by name. */
export const BULL_QUEUES = Symbol('bull-queues');
export type BullQueues = ReadonlyMap<string, Queue<WakeData>>;

/** Sent to Redis in one transaction at most: it serves nobody else meanwhile. */
const CHUNK = 250;
/** What is kept for sending at most. What is not sent is found by the workers' own timers and looks. */
const ROOM = 50_000;

/** Sends announcements to Redis, in the background and in the order they came. Those that Redis does not take are dropped. */
@Injectable()
export class Announcements {
  private readonly logger = new Logger(Announcements.name);
  /** Whoever announces, sending is no part of its transaction or log context. */
  private readonly outside = AsyncLocalStorage.snapshot();
  private readonly waiting = new Map<string, WakeMessage>();
  private sending = false;
  private readonly losses = new Tally();

  constructor(
    @Inject(BULL_QUEUES) private readonly queues: BullQueues,
    private readonly redis: RedisConnections,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly tally: EngineTally,
  ) {}

  add(notices: readonly JobNotice[]): void {
    const horizon = this.clock.now().getTime() + HORIZON_MS;
    this.put(notices.filter(({ dueAt }) => dueAt.getTime() <= horizon).map(wakeFor));
  }

  /** Calls another process to `queue`, `passed` of which in a row were too busy for what is due there. */
  call(queue: string, passed: number): void {
    this.put([callFor(queue, passed, this.ids.uuid())]);
  }

  private put(messages: readonly WakeMessage[]): void {
    if (this.redis.state === 'down') return;
    for (const message of messages) {
      if (this.waiting.size >= ROOM) break;
      this.waiting.set(message.id, message);
    }
    if (this.sending || this.waiting.size === 0) return;
    this.sending = true;
    this.outside(() => setImmediate(() => void this.send()));
  }

  private async send(): Promise<void> {
    while (this.waiting.size > 0) {
      if (this.redis.state === 'down') this.waiting.clear();
      await Promise.all([...this.nextChunk()].map(([queue, messages]) => this.sendTo(queue, messages)));
    }
    this.sending = false;
  }

  private nextChunk(): Map<Queue<WakeData>, WakeMessage[]> {
    const chunk = new Map<Queue<WakeData>, WakeMessage[]>();
    let taken = 0;
    for (const [id, message] of this.waiting) {
      if (taken++ === CHUNK) break;
      this.waiting.delete(id);
      // None where only other processes serve the queue.
      const queue = this.queues.get(message.queue);
      if (queue) chunk.set(queue, [...(chunk.get(queue) ?? []), message]);
    }
    return chunk;
  }

  private async sendTo(queue: Queue<WakeData>, messages: readonly WakeMessage[]): Promise<void> {
    const now = this.clock.now().getTime();
    try {
      const added = await queue.addBulk(
        messages.map(({ id, name, data, dueAt }) => ({
          name,
          data,
          opts: {
            jobId: id,
            delay: Math.max(0, dueAt.getTime() - now),
            attempts: 1,
            removeOnComplete: true,
            removeOnFail: true,
          },
        })),
      );
      // Bull resolves even when Redis refused each message by itself; those have no id.
      const refused = added.filter(({ id }) => !id).length;
      if (refused > 0) this.lose(refused, 'Redis refused them');
    } catch (error) {
      this.lose(messages.length, error instanceof Error ? error.message : String(error));
    }
  }

  private lose(count: number, reason: string): void {
    this.tally.announcementsLost += count;
    void this.redis.probe();
    this.losses.add(count, (lost) =>
      this.logger.warn({ lost, reason }, 'announcements were lost; workers find the jobs by themselves'),
    );
  }
}
