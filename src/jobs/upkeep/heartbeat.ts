import { Inject, Injectable } from '@nestjs/common';
import { Config } from '../../config/config';
import { Database } from '../../database/database';
import { JOB_STORE, type Hold, type JobNotice, type JobStore } from '../store/job-store';
import { UPKEEP_STORE, type UpkeepStore } from '../store/upkeep-store';
import { HoldLost } from '../worker/abort-reasons';
import { JobRunner } from '../worker/job-runner';
import { ServerIdentity } from '../worker/server-identity';

/** Says that this server lives, and keeps what it runs and what SQL says it runs the same. */
@Injectable()
export class Heartbeat {
  constructor(
    private readonly database: Database,
    @Inject(UPKEEP_STORE) private readonly upkeep: UpkeepStore,
    @Inject(JOB_STORE) private readonly store: JobStore,
    private readonly runner: JobRunner,
    private readonly server: ServerIdentity,
    private readonly config: Config,
  ) {}

  /** Registers this server, and its queues as they are configured. */
  async start(): Promise<void> {
    const queues = this.config.jobQueues.map((name) => ({
      name,
      ratePerMinute: name === 'mail' ? this.config.mailRatePerMinute : null,
    }));
    await this.database.transaction(() => this.upkeep.declareQueues(queues));
    await this.beat();
  }

  /** Takes leave: hands back what is still held, which it returns, and removes the server. */
  async end(held: readonly Hold[]): Promise<JobNotice[]> {
    return this.database.transaction(async () => {
      const handedBack = await this.upkeep.handBack(held, 'handed-back');
      await this.upkeep.removeServer(this.server.id);
      return handedBack;
    });
  }

  /**
   * Renews the heartbeat; aborts runs whose hold is lost, and hands back jobs that this server holds without running them.
   */
  async beat(): Promise<void> {
    const runs = this.runner.runs();
    const held = await this.database.transaction(async () => {
      await this.upkeep.heartbeat(this.server.record());
      return this.upkeep.holdsOf(this.server.id);
    });
    const isHeld = (hold: Hold) => held.some(({ id, claim }) => id === hold.id && claim === hold.claim);
    for (const run of runs) {
      if (!run.completing && !isHeld({ id: run.jobId, claim: run.claim })) run.abort(new HoldLost());
    }
    await this.handBackStrays(held);
  }

  /** Writes what running jobs have said and how far they are. */
  async report(): Promise<void> {
    const talking = this.runner.runs().filter((run) => !run.completing && run.hasNews);
    if (talking.length === 0) return;
    const said = talking.map((run) => ({ run, lines: run.takeLines(), percent: run.takeProgress() }));
    try {
      await this.database.transaction(async () => {
        await this.store.log(said.flatMap(({ lines }) => lines));
        for (const { run, percent } of said) {
          if (percent !== null) await this.store.setProgress({ id: run.jobId, claim: run.claim }, percent);
        }
      });
    } catch (error) {
      for (const { run, lines } of said) run.returnLines(lines);
      throw error;
    }
  }

  private async handBackStrays(held: readonly Hold[]): Promise<void> {
    // What the turn under way has claimed is begun when it ends.
    await this.runner.turnEnded();
    const running = new Set(this.runner.runs().map(({ jobId, claim }) => `${jobId}:${claim}`));
    const strays = held.filter(({ id, claim }) => !running.has(`${id}:${claim}`));
    if (strays.length > 0) await this.database.transaction(() => this.upkeep.handBack(strays, 'never-started'));
  }
}
