import type { Database } from '../../database/database';
import type { BatchContext, BatchItem, JobContext, LogLevel } from '../definition/job-context';
import type { JobDefinition } from '../definition/job-definition';
import type { BoundHandler } from '../definition/job-registry';
import { Permanent, type Outcome } from '../definition/outcome';
import { FenceLost } from '../job.errors';
import type { ClaimedJob, JobStore, LogLine } from '../store/job-store';
import { JobDeadlineReached, JobTimedOut } from './abort-reasons';

/** How long a handler may take to end after its signal was aborted, in milliseconds. */
const ABORT_GRACE_MS = 10_000;

/** What the run asks to have committed with its end. */
export type EndingWork = () => Promise<Outcome | void>;

/** The part of the worker that a run needs. */
export interface RunServices {
  readonly database: Database;
  readonly store: JobStore;
  now(): Date;
  /** Commits `work` with the completion of `run`; see `JobContext.complete`. */
  complete(run: JobRun, work: EndingWork): Promise<void>;
}

/** One attempt at one job: its context, its signal and what it has said so far. */
export class JobRun implements JobContext {
  private controller: AbortController | null = null;
  private abortReason: Error | null = null;
  private abandon: ((reason: Error) => void) | null = null;
  /** On the monotonic clock, in milliseconds. */
  private readonly claimedAt = performance.now();
  private timeoutAt = Infinity;
  private deadlineAt = Infinity;
  private graceEndsAt = Infinity;
  private lines: LogLine[] | null = null;
  private percent: number | null = null;
  private ending: Promise<void> | null = null;

  constructor(
    readonly job: ClaimedJob,
    readonly definition: JobDefinition,
    private readonly services: RunServices,
  ) {}

  get jobId(): number {
    return this.job.id;
  }
  get claim(): number {
    return this.job.claim;
  }
  get attempt(): number {
    return this.job.attempt;
  }
  get maxAttempts(): number {
    return this.job.maxAttempts;
  }
  get dueAt(): Date {
    return this.job.dueAt;
  }
  get deadline(): Date | null {
    return this.job.deadline;
  }
  get traceParent(): string | null {
    return this.job.traceParent;
  }
  /** Made when first asked for: most handlers never do. */
  get signal(): AbortSignal {
    this.controller ??= new AbortController();
    if (this.abortReason) this.controller.abort(this.abortReason);
    return this.controller.signal;
  }

  /** Why the run was aborted, if it was. */
  get aborted(): Error | null {
    return this.abortReason;
  }

  now(): Date {
    return new Date(this.job.startedAt.getTime() + performance.now() - this.claimedAt);
  }

  log(message: string, level: LogLevel = 'info'): void {
    (this.lines ??= []).push({ jobId: this.jobId, claim: this.claim, level, message, at: this.services.now() });
  }

  progress(percent: number): void {
    this.percent = Math.max(0, Math.min(100, Math.round(percent)));
  }

  write<T>(work: () => Promise<T>): Promise<T> {
    const fenced = async () => {
      if (!(await this.services.store.holds(this.job))) throw new FenceLost(this.jobId);
      return work();
    };
    // People wait for requests; a flood of mails, each with its own write, can wait for them.
    return this.services.database.unguarded(fenced, { yields: true });
  }

  complete(work: EndingWork): Promise<void> {
    if (this.ending) return Promise.reject(new Error('ctx.complete was called twice.'));
    if (this.services.database.inTransaction) {
      return Promise.reject(new Error('ctx.complete was called inside a transaction, which it would wait for.'));
    }
    this.ending = this.services.complete(this, work);
    // A handler that does not wait for it leaves no rejection behind that nobody hears.
    this.ending.catch(() => undefined);
    return this.ending;
  }

  /** Whether `complete` was called: how the attempt ends is then decided. */
  get completing(): boolean {
    return this.ending !== null;
  }

  /** Resolves when what `complete` asked for is committed or refused. */
  get completed(): Promise<void> {
    return Promise.resolve(this.ending ?? undefined).catch(() => undefined);
  }

  /** The payload and this run, as a batch handler takes them. @throws Permanent when the schema refuses the payload. */
  item(): BatchItem<unknown> {
    return { payload: parsePayload(this.definition, this.job.payload), run: this };
  }

  /** Tells the handler to end; the first reason is kept. */
  abort(reason: Error): void {
    if (this.abortReason) return;
    this.abortReason = reason;
    this.graceEndsAt = performance.now() + ABORT_GRACE_MS;
    this.controller?.abort(reason);
  }

  /** Whether the job's deadline has come: at its claim already, or while the claim waited to be run. */
  get expired(): boolean {
    return performance.now() >= this.deadlineOnClock;
  }

  /** Starts the run's clock, anew after a timeout; `withDeadline` ends it at the job's deadline too. */
  begin({ withDeadline }: { withDeadline: boolean }): void {
    if (this.abortReason instanceof JobTimedOut) {
      this.abortReason = null;
      this.controller = null;
      this.graceEndsAt = Infinity;
    }
    this.timeoutAt = performance.now() + this.definition.timeout;
    if (withDeadline) this.deadlineAt = this.deadlineOnClock;
  }

  private get deadlineOnClock(): number {
    const { deadline, startedAt } = this.job;
    return deadline ? this.claimedAt + deadline.getTime() - startedAt.getTime() : Infinity;
  }

  /** Aborts what took too long at `now` on the monotonic clock, and gives up on what did not heed its abort. */
  watch(now: number): void {
    if (now >= this.graceEndsAt) this.abandon?.(this.abortReason ?? new JobTimedOut(this.definition.timeout));
    else if (now >= this.deadlineAt) this.abort(new JobDeadlineReached());
    else if (now >= this.timeoutAt) this.abort(new JobTimedOut(this.definition.timeout));
  }

  /** Rejects when the run has been given up on. */
  abandoned(): Promise<never> {
    return new Promise((_, reject) => (this.abandon = reject));
  }

  /** What was said and is not written yet. */
  get unwritten(): readonly LogLine[] {
    return this.lines ?? [];
  }

  /** Gives up what is not written yet to whoever writes it now, so that nobody else does. */
  takeLines(): LogLine[] {
    return this.lines?.splice(0) ?? [];
  }

  /** Takes lines back that could not be written. */
  returnLines(lines: readonly LogLine[]): void {
    (this.lines ??= []).unshift(...lines);
  }

  /** Whether anything waits to be written. */
  get hasNews(): boolean {
    return this.unwritten.length > 0 || this.percent !== null;
  }

  takeProgress(): number | null {
    const { percent } = this;
    this.percent = null;
    return percent;
  }
}

/**
 * Runs one attempt's handler under its timeout and deadline. Returns what the handler returned.
 *
 * @throws what the handler throws, or the abort's reason when the handler has not ended soon after it.
 */
export function runHandler(
  run: JobRun,
  bound: BoundHandler & { kind: 'one' },
): Promise<Outcome | void> | Outcome | void {
  run.begin({ withDeadline: true });
  const ended = bound.handler.handle(parsePayload(run.definition, run.job.payload), run);
  return ended instanceof Promise ? Promise.race([ended, run.abandoned()]) : ended;
}

/** Runs a batch's handler under the definition's timeout. */
export function runBatch(
  runs: readonly JobRun[],
  items: readonly BatchItem<unknown>[],
  bound: BoundHandler & { kind: 'many' },
  complete: BatchContext<unknown>['complete'],
): Promise<void> {
  const [first] = runs;
  if (!first) return Promise.resolve();
  for (const run of runs) run.begin({ withDeadline: false });
  const ended = bound.handler.handleMany(items, { signal: first.signal, complete });
  return Promise.race([ended, first.abandoned()]);
}

function parsePayload(definition: JobDefinition, stored: string): unknown {
  const parsed = definition.payload.safeParse(jsonOf(definition, stored));
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'payload'}: ${issue.message}`).join('; ');
  throw new Permanent(`The stored payload is not what ${definition.name} takes: ${where}`, 'invalid-payload');
}

function jsonOf({ name }: JobDefinition, stored: string): unknown {
  try {
    return JSON.parse(stored);
  } catch {
    throw new Permanent(`The stored payload of ${name} is not JSON.`, 'invalid-payload');
  }
}
