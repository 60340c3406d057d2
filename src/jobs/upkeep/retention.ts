import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../common/clock';
import { Database } from '../../database/database';
import { UPKEEP_STORE, type UpkeepStore } from '../store/upkeep-store';

const REMOVE_BATCH = 500;
const REMOVE_BATCHES = 40;
/** A month of sums: more than any history shows. */
const SUMS_KEPT_MS = 31 * 24 * 60 * 60_000;

/** Removes what has been kept long enough. */
@Injectable()
export class Retention {
  private readonly logger = new Logger(Retention.name);

  constructor(
    private readonly database: Database,
    @Inject(UPKEEP_STORE) private readonly store: UpkeepStore,
    private readonly clock: Clock,
  ) {}

  /** Removes jobs past their retention in small batches, leaving room between them, and old sums; how many jobs. */
  async removeExpired(): Promise<number> {
    let removed = 0;
    for (let batch = 0; batch < REMOVE_BATCHES; batch++) {
      const count = await this.database.transaction(() => this.store.removeExpired(REMOVE_BATCH));
      removed += count;
      if (count < REMOVE_BATCH) break;
      await new Promise((resolve) => setImmediate(resolve));
    }
    const sumsSince = new Date(this.clock.now().getTime() - SUMS_KEPT_MS);
    await this.database.transaction(() => this.store.removeStats(sumsSince));
    if (removed > 0) this.logger.log({ removed }, 'expired jobs removed');
    return removed;
  }
}
