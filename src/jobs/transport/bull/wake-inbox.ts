import { Injectable, Logger } from '@nestjs/common';
import { type Wake, wakeEarliest } from '../job-transport';
import { dueAtOf } from './wake-message';

const REFUSALS_TOLD_EVERY_MS = 60_000;

/**
 * Where Bull's messages arrive. Bull delivers them one by one; those of one turn of the event loop are told as one wake for
 * each queue, and SQL is asked once for all of them.
 */
@Injectable()
export class WakeInbox {
  private readonly logger = new Logger(WakeInbox.name);
  private wake: Wake | null = null;
  private arrived: { queue: string; dueAt: Date }[] = [];
  private refusals = 0;
  private refusalsTold = -Infinity;

  /** Tells `wake` from now on; nobody with null. */
  tell(wake: Wake | null): void {
    this.wake = wake;
  }

  /** Never throws: what Bull is to do with a message does not depend on what is in it. */
  receive(queue: string, message: { id: unknown; name: string }): void {
    const dueAt = dueAtOf(message);
    if (!dueAt) return this.refuse(queue, message.name);
    if (this.arrived.push({ queue, dueAt }) === 1) setImmediate(() => this.deliver());
  }

  private deliver(): void {
    const { arrived, wake } = this;
    this.arrived = [];
    if (wake) wakeEarliest(wake, arrived);
  }

  private refuse(queue: string, name: string): void {
    this.refusals++;
    const now = performance.now();
    if (now - this.refusalsTold < REFUSALS_TOLD_EVERY_MS) return;
    this.logger.debug({ queue, name, refused: this.refusals }, 'messages in Redis that are none of ours are ignored');
    this.refusals = 0;
    this.refusalsTold = now;
  }
}
