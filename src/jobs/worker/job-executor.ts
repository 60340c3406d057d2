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
import { boundHere, spanOf } from './job-span';
import { type EndingWork, JobRun, type RunServices, runBatch, runHandler } from './job-run';
import type { Ending } from './verdict';

/** What the executor tells whoever it runs jobs for. */
export interface Listener {
  /** Hands a finish to the worker's next turn. */
  readonly submit: (finish: Finish) => void;
  /** Every run of `work` has ended, and its end is committed or refused. */
  readonly ended: (work: Work) => void;
}

/** Runs handlers and says how they ended. */
@Injectable()
export class JobExecutor {
  constructor(
    private readonly database: Database,
    @Inject(JOB_STORE) private readonly store: JobStore,
    private readonly registry: JobRegistry,
    private readonly clock: Clock,
  ) {}

  /** The run of a claimed job; `complete` commits what it asks for by `ctx.complete`. */
  runOf(job: ClaimedJob, services: RunServices): JobRun {
    return new JobRun(job, this.bound(job.type).definition, services);
  }

  /** What runs need of the worker; the work that each belongs to is found by `ownerOf`. */
  services({ submit }: Listener, ownerOf: (run: JobRun) => Work): RunServices {
    return {
      database: this.database,
      store: this.store,
      now: () => this.clock.now(),
      complete: (run, work) =>
        submitted(submit, { owner: ownerOf(run), runs: [run], ending: SUCCESS, work: boundHere(effectOf(run, work)) }),
    };
  }

  start(works: readonly Work[], listener: Listener): void {
    this.database.guarded(() => {
      for (const work of works) this.run(work, listener);
    });
  }

  private run(work: Work, listener: Listener): void {
    const [first] = work.runs;
    if (!first) return listener.ended(work);
    const { bound } = this.bound(first.job.type);
    const jobType = first.job.type;
    const span = spanOf(jobType, work.runs);
    const ended = () => {
      span.end();
      listener.ended(work);
    };
    const submit: Listener['submit'] = (finish) => {
      if ('error' in finish.ending) span.fail();
      listener.submit(finish);
    };
    if (bound.kind === 'one') {
      LogContext.run({ jobId: first.jobId, jobType, ...span.fields }, () =>
        span.run(() => this.runOne(first, bound, work, { submit, ended })),
      );
      return;
    }
    const jobIds = work.runs.map(({ jobId }) => jobId);
    LogContext.run({ jobIds, jobType, ...span.fields }, () => {
      void span.run(() => this.runMany(work.runs, bound, work, submit)).finally(ended);
    });
  }

  /** With callbacks, not promises: of a flood of short jobs, each promise made for a job is felt. */
  private runOne(run: JobRun, bound: BoundHandler & { kind: 'one' }, owner: Work, listener: Listener): void {
    const settled = () => listener.ended(owner);
    const end = (ending: Ending) => {
      if (run.completing) void run.completed.then(settled);
      else listener.submit({ owner, runs: [run], ending, work: null, settled });
    };
    if (run.expired) return end(EXPIRED);
    attempt(
      () => runHandler(run, bound),
      (outcome) => end(endingOf(run, outcome)),
      (error) => end({ error: causeOf(run, error) }),
    );
  }

  /** When the batch cannot be committed as one, each of its jobs is run by itself, so that only the bad ones fail. */
  private async runMany(
    runs: readonly JobRun[],
    bound: BoundHandler & { kind: 'many' },
    owner: Work,
    submit: Listener['submit'],
  ): Promise<void> {
    const late = runs.filter((run) => run.expired);
    const ready = runs.filter((run) => !late.includes(run));
    await Promise.all(
      late.map((run) => submitted(submit, { owner, runs: [run], ending: EXPIRED, work: null }).catch(() => undefined)),
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
    submit: Listener['submit'],
  ): Promise<{ error: unknown; submitted: boolean } | undefined> {
    const ending: { promise: Promise<void> | null } = { promise: null };
    const complete: BatchContext<unknown>['complete'] = (effect) => {
      ending.promise ??= submitted(submit, {
        owner,
        runs,
        ending: SUCCESS,
        work: boundHere(async (live: readonly JobRun[]) => {
          const held = new Set(live.map(({ jobId }) => jobId));
          const outcomes = await effect(items.filter(({ run }) => held.has(run.jobId)));
          for (const outcome of outcomes?.values() ?? []) checkedOutcome(outcome);
          return outcomes;
        }),
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
const EXPIRED: Ending = { expired: true };
const none = () => undefined;

function effectOf(run: JobRun, work: EndingWork): NonNullable<Finish['work']> {
  return async () => {
    const outcome = checkedOutcome(await work());
    return outcome ? new Map<number, Outcome>([[run.jobId, outcome]]) : undefined;
  };
}

function submitted(submit: Listener['submit'], finish: Omit<Finish, 'settled'>): Promise<void> {
  return new Promise((resolve, reject) => {
    submit({ ...finish, settled: (failure) => (failure === undefined ? resolve() : reject(asError(failure))) });
  });
}

/** Goes on with what `work` returns, at once when that is no promise, or with what it throws. */
function attempt<T>(work: () => T | Promise<T>, then: (result: T) => void, failed: (error: unknown) => void): void {
  let result: T | Promise<T>;
  try {
    result = work();
  } catch (error) {
    return failed(error);
  }
  if (result instanceof Promise) result.then(then, failed);
  else then(result);
}

function endingOf(run: JobRun, answer: Outcome | void): Ending {
  if (answer === undefined) return SUCCESS;
  try {
    return { outcome: checkedOutcome(answer) };
  } catch (error) {
    return { error: causeOf(run, error) };
  }
}

/** Why the attempt failed: the abort that ended it, unless the handler knew better. */
function causeOf(run: JobRun, error: unknown): unknown {
  return run.aborted && !(error instanceof Permanent) ? run.aborted : error;
}

const asError = (failure: unknown) =>
  failure instanceof Error ? failure : new Error('Not an Error was thrown.', { cause: failure });
