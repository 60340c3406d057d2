import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { EngineTally } from '../engine-tally';
import { type StatDelta, UPKEEP_STORE, type UpkeepStore } from '../store/upkeep-store';
import { ServerIdentity } from './server-identity';

/** Counts how runs end: in the database for all processes to see, and in this one's tally. */
@Injectable()
export class RunStats {
  constructor(
    private readonly database: Database,
    @Inject(UPKEEP_STORE) private readonly upkeep: UpkeepStore,
    private readonly server: ServerIdentity,
    private readonly tally: EngineTally,
  ) {}

  get serverId(): string {
    return this.server.id;
  }

  /** Joins the transaction that ends the runs; what it takes back is not counted. */
  async add(deltas: readonly StatDelta[]): Promise<void> {
    await this.upkeep.addStats(this.server.id, deltas);
    this.database.afterCommit(() => this.tally.ran(deltas));
  }

  /** So many runs could not commit, for their claim was another's by then. */
  fencesLost(count: number): void {
    this.tally.fencesLost += count;
  }
}
