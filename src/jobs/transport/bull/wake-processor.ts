import type { Type } from '@nestjs/common';
import { Process, Processor } from '@nestjs/bull';
import type { Job } from 'bull';
import { WakeInbox } from './wake-inbox';
import type { WakeData } from './wake-message';

/** Messages taken at once. They only pass through, so that it bounds round trips to Redis in flight, and no work. */
const CONCURRENCY = 50;

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
