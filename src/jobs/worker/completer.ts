import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Ids } from '../../common/ids';
import { traceFields } from '../../common/trace';
import { Database } from '../../database/database';
import { DatabaseBusy, OutcomeUnknown } from '../../database/transaction.errors';
import type { Outcome } from '../definition/outcome';
import { FenceLost, KeyTaken } from '../job.errors';
import { JOB_STORE, type ClaimedJob, type Completion, type JobNotice, type JobStore } from '../store/job-store';
import type { JobRun } from './job-run';
import { RunStats } from './run-stats';
import { type Ending, completionOf } from './verdict';

/** A worker of the pool at work: on one job, or on a batch of one type. */
export interface Work {
  readonly queue: string;
  readonly runs: readonly JobRun[];
  /** Gives the worker back to the pool; only the first call counts. */
  release(): void;
}

/** What is to be committed with the end of one or more runs. */
export interface Finish {
  readonly owner: Work;
  readonly runs: readonly JobRun[];
  /** How the runs ended, unless `work` decides. */
  readonly ending: Ending;
  /** Effects that commit with the end of those runs whose fence held; outcomes by job id. */
  readonly work: ((live: readonly JobRun[]) => Promise<ReadonlyMap<number, Outcome> | void>) | null;
  /** Told once: nothing when committed, else why not. */
  readonly settled: (failure: unknown) => void;
}

interface GroupResult {
  claimed: ClaimedJob[];
  released: JobNotice[];
  /** Runs that failed, with how. */
  failed: { run: JobRun; error: unknown; completion: Completion }[];
  /** What to tell each finish, once committed. */
  failures: Map<Finish, unknown>;
  /** How many runs had lost their claim. */
  fencesLost: number;
}

const RETRY_PAUSE_MS = 200;
/** How often one end of a run is tried that the database answers to and does not take. */
const TRIES = 5;

/**
 * Commits the ends of runs in groups: their jobs are closed in one fenced statement, then each work runs under its own
 * savepoint. New claims ride in the same transaction, so that a busy worker pays one commit for both.
 */
@Injectable()
export class JobCompleter {
  private readonly logger = new Logger(JobCompleter.name);

  constructor(
    private readonly database: Database,
    @Inject(JOB_STORE) private readonly store: JobStore,
    private readonly stats: RunStats,
    private readonly ids: Ids,
  ) {}

  /**
   * Commits `group` and then `claim`s in one transaction. When that is lost, each finish is committed alone, without
   * claims and without burning an attempt, again and again while the database is busy or loses the COMMIT and `stopped` is
   * not aborted.
   */
  async commit(
    group: readonly Finish[],
    claim: () => Promise<ClaimedJob[]>,
    stopped: AbortSignal,
  ): Promise<{ claimed: ClaimedJob[]; released: JobNotice[] }> {
    try {
      return this.tell(await this.transact(group, claim));
    } catch (error) {
      if (group.length === 0) throw error;
      this.logger.warn({ err: error, jobs: group.length }, 'a completion group was lost; committing each alone');
    }
    const released: JobNotice[] = [];
    for (const finish of group) released.push(...(await this.commitAlone(finish, stopped)));
    return { claimed: [], released };
  }

  get serverId(): string {
    return this.stats.serverId;
  }

  /** Claims one due job that killed its server twice; nothing else may run beside it. */
  claimAlone(queues: readonly string[], types: readonly string[]): Promise<ClaimedJob | null> {
    return this.database.unguarded(() => this.store.claimSuspect(this.stats.serverId, queues, types));
  }

  /**
   * A batch that is lost alone is told so, to be run one by one. A single work that is lost alone has failed; an end that
   * cannot be stored at all is given up, and its job is handed back by the heartbeat, so that it holds up no other.
   */
  private async commitAlone(finish: Finish, stopped: AbortSignal): Promise<JobNotice[]> {
    let attempt = finish;
    let lost: unknown = new DatabaseBusy();
    for (let tries = 0; tries < TRIES && !stopped.aborted;) {
      try {
        return this.tell(await this.transact([attempt], () => Promise.resolve([])), finish).released;
      } catch (error) {
        lost = error;
        // Neither says anything of the work; whether a lost COMMIT arrived, the fence tells.
        if (!(error instanceof DatabaseBusy || error instanceof OutcomeUnknown)) {
          if (finish.runs.length > 1) break;
          tries++;
          if (attempt.work) attempt = { ...finish, work: null, ending: { error } };
        }
        await delay(RETRY_PAUSE_MS);
      }
    }
    this.logger.error(
      { err: lost, jobs: finish.runs.map(({ jobId }) => jobId) },
      'the end of a run could not be stored',
    );
    finish.settled(lost);
    return [];
  }

  private tell(result: GroupResult, instead?: Finish): { claimed: ClaimedJob[]; released: JobNotice[] } {
    this.stats.fencesLost(result.fencesLost);
    for (const each of result.failed) this.logFailure(each);
    for (const [finish, failure] of result.failures) (instead ?? finish).settled(failure);
    return result;
  }

  /** What goes wrong with a job is in its history for admins; this is for whoever reads the process's log. */
  private logFailure({ run, error, completion }: GroupResult['failed'][number]): void {
    const { id: jobId, type: jobType, attempt, maxAttempts, traceParent } = run.job;
    const what = {
      ...traceFields(traceParent),
      jobId,
      jobType,
      attempt,
      maxAttempts,
      reason: completion.reason,
      err: error,
    };
    if (completion.state === 'waiting') this.logger.warn(what, 'a job failed and will be tried again');
    else this.logger.error(what, 'a job failed');
  }

  private transact(group: readonly Finish[], claim: () => Promise<ClaimedJob[]>): Promise<GroupResult> {
    return this.database.unguarded(async () => {
      const failures = new Map<Finish, unknown>();
      const completions: Completion[] = [];
      const ended: JobRun[] = [];
      const failed: GroupResult['failed'] = [];
      let fencesLost = 0;
      // A job that goes on is closed after the works have run: to them it is still open, with its key, and may be cancelled.
      const goesOn = ({ work, ending }: Finish) => !work && !('outcome' in ending && ending.outcome === undefined);
      for (const part of [group.filter((finish) => !goesOn(finish)), group.filter(goesOn)]) {
        const singles = part.filter(({ runs }) => runs.length === 1);
        const closed = await this.close(singles.flatMap(({ runs }) => runs));
        for (const finish of part) {
          const ending = finish.runs.length > 1 ? this.endBatch(finish) : this.endOne(finish, closed);
          const end = ending instanceof Promise ? await ending : ending;
          failures.set(finish, end.failure);
          if (end.failure === undefined || end.failure instanceof FenceLost) {
            fencesLost += finish.runs.length - end.endings.length;
          }
          for (const [run, how] of end.endings) {
            const completion = completionOf(run.job, run.definition, how, run.now(), this.ids.random());
            ended.push(run);
            completions.push(completion);
            if (completion.state === 'failed' || completion.reason === 'retry') {
              failed.push({ run, completion, error: 'error' in how ? how.error : undefined });
            }
          }
        }
      }
      const released = await this.settle(completions);
      await this.store.log(ended.flatMap((run) => run.unwritten));
      await this.count(ended, completions);
      return { claimed: await claim(), released, failed, failures, fencesLost };
    });
  }

  private close(runs: readonly JobRun[]): Promise<Set<number>> {
    if (runs.length === 0) return Promise.resolve(new Set());
    return this.store.close(
      runs.map(({ job, definition }) => ({ id: job.id, claim: job.claim, keepMs: definition.retention.succeeded })),
    );
  }

  /** Waits for a work only, for most jobs of a flood have none. */
  private endOne({ runs, work, ending }: Finish, closed: ReadonlySet<number>): GroupEnd | Promise<GroupEnd> {
    const [run] = runs;
    if (!run || !closed.has(run.jobId)) return { endings: [], failure: new FenceLost(run?.jobId ?? 0) };
    return work ? this.endWithWork(run, work) : { endings: [[run, ending]], failure: undefined };
  }

  private async endWithWork(run: JobRun, work: NonNullable<Finish['work']>): Promise<GroupEnd> {
    try {
      const outcomes = await this.database.savepoint(() => work([run]));
      return { endings: [[run, { outcome: outcomes?.get(run.jobId) }]], failure: undefined };
    } catch (error) {
      return { endings: [[run, { error }]], failure: error ?? new Error('The work threw nothing.') };
    }
  }

  /** A batch is closed inside its savepoint: when its work throws, its jobs are still held and are run one by one. */
  private async endBatch(finish: Finish): Promise<GroupEnd> {
    const { runs, work } = finish;
    try {
      return await this.database.savepoint(async () => {
        const closed = await this.close(runs);
        const live = runs.filter((run) => closed.has(run.jobId));
        const outcomes = work ? await work(live) : undefined;
        const endings = live.map((run): [JobRun, Ending] => [
          run,
          work ? { outcome: outcomes?.get(run.jobId) } : finish.ending,
        ]);
        return { endings, failure: undefined };
      });
    } catch (error) {
      return { endings: [], failure: error };
    }
  }

  /** A job that cannot go back to waiting because its work gave its key away is failed instead. */
  private async settle(completions: Completion[]): Promise<JobNotice[]> {
    if (completions.length === 0) return [];
    try {
      return await this.database.savepoint(() => this.store.settle(completions));
    } catch (error) {
      if (!(error instanceof KeyTaken)) throw error;
    }
    const released: JobNotice[] = [];
    for (const [index, completion] of completions.entries()) {
      try {
        released.push(...(await this.database.savepoint(() => this.store.settle([completion]))));
      } catch (error) {
        if (!(error instanceof KeyTaken)) throw error;
        const failed: Completion = {
          ...completion,
          state: 'failed',
          reason: 'key-taken',
          delayMs: null,
          error: error.message,
        };
        completions[index] = failed;
        released.push(...(await this.store.settle([failed])));
      }
    }
    return released;
  }

  private async count(ended: readonly JobRun[], completions: readonly Completion[]): Promise<void> {
    if (ended.length === 0) return;
    await this.stats.add(
      ended.map((run, index) => ({
        type: run.job.type,
        outcome: outcomeOf(completions[index]),
        waitMs: Math.max(0, run.job.startedAt.getTime() - run.dueAt.getTime()),
        runMs: Math.max(0, run.now().getTime() - run.job.startedAt.getTime()),
      })),
    );
  }
}

interface GroupEnd {
  endings: [JobRun, Ending][];
  failure: unknown;
}

function outcomeOf(completion: Completion | undefined): string {
  if (!completion) return 'lost';
  return completion.state === 'waiting' ? (completion.reason === 'retry' ? 'retried' : 'postponed') : completion.state;
}
