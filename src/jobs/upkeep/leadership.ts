import { Inject, Injectable, Logger } from '@nestjs/common';
import { Database } from '../../database/database';
import { UPKEEP_STORE, type UpkeepStore } from '../store/upkeep-store';
import { ServerIdentity } from '../worker/server-identity';
import { Timetable } from './timetable';

const LEADER = 'jobs.leader';
const LEASE_MS = 15_000;
const RENEW = 'jobs.lead';
const RENEW_MS = 5_000;

/** Which process does what one process does for all of them. It saves work; everything is right with two leaders. */
@Injectable()
export class Leadership {
  private readonly logger = new Logger(Leadership.name);
  private leading = false;
  private readonly duties: string[] = [];

  constructor(
    private readonly database: Database,
    @Inject(UPKEEP_STORE) private readonly store: UpkeepStore,
    private readonly server: ServerIdentity,
    private readonly timetable: Timetable,
  ) {}

  /** Takes part in who leads. */
  async run(): Promise<void> {
    await this.renew();
    this.timetable.every(RENEW, RENEW_MS, () => this.renew());
  }

  /** Repeats `work` while this process leads. */
  every(name: string, ms: number, work: () => Promise<unknown>): void {
    this.duties.push(name);
    this.timetable.every(name, ms, async () => {
      if (this.leading) await work();
    });
  }

  /** Ends the duties, and lets another lead at once. */
  async stop(): Promise<void> {
    await this.timetable.stop([RENEW, ...this.duties]);
    if (this.leading) await this.database.transaction(() => this.store.resign(LEADER, this.server.id));
  }

  private async renew(): Promise<void> {
    const leads = await this.database.transaction(() => this.store.lead(LEADER, this.server.id, LEASE_MS));
    if (leads !== this.leading) this.logger.log({ server: this.server.id }, leads ? 'leading' : 'leadership lost');
    this.leading = leads;
  }
}
