import type { Type } from '@nestjs/common';
import { Process, Processor } from '@nestjs/bull';
import type { Job } from 'bull';
import { WakeInbox } from './wake-inbox';
import type { WakeData } from './wake-message';

/** Messages taken at once: one is enough to wake a queue, and while the queue drains the others only take time from it. */
const CONCURRENCY = 10;

/** The class that takes the messages of `queue`, which only the configuration knows. */
export function wakeProcessorOf(queue: string): Type {
  @Processor(queue)
  class WakeProcessor {
    constructor(private readonly inbox: WakeInbox) {}

    /** The one process of its queue, whatever a message is called: Bull adds up the concurrencies of several. */
    @Process({ name: '*', concurrency: CONCURRENCY })
    take(message: Job<WakeData>): void {
      this.inbox.receive(queue, message);
    }
  }
  return WakeProcessor;
}
