import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../common/clock';
import { Database } from '../../database/database';
import { UPKEEP_STORE, type UpkeepStore } from '../store/upkeep-store';
import { ServerIdentity } from '../worker/server-identity';
import { Reconciler } from './reconciler';
import { RecurringScheduler } from './recurring-scheduler';
import { Timetable } from './timetable';

const LEADER = 'jobs.leader';
const LEASE_MS = 15_000;
const REMOVE_BATCH = 500;
const REMOVE_BATCHES = 40;
/** A month of sums: more than any history shows. */
const SUMS_KEPT_MS = 31 * 24 * 60 * 60_000;

const LEAD = 'jobs.lead';
const RECONCILE = 'jobs.reconcile';
const RECUR = 'jobs.recur';
const RETAIN = 'jobs.retain';

/** What one process does for all of them. The leadership saves work; everything is right with two leaders. */
@Injectable()
export class Upkeep {
  private readonly logger = new Logger(Upkeep.name);
  private leading = false;

  constructor(
    private readonly database: Database,
    @Inject(UPKEEP_STORE) private readonly store: UpkeepStore,
    private readonly server: ServerIdentity,
    private readonly timetable: Timetable,
    private readonly reconciler: Reconciler,
    private readonly recurring: RecurringScheduler,
    private readonly clock: Clock,
  ) {}

  async start(): Promise<void> {
    await this.recurring.declare();
    await this.lead();
    this.timetable.every(LEAD, 5_000, () => this.lead());
    this.timetable.every(RECONCILE, 5_000, () => this.asLeader(() => this.reconciler.reconcile()));
    this.timetable.every(RECUR, 1_000, () => this.asLeader(() => this.recurring.tick()));
    this.timetable.every(RETAIN, 60_000, () => this.asLeader(() => this.removeExpired()));
  }

  async stop(): Promise<void> {
    await this.timetable.stop([LEAD, RECONCILE, RECUR, RETAIN]);
    if (this.leading) await this.database.transaction(() => this.store.resign(LEADER, this.server.id));
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
    const sumsSince = new Date(this.clock.now().getTime() - SUMS_KEPT_MS);
    await this.database.transaction(() => this.store.removeStats(sumsSince));
    if (removed > 0) this.logger.log({ removed }, 'expired jobs removed');
    return removed;
  }

  private async lead(): Promise<void> {
    const leads = await this.database.transaction(() => this.store.lead(LEADER, this.server.id, LEASE_MS));
    if (leads !== this.leading) this.logger.log({ server: this.server.id }, leads ? 'leading' : 'leadership lost');
    this.leading = leads;
  }

  private async asLeader(work: () => Promise<unknown>): Promise<void> {
    if (this.leading) await work();
  }
}
