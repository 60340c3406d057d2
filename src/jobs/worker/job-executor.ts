import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock';
import { LogContext } from '../../common/logging';
import { Database } from '../../database/database';
import type { BatchContext, BatchItem } from '../definition/job-context';
import { type BoundHandler, JobRegistry } from '../definition/job-registry';
import { type Outcome, Permanent, checkedOutcome } from '../definition/outcome';
import { JOB_STORE, type ClaimedJob, type JobStore } from '../store/job-store';
import { JobTimedOut } from './abort-reasons';
import type { Finish, Work } from './completer';
import { type EndingWork, JobRun, type RunServices, runBatch, runHandler } from './job-run';
import type { Ending } from './verdict';

/** Hands a finish to the worker's next turn. */
export type Submit = (finish: Finish) => void;

/** Runs handlers and says how they ended. */
@Injectable()
export class JobExecutor {
  constructor(
    private readonly database: Database,
    @Inject(JOB_STORE) private readonly store: JobStore,
    private readonly registry: JobRegistry,
    private readonly clock: Clock,
  ) {}

  /** The runs of claimed jobs; `submit` receives what they commit by `ctx.complete`, for the work `ownerOf` them. */
  runOf(job: ClaimedJob, submit: Submit, owner: () => Work): JobRun {
    const { definition } = this.bound(job.type);
    const services: RunServices = {
      database: this.database,
      store: this.store,
      now: () => this.clock.now(),
      complete: (run, work) =>
        submitted(submit, { owner: owner(), runs: [run], ending: SUCCESS, work: effectOf(run, work) }),
    };
    return new JobRun(job, definition, services);
  }

  /** Starts `works`; `ended` is told of each when every run of it has ended and its end is committed or refused. */
  start(works: readonly Work[], submit: Submit, ended: (work: Work) => void): void {
    this.database.guarded(() => {
      for (const work of works) void this.run(work, submit).finally(() => ended(work));
    });
  }

  private async run(work: Work, submit: Submit): Promise<void> {
    const [first] = work.runs;
    if (!first) return;
    const { bound } = this.bound(first.job.type);
    await LogContext.run({ jobId: first.jobId, jobType: first.job.type }, () =>
      bound.kind === 'one' ? this.runOne(first, bound, work, submit) : this.runMany(work.runs, bound, work, submit),
    );
  }

  private async runOne(run: JobRun, bound: BoundHandler & { kind: 'one' }, owner: Work, submit: Submit): Promise<void> {
    let ending: Ending;
    try {
      ending = expired(run) ?? {
        outcome: checkedOutcome(await runHandler(run, bound)),
      };
    } catch (error) {
      ending = { error: causeOf(run, error) };
    }
    if (run.completing) await run.completed;
    else await submitted(submit, { owner, runs: [run], ending, work: null }).catch(() => undefined);
  }

  /** When the batch cannot be committed as one, each of its jobs is run by itself, so that only the bad ones fail. */
  private async runMany(
    runs: readonly JobRun[],
    bound: BoundHandler & { kind: 'many' },
    owner: Work,
    submit: Submit,
  ): Promise<void> {
    const late = runs.filter((run) => expired(run));
    const ready = runs.filter((run) => !expired(run));
    await Promise.all(
      late.map((run) =>
        submitted(submit, { owner, runs: [run], ending: { expired: true }, work: null }).catch(() => undefined),
      ),
    );
    if (ready.length === 0) return;
    const failure = await this.tryBatch(ready, bound, owner, submit);
    if (failure === undefined) return;
    if (ready.length > 1) {
      for (const run of ready) {
        if (run.aborted && !(run.aborted instanceof JobTimedOut)) {
          const ending = { error: run.aborted };
          await submitted(submit, { owner, runs: [run], ending, work: null }).catch(() => undefined);
        } else await this.runMany([run], bound, owner, submit);
      }
      return;
    }
    const [run] = ready;
    if (run && !failure.submitted) {
      const ending = { error: causeOf(run, failure.error) };
      await submitted(submit, { owner, runs: [run], ending, work: null }).catch(() => undefined);
    }
  }

  private async tryBatch(
    runs: readonly JobRun[],
    bound: BoundHandler & { kind: 'many' },
    owner: Work,
    submit: Submit,
  ): Promise<{ error: unknown; submitted: boolean } | undefined> {
    const ending: { promise: Promise<void> | null } = { promise: null };
    const complete: BatchContext<unknown>['complete'] = (effect) => {
      ending.promise ??= submitted(submit, {
        owner,
        runs,
        ending: SUCCESS,
        work: async (live) => {
          const held = new Set(live.map(({ jobId }) => jobId));
          const outcomes = await effect(items.filter(({ run }) => held.has(run.jobId)));
          for (const outcome of outcomes?.values() ?? []) checkedOutcome(outcome);
          return outcomes;
        },
      });
      return ending.promise;
    };
    let items: BatchItem<unknown>[] = [];
    try {
      items = runs.map((run) => run.item());
      await runBatch(runs, items, bound, complete);
      await (ending.promise ?? submitted(submit, { owner, runs, ending: SUCCESS, work: null }));
      return undefined;
    } catch (error) {
      // What was submitted decides, also when the handler threw without waiting for it.
      if (ending.promise) return ending.promise.then(none, (lost: unknown) => ({ error: lost, submitted: true }));
      return { error, submitted: false };
    }
  }

  private bound(type: string): ReturnType<JobRegistry['all']>[number] {
    const bound = this.registry.find(type);
    if (!bound) throw new Permanent(`No handler for ${type} in this process.`);
    return bound;
  }
}

const SUCCESS: Ending = { outcome: undefined };
const none = () => undefined;

function effectOf(run: JobRun, work: EndingWork): Finish['work'] {
  return async () => {
    const outcome = checkedOutcome(await work());
    return outcome ? new Map<number, Outcome>([[run.jobId, outcome]]) : undefined;
  };
}

function submitted(submit: Submit, finish: Omit<Finish, 'settled'>): Promise<void> {
  return new Promise((resolve, reject) => {
    submit({ ...finish, settled: (failure) => (failure === undefined ? resolve() : reject(asError(failure))) });
  });
}

function expired(run: JobRun): Ending | undefined {
  return run.expired ? { expired: true } : undefined;
}

/** Why the attempt failed: the abort that ended it, unless the handler knew better. */
function causeOf(run: JobRun, error: unknown): unknown {
  return run.aborted && !(error instanceof Permanent) ? run.aborted : error;
}

const asError = (failure: unknown) =>
  failure instanceof Error ? failure : new Error('Not an Error was thrown.', { cause: failure });
