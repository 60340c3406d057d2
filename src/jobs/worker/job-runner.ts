import { AsyncLocalStorage } from 'node:async_hooks';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../common/clock';
import { Config } from '../../config/config';
import { JobRegistry } from '../definition/job-registry';
import { JOB_STORE, type ClaimedJob, type Hold, type JobNotice, type JobStore } from '../store/job-store';
import { ShuttingDown } from './abort-reasons';
import { Agenda } from './agenda';
import { type Finish, JobCompleter, type Work } from './completer';
import { JobExecutor } from './job-executor';
import type { JobRun, RunServices } from './job-run';
import { Claims, type LanePlan, planLanes, worksOf } from './lanes';
import { Slots } from './slots';

/** Jobs whose ends are committed in one transaction at most: it holds up every other writer meanwhile. */
const GROUP_LIMIT = 400;
/** How soon a queue is asked again that twice said it has work and gave none: its limit is reached. */
const ASK_AGAIN_MS = 1_000;
/** A job that killed its server twice waits for a moment when nothing else runs; claims pause this long to make one. */
const QUIET_MS = 2_000;
const QUIET_EVERY_MS = 30_000;

/** Where a worker tells what other processes should know. */
export interface Outlet {
  /** Jobs that a completion made due. */
  announce(notices: readonly JobNotice[]): void;
  /** More is due in `queue` than there are workers for. */
  passOn(queue: string): void;
}

/**
 * Runs jobs. One turn at a time commits what has finished and claims what is due, in one transaction, then starts it;
 * turns are caused by finished runs, by the agenda and by wakes.
 */
@Injectable()
export class JobRunner {
  private readonly logger = new Logger(JobRunner.name);
  private readonly slots: Slots;
  private readonly agenda = new Agenda(() => this.requestTurn());
  private readonly working = new Set<Work>();
  private readonly stopped = new AbortController();
  /** Whatever asks for a turn, the turn runs outside its transaction and log context. */
  private readonly outside = AsyncLocalStorage.snapshot();
  private finished: Finish[] = [];
  private readonly askedInVain = new Set<string>();
  private turn: Promise<void> | null = null;
  private turnRequested = false;
  private accepting = false;
  private suspectDue = false;
  private suspectRunning = false;
  private quietUntil = 0;
  private nextQuiet = 0;
  private lanes: ReadonlyMap<string, readonly LanePlan[]> = new Map();
  private types: readonly string[] = [];
  private outlet: Outlet = { announce: () => undefined, passOn: () => undefined };
  private readonly services: RunServices;

  constructor(
    @Inject(JOB_STORE) private readonly store: JobStore,
    private readonly completer: JobCompleter,
    private readonly executor: JobExecutor,
    private readonly registry: JobRegistry,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {
    this.slots = new Slots(config.jobQueues, config.jobWorkers);
    this.services = executor.services(this, (run) => this.ownerOf(run));
  }

  /** Starts claiming; tells `outlet` what other processes should know. */
  async start(outlet: Outlet): Promise<void> {
    const definitions = this.registry.all().map(({ definition }) => definition);
    this.lanes = planLanes(this.config.jobQueues, definitions);
    this.types = definitions.map(({ name }) => name);
    this.outlet = outlet;
    this.accepting = true;
    await this.look();
  }

  get running(): number {
    return this.slots.running;
  }

  /** Every run of this process that has not ended. */
  runs(): readonly JobRun[] {
    return [...this.working].flatMap((work) => work.runs);
  }

  /** Resolves when the turn under way has ended and begun what it claimed; at once when there is none. */
  turnEnded(): Promise<void> {
    return this.turn ?? Promise.resolve();
  }

  /** Ends what has run too long. */
  watch(): void {
    const now = performance.now();
    for (const run of this.runs()) run.watch(now);
  }

  /** Work of `queue` may be due at `dueAt`. */
  wake(queue: string, dueAt: Date): void {
    if (!this.accepting || !this.lanes.has(queue)) return;
    this.agenda.hasten(queue, dueAt.getTime() - this.clock.now().getTime());
    // Where the agenda knew it already, the turn passes it on.
    if (this.slots.free(queue) <= 0) this.requestTurn();
  }

  /** Asks SQL when each queue has work next: the poll, which alone would keep every promise. The queues that have some now. */
  async look(): Promise<ReadonlySet<string>> {
    const dueNow = new Set<string>();
    if (!this.accepting) return dueNow;
    const mark = this.agenda.mark();
    const horizon = await this.store.horizon(this.config.jobQueues, this.types);
    if (!this.isAccepting()) return dueNow;
    for (const queue of this.config.jobQueues) {
      const due = horizon.next.get(queue);
      if (due && due <= horizon.now) dueNow.add(queue);
      this.agenda.set(queue, due ? due.getTime() - horizon.now.getTime() : null, mark);
    }
    this.suspectDue = horizon.suspect;
    if (this.suspectDue) this.requestTurn();
    return dueNow;
  }

  /** Resolves when nothing runs and nothing is due. */
  async idle(): Promise<void> {
    for (;;) {
      await this.turn;
      if (this.working.size === 0 && this.finished.length === 0 && !this.turnRequested) {
        const { next, now, suspect } = await this.store.horizon(this.config.jobQueues, this.types);
        const due = suspect || [...next.values()].some((at) => at <= now);
        if (!due && this.working.size === 0 && !this.turnRequested) return;
        await this.look();
      }
      await pause(1);
    }
  }

  /**
   * Claims no more, waits `patienceMs` for what runs, then aborts it and waits `graceMs`. Returns what is still held, for
   * the caller to hand back.
   */
  async stop(patienceMs: number, graceMs: number): Promise<Hold[]> {
    this.accepting = false;
    this.agenda.close();
    // What the turn in progress claims is among what runs.
    await this.turn;
    await this.drained(patienceMs);
    for (const run of this.runs()) run.abort(new ShuttingDown());
    await this.drained(graceMs);
    this.stopped.abort();
    await this.turn;
    return this.runs().map(({ jobId, claim }) => ({ id: jobId, claim }));
  }

  private async drained(ms: number): Promise<void> {
    const until = performance.now() + ms;
    while (this.working.size > 0 && performance.now() < until) await pause(5);
  }

  /** See `Listener`. */
  readonly submit = (finish: Finish): void => {
    this.finished.push(finish);
    this.requestTurn();
  };

  private requestTurn(): void {
    if (this.turnRequested) return;
    this.turnRequested = true;
    if (!this.turn) this.outside(() => setImmediate(() => this.takeTurn()));
  }

  private takeTurn(): void {
    this.turnRequested = false;
    // Not begun before it is known: what it does at first may ask for another turn.
    this.turn = Promise.resolve()
      .then(() => this.oneTurn())
      .catch((error: unknown) => this.logger.error({ err: error }, 'a turn of the worker failed'))
      .finally(() => {
        this.turn = null;
        if (!this.turnRequested) return;
        this.turnRequested = false;
        this.requestTurn();
      });
  }

  private async oneTurn(): Promise<void> {
    const group = this.nextGroup();
    for (const { owner } of group) {
      owner.release();
      // Its queue may have been at its limit, and has room now.
      if (this.askedInVain.delete(owner.queue)) this.agenda.set(owner.queue, 0);
    }
    const due = this.mayClaim() ? this.config.jobQueues.filter((queue) => this.agenda.isDue(queue)) : [];
    const claims = new Claims(this.completer.serverId, this.slots, this.lanes, this.store);
    if (group.length > 0 || due.some((queue) => this.slots.free(queue) > 0)) {
      const { claimed, released } = await this.commit(group, claims, due);
      this.outlet.announce(released);
      this.begin(claims.confirm(claimed));
      await this.lookAgain(claims.exhausted);
    }
    if (this.suspectDue && this.accepting) await this.trySuspect();
    for (const queue of this.config.jobQueues) {
      if (this.agenda.isDue(queue) && this.slots.free(queue) <= 0) this.outlet.passOn(queue);
    }
    const more = due.some((queue) => this.agenda.isDue(queue) && this.slots.free(queue) > 0);
    if (more || this.finished.length > 0) this.requestTurn();
  }

  private nextGroup(): Finish[] {
    let jobs = 0;
    const count = this.finished.findIndex(({ runs }) => (jobs += runs.length) > GROUP_LIMIT);
    return this.finished.splice(0, count === -1 ? this.finished.length : Math.max(1, count));
  }

  private async commit(group: readonly Finish[], claims: Claims, due: readonly string[]) {
    try {
      return await this.completer.commit(group, () => claims.take(due), this.stopped.signal);
    } catch (error) {
      claims.undo();
      throw error;
    }
  }

  /** Asked again after an await, which the compiler does not expect to change it. */
  private isAccepting(): boolean {
    return this.accepting;
  }

  private mayClaim(): boolean {
    return this.accepting && !this.suspectRunning && performance.now() >= this.quietUntil;
  }

  /**
   * Looks again at queues that gave less than was asked. One that gave nothing and still says it has work is asked at once,
   * for the work may have come in between, and if it is in vain again, a little later. Wakes that came late, for jobs that
   * have run, say nothing of that: only SQL does.
   */
  private async lookAgain(exhausted: ReadonlyMap<string, number>): Promise<void> {
    if (exhausted.size === 0) return;
    const dueNow = await this.look();
    for (const [queue, given] of exhausted) {
      const inVain = given === 0 && dueNow.has(queue);
      if (inVain && this.askedInVain.has(queue)) this.agenda.set(queue, ASK_AGAIN_MS);
      if (inVain) this.askedInVain.add(queue);
      else this.askedInVain.delete(queue);
    }
  }

  private async trySuspect(): Promise<void> {
    const now = performance.now();
    if (this.working.size > 0) {
      if (now >= this.nextQuiet) {
        this.quietUntil = now + QUIET_MS;
        this.nextQuiet = now + QUIET_EVERY_MS;
      }
      return;
    }
    this.suspectDue = false;
    const claimed = await this.completer.claimAlone(this.config.jobQueues, this.types);
    if (!claimed) return;
    this.suspectRunning = true;
    this.slots.take(claimed.queue);
    this.begin([claimed]);
  }

  private begin(claimed: readonly ClaimedJob[]): void {
    const works = worksOf(claimed, this.lanes).map(({ queue, jobs }) => {
      let held = true;
      const work: Work = {
        queue,
        runs: jobs.map((job) => this.executor.runOf(job, this.services)),
        release: () => {
          if (held) this.slots.release(queue);
          held = false;
        },
      };
      this.working.add(work);
      return work;
    });
    this.executor.start(works, this);
  }

  private ownerOf(run: JobRun): Work {
    const owner = [...this.working].find((work) => work.runs.includes(run));
    if (!owner) throw new Error(`Job ${run.jobId} does not run here.`);
    return owner;
  }

  /** See `Listener`. */
  readonly ended = (work: Work): void => {
    this.working.delete(work);
    work.release();
    this.suspectRunning &&= this.working.size > 0;
    if (this.turnRequested) return;
    if (this.suspectDue || this.config.jobQueues.some((queue) => this.agenda.isDue(queue))) this.requestTurn();
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
