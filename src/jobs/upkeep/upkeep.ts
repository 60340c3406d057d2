import { Injectable } from '@nestjs/common';
import { Leadership } from './leadership';
import { Reconciler } from './reconciler';
import { RecurringScheduler } from './recurring-scheduler';
import { Retention } from './retention';
import { Sweep } from './sweep';

/** What one process does for all of them. */
@Injectable()
export class Upkeep {
  constructor(
    private readonly leadership: Leadership,
    private readonly reconciler: Reconciler,
    private readonly recurring: RecurringScheduler,
    private readonly sweep: Sweep,
    private readonly retention: Retention,
  ) {}

  async start(): Promise<void> {
    await this.recurring.declare();
    await this.leadership.run();
    this.leadership.every('jobs.reconcile', 5_000, () => this.reconciler.reconcile());
    this.leadership.every('jobs.sweep', 5_000, () => this.sweep.sweep());
    this.leadership.every('jobs.recur', 1_000, () => this.recurring.tick());
    this.leadership.every('jobs.retain', 60_000, () => this.retention.removeExpired());
  }

  stop(): Promise<void> {
    return this.leadership.stop();
  }
}
