import { Inject, Injectable, Logger } from '@nestjs/common';
import { Database } from '../../database/database';
import { EngineTally } from '../engine-tally';
import { JOB_TRANSPORT, type JobTransport } from '../transport/job-transport';
import { Heartbeat } from './heartbeat';
import { UPKEEP_STORE, type UpkeepStore } from '../store/upkeep-store';

/** A server whose heartbeat is older holds nothing any more. */
export const SILENCE_MS = 20_000;
const UNKNOWN_TYPE_GRACE_MS = 10 * 60_000;
const BATCH = 1_000;

/** Puts right what crashes leave behind. Everything it does is safe to do twice. */
@Injectable()
export class Reconciler {
  private readonly logger = new Logger(Reconciler.name);

  constructor(
    private readonly database: Database,
    @Inject(UPKEEP_STORE) private readonly upkeep: UpkeepStore,
    @Inject(JOB_TRANSPORT) private readonly transport: JobTransport,
    private readonly heartbeat: Heartbeat,
    private readonly tally: EngineTally,
  ) {}

  async reconcile(): Promise<void> {
    // A clock that was set forward makes the living look silent; at least this server is not.
    await this.heartbeat.beat();
    for (const serverId of await this.upkeep.silentServers(SILENCE_MS)) await this.takeOver(serverId);
    const released = await this.database.transaction(() => this.upkeep.settleStranded(BATCH));
    this.transport.announce(released);
    const parked = await this.database.transaction(() => this.upkeep.parkUnknown(UNKNOWN_TYPE_GRACE_MS, BATCH));
    if (parked.length > 0)
      this.logger.error({ jobs: parked.slice(0, 20), count: parked.length }, 'jobs of an unknown type parked');
  }

  private async takeOver(serverId: string): Promise<void> {
    const taken = await this.database.transaction(async () => {
      // It may have been heard again since it was found silent.
      const isSilent = (await this.upkeep.silentServers(SILENCE_MS)).includes(serverId);
      return isSilent ? this.upkeep.takeOver(serverId) : null;
    });
    if (!taken) return;
    const { returned, poisoned } = taken;
    this.tally.takenOver += returned.length + poisoned.length;
    this.logger.warn({ server: serverId, returned: returned.length, poisoned }, 'a silent server was taken over');
    this.transport.announce(returned);
  }
}
