import { Injectable } from '@nestjs/common';
import type { JobNotice } from '../store/job-store';
import type { JobTransport, Wake } from './job-transport';

/**
 * No broker: a commit wakes the workers of its own process at once; those of others find the job by their poll and the
 * timer they keep to their queues' next due time.
 */
@Injectable()
export class DatabaseTransport implements JobTransport {
  readonly name = 'database';
  private wake: Wake | null = null;

  announce(notices: readonly JobNotice[]): void {
    const earliest = new Map<string, Date>();
    for (const { queue, dueAt } of notices) {
      const known = earliest.get(queue);
      if (!known || dueAt < known) earliest.set(queue, dueAt);
    }
    for (const [queue, dueAt] of earliest) this.wake?.(queue, dueAt);
  }

  listen(wake: Wake): Promise<void> {
    this.wake = wake;
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.wake = null;
    return Promise.resolve();
  }
}
