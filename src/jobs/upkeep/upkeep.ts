import { Inject, Injectable, Logger } from '@nestjs/common';
import { Database } from '../../database/database';
import { UPKEEP_STORE, type UpkeepStore } from '../store/upkeep-store';
import { Leadership } from './leadership';
import { Reconciler } from './reconciler';
import { RecurringScheduler } from './recurring-scheduler';
import { Sweep } from './sweep';

const REMOVE_BATCH = 500;
const REMOVE_BATCHES = 40;

/** What one process does for all of them. */
@Injectable()
export class Upkeep {
  private readonly logger = new Logger(Upkeep.name);

  constructor(
    private readonly database: Database,
    @Inject(UPKEEP_STORE) private readonly store: UpkeepStore,
    private readonly leadership: Leadership,
    private readonly reconciler: Reconciler,
    private readonly recurring: RecurringScheduler,
    private readonly sweep: Sweep,
  ) {}

  async start(): Promise<void> {
    await this.recurring.declare();
    await this.leadership.run();
    this.leadership.every('jobs.reconcile', 5_000, () => this.reconciler.reconcile());
    this.leadership.every('jobs.sweep', 5_000, () => this.sweep.sweep());
    this.leadership.every('jobs.recur', 1_000, () => this.recurring.tick());
    this.leadership.every('jobs.retain', 60_000, () => this.removeExpired());
  }

  stop(): Promise<void> {
    return this.leadership.stop();
  }

  /** Removes jobs past their retention in small batches, leaving room between them; how many. */
  async removeExpired(): Promise<number> {
    let removed = 0;
    for (let batch = 0; batch < REMOVE_BATCHES; batch++) {
      const count = await this.database.transaction(() => this.store.removeExpired(REMOVE_BATCH));
      removed += count;
      if (count < REMOVE_BATCH) break;
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (removed > 0) this.logger.log({ removed }, 'expired jobs removed');
    return removed;
  }
}
