import { localOf } from '../../src/common/clinic-time';
import type { Deadly } from './app-process';
import { Child } from './child';
import { type Rows, type Verdict, judge } from './promise-oracle';
import type { SmtpSink } from './smtp-sink';
import type { TestClock } from './test-clock';
import type { TestDatabase } from './test-database';
import { eventually } from './waiting';

/** Shorter than the silence that makes a server dead, so that no clock that lags for a moment makes one look so. */
const HOP_MS = 9_000;
const MINUTE = 60_000;
/** In all of them, and the zone that the tests count in. */
export const ZONE = 'Europe/Bucharest';

/** A whole minute that is at least `ms` after `now`: visits begin, and reminders are due, at whole minutes. */
export const minuteAfter = (now: Date, ms: number) => new Date(Math.ceil((now.getTime() + ms) / MINUTE) * MINUTE);

/** The wall time of a visit whose reminder is due at `dueAt`, `offset` minutes before it. */
export const slotOf = (dueAt: Date, offset: number) => localOf(new Date(dueAt.getTime() + offset * MINUTE), ZONE);

/** Processes of the clinic on one embedded database, that send their mail to one sink. Their clocks go together. */
export abstract class Ensemble {
  private readonly children: Child[] = [];
  private readonly started = new Set<Child>();

  constructor(
    readonly place: TestDatabase,
    readonly sink: SmtpSink,
    readonly clock: TestClock,
    private readonly env: Record<string, string>,
  ) {}

  abstract readonly rows: Rows;

  get now(): Date {
    return this.clock.now();
  }

  /** Those that have started and not ended. */
  get living(): Child[] {
    return this.children.filter((child) => this.started.has(child) && !child.hasEnded);
  }

  /** Starts the application in a process; the address of its API. */
  async start(env: Record<string, string>): Promise<{ child: Child; url: string }> {
    const child = Child.start('app-process.ts');
    this.children.push(child);
    const url = await child.ask<string>('start', {
      dataDir: this.place.folder,
      offsetMs: this.clock.offsetMs,
      env: { ...this.env, ...env },
    });
    this.started.add(child);
    return { child, url };
  }

  /** Starts a worker; `deadly` says how it will die. */
  async worker(env: Record<string, string> = {}, deadly?: Deadly): Promise<Child> {
    const { child } = await this.start({ ROLE: 'worker', ...env });
    if (deadly) await child.ask('arm', deadly);
    return child;
  }

  /** Moves every clock, but that of one that stands still. */
  async advance(ms: number, but?: Child): Promise<void> {
    for (let left = ms; left > 0; left -= HOP_MS) {
      const hop = Math.min(left, HOP_MS);
      const moved = this.living.filter((child) => child !== but);
      await Promise.all(
        moved.map((child) => child.ask('advance', hop).catch((error: unknown) => unlessEnded(child, error))),
      );
      this.clock.advance(hop);
      await this.beat();
    }
  }

  /** Moves every clock and lets what comes due be done in its time. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= HOP_MS) {
      await this.advance(Math.min(left, HOP_MS));
      await this.idle();
    }
  }

  /** Resolves when nothing runs and nothing is due. */
  async idle(withinMs = 60_000): Promise<void> {
    await eventually('nothing runs and nothing is due', async () => (await this.busy()) === 0, withinMs);
  }

  /** Moves the clocks on until every mail has ended, however often it is tried. */
  async deliverAll(): Promise<void> {
    for (let minutes = 0; minutes < 60; minutes++) {
      await this.idle();
      const [row] = await this.rows<{ count: number }>(
        `SELECT count(*) AS count FROM jobs_Job WHERE state = 'waiting' AND type = 'notifications.deliver-email'`,
      );
      if (row?.count === 0) return;
      await this.pass(MINUTE);
    }
  }

  judge(): Promise<Verdict> {
    return judge(this.rows, this.sink, this.now);
  }

  /** Ends every process at once. */
  async killAll(): Promise<void> {
    await Promise.all(this.children.map((child) => child.kill()));
  }

  /** Says that the process that the test is in lives, where it is one of them. */
  protected beat(): Promise<void> {
    return Promise.resolve();
  }

  private async busy(): Promise<number> {
    const [row] = await this.rows<{ count: number }>(
      `SELECT count(*) AS count FROM jobs_Job WHERE state = 'processing' OR (state = 'waiting' AND dueAt <= ?)`,
      [this.now],
    );
    return row?.count ?? 0;
  }
}

/** Who was killed meanwhile owes no answer. */
function unlessEnded(child: Child, error: unknown): void {
  if (!child.hasEnded) throw error;
}
