import { Injectable, Logger } from '@nestjs/common';
import { type Wake, wakeEarliest } from '../job-transport';
import { Tally } from './tally';
import { type WakeNews, newsOf } from './wake-message';

/** After a wake, further messages are gathered for so long: a wake costs a claim, and most of a flood's find nothing left. */
const GATHER_MS = 10;

/**
 * Where Bull's messages arrive. Bull delivers them one by one; those that come together are told as one wake for each queue,
 * and SQL is asked once for all of them. A lone one is told at once.
 */
@Injectable()
export class WakeInbox {
  private readonly logger = new Logger(WakeInbox.name);
  private wake: Wake | null = null;
  private told = -Infinity;
  private arrived: ({ queue: string } & WakeNews)[] = [];
  private readonly passed = new Map<string, number>();
  private readonly refusals = new Tally();

  /** Tells `wake` from now on; nobody with null. */
  tell(wake: Wake | null): void {
    this.wake = wake;
  }

  /** Never throws: what Bull is to do with a message does not depend on what is in it. */
  receive(queue: string, message: { id: unknown; name: string }): void {
    const news = newsOf(message);
    if (!news) return this.refuse(queue, message.name);
    if (this.arrived.push({ queue, ...news }) > 1) return;
    const rest = this.told + GATHER_MS - performance.now();
    if (rest > 0) setTimeout(() => this.deliver(), rest);
    else setImmediate(() => this.deliver());
  }

  /** How many processes in a row were too busy for what was told of `queue` since this was last asked; null when nothing was. */
  takePassed(queue: string): number | null {
    const passed = this.passed.get(queue) ?? null;
    this.passed.delete(queue);
    return passed;
  }

  private deliver(): void {
    const { arrived, wake } = this;
    this.arrived = [];
    this.told = performance.now();
    for (const { queue, passed } of arrived) {
      this.passed.set(queue, Math.min(passed, this.passed.get(queue) ?? Infinity));
    }
    if (wake) wakeEarliest(wake, arrived);
  }

  private refuse(queue: string, name: string): void {
    this.refusals.add(1, (refused) =>
      this.logger.debug({ queue, name, refused }, 'messages in Redis that are none of ours are ignored'),
    );
  }
}
