import { Injectable } from '@nestjs/common';
import type { JobNotice } from '../store/job-store';
import { type JobTransport, type Wake, wakeEarliest } from './job-transport';

/**
 * No broker: a commit wakes the workers of its own process at once; those of others find the job by their poll and the
 * timer they keep to their queues' next due time.
 */
@Injectable()
export class DatabaseTransport implements JobTransport {
  readonly name = 'database';
  readonly broker = 'none';
  private wake: Wake | null = null;

  announce(notices: readonly JobNotice[]): void {
    if (this.wake) wakeEarliest(this.wake, notices);
  }

  passOn(): void {
    // The others look by themselves.
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
