import { localOf } from '../../src/common/clinic-time';
import type { SqlValue } from '../../src/database/session';
import { Heartbeat } from '../../src/jobs/upkeep/heartbeat';
import { Reconciler } from '../../src/jobs/upkeep/reconciler';
import { type TestApp, startApp } from './app';
import type { Deadly } from './app-process';
import { Child } from './child';
import type { ApiAnswer } from './client';
import { Clinic, type DoctorPerson, type Person } from './clinic';
import { type Verdict, judge, noteOrder } from './promise-oracle';
import { SmtpSink } from './smtp-sink';
import { TestClock } from './test-clock';
import { type TestDatabase, freshFile } from './test-database';
import { eventually } from './waiting';

/** Shorter than the silence that makes a server dead, so that no clock that lags for a moment makes one look so. */
const HOP_MS = 9_000;
/** After this long a server that is not heard of is given up. */
export const SILENCE_MS = 20_000;
const MINUTE = 60_000;

/** A patient and a doctor who see each other only, so that any number of visits may begin at one moment. */
export interface Pair {
  patient: Person;
  doctor: DoctorPerson;
}

export interface ClusterOptions {
  env?: Record<string, string>;
  /** What the clocks show at first. */
  at?: string;
}

/**
 * The clinic as several processes on one embedded database: an API, in this process, and workers, each a child, that send
 * their mail to one sink. Their clocks go together.
 */
export class Cluster {
  readonly workers: Child[] = [];
  private readonly ends: (() => Promise<unknown>)[] = [];

  private constructor(
    readonly place: TestDatabase,
    readonly sink: SmtpSink,
    readonly api: TestApp,
    readonly clinic: Clinic,
    readonly admin: Person,
    private readonly env: Record<string, string>,
  ) {}

  static async start({ env = {}, at = '2027-01-05T08:00:00Z' }: ClusterOptions = {}): Promise<Cluster> {
    const clock = new TestClock();
    clock.travelTo(at);
    const sink = await SmtpSink.start({ clock });
    const place = freshFile('cluster');
    const shared = { SMTP_URL: sink.url, SLOT_MINUTES: '5', LOG_LEVEL: 'silent', ...env };
    const api = await startApp({ dataDir: place.folder, embedded: true, clock, env: { ...shared, ROLE: 'api' } });
    const clinic = new Clinic(api);
    await noteOrder((sql) => clinic.write(sql));
    return new Cluster(place, sink, api, clinic, await clinic.admin(), shared);
  }

  get now(): Date {
    return this.api.clock.now();
  }

  /** Starts a worker; `deadly` says how it will die. */
  async worker(env: Record<string, string> = {}, deadly?: Deadly): Promise<Child> {
    const child = Child.start('app-process.ts');
    this.workers.push(child);
    await child.ask('start', {
      dataDir: this.place.folder,
      offsetMs: this.api.clock.offsetMs,
      env: { ...this.env, ROLE: 'worker', ...env },
    });
    if (deadly) await child.ask('arm', deadly);
    return child;
  }

  get living(): Child[] {
    return this.workers.filter((child) => !child.hasEnded);
  }

  /** Moves every clock, but that of one that stands still. */
  async advance(ms: number, but?: Child): Promise<void> {
    const moved = () => this.living.filter((child) => child !== but);
    for (let left = ms; left > 0; left -= HOP_MS) {
      const hop = Math.min(left, HOP_MS);
      await Promise.all(moved().map((child) => child.ask('advance', hop).catch((error) => unlessEnded(child, error))));
      this.api.clock.advance(hop);
      await this.api.get(Heartbeat).beat();
    }
  }

  /** Moves every clock and lets what comes due be done in its time. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= HOP_MS) {
      await this.advance(Math.min(left, HOP_MS));
      await this.idle();
    }
  }

  /** Moves the clocks past the silence that makes a server dead, and looks once for dead ones. */
  async takeOver(but?: Child): Promise<void> {
    await this.advance(SILENCE_MS + 1_000, but);
    await this.api.get(Reconciler).reconcile();
  }

  async pairs(count: number): Promise<Pair[]> {
    const pairs: Pair[] = [];
    while (pairs.length < count) {
      pairs.push({ patient: await this.clinic.client(), doctor: await this.clinic.doctor() });
    }
    return pairs;
  }

  /** The first whole minute that is at least `ms` away: visits begin, and reminders are due, at whole minutes. */
  minuteIn(ms: number): Date {
    return new Date(Math.ceil((this.now.getTime() + ms) / MINUTE) * MINUTE);
  }

  /** Opens the hours at which visits begin of whose reminders some are due at `dueAt`. */
  async open(pairs: readonly Pair[], dueAt: Date, offset = 60): Promise<void> {
    const { date, time } = this.slot(dueAt, offset);
    const doctors = JSON.stringify(pairs.map(({ doctor }) => doctor.doctorId));
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
    await this.clinic.write(
      `INSERT INTO "AppointmentHour" ("doctorId", "dayOfWeek", "hour", "isActive", "createdAt")
       SELECT value, ?, ?, 1, ? FROM json_each(?) WHERE true ON CONFLICT DO NOTHING`,
      [weekday, time, this.now, doctors],
    );
  }

  /** Books over HTTP a visit whose reminder is due at `dueAt`. */
  book({ patient, doctor }: Pair, dueAt: Date, offset = 60): Promise<ApiAnswer> {
    const { date, time } = this.slot(dueAt, offset);
    return this.clinic.book(patient, doctor.doctorId, date, time);
  }

  /** Books one visit for each pair; the ids. @throws Error when one is refused. */
  async bookAll(pairs: readonly Pair[], dueAt: Date): Promise<string[]> {
    await this.open(pairs, dueAt);
    const answers = await Promise.all(pairs.map((pair) => this.book(pair, dueAt)));
    return answers.map(({ status, body }) => {
      if (status !== 200) throw new Error(`A booking was refused: ${status} ${JSON.stringify(body)}`);
      return String(body.id);
    });
  }

  cancel(id: string): Promise<ApiAnswer> {
    return this.api.http.post(`/api/client/appointments/${id}/cancel`, {}, this.admin.token);
  }

  /** Moves a visit to where its reminder is due at `dueAt`. */
  reschedule(id: string, dueAt: Date, offset = 60): Promise<ApiAnswer> {
    const { date: appointmentDate, time: appointmentTime } = this.slot(dueAt, offset);
    const body = { appointmentDate, appointmentTime };
    return this.api.http.put(`/api/client/appointments/${id}`, body, this.admin.token);
  }

  /** Signs everyone in anew, for when the clock has moved past their hour. */
  async signIn(pairs: readonly Pair[]): Promise<void> {
    this.admin.token = await this.clinic.signIn(this.admin.user);
    for (const { patient } of pairs) patient.token = await this.clinic.signIn(patient.user);
  }

  rows<R extends Record<string, unknown>>(sql: string, parameters?: readonly SqlValue[]): Promise<R[]> {
    return this.clinic.rows<R>(sql, parameters);
  }

  /** Jobs that run or are due; with `waiting`, those whose time will come within it too. */
  async busy(waitingMs = 0): Promise<number> {
    const [row] = await this.rows<{ count: number }>(
      `SELECT count(*) AS count FROM jobs_Job WHERE state = 'processing' OR (state = 'waiting' AND dueAt <= ?)`,
      [new Date(this.now.getTime() + waitingMs)],
    );
    return row?.count ?? 0;
  }

  /** Resolves when nothing runs and nothing is due. */
  async idle(withinMs = 60_000): Promise<void> {
    await eventually('nothing runs and nothing is due', async () => (await this.busy()) === 0, withinMs);
  }

  /** Moves the clocks on until every mail has ended, however often it is tried. */
  async deliverAll(): Promise<void> {
    for (let rounds = 0; rounds < 20; rounds++) {
      await this.idle();
      const [row] = await this.rows<{ count: number }>(
        `SELECT count(*) AS count FROM jobs_Job WHERE state = 'waiting' AND type = 'notifications.deliver-email'`,
      );
      if (row?.count === 0) return;
      await this.pass(MINUTE);
    }
  }

  async judge(): Promise<Verdict> {
    return judge((sql, parameters) => this.rows(sql, parameters), this.sink, this.now);
  }

  /** What is to end before the cluster does, however the test goes. */
  atEnd(end: () => Promise<unknown>): void {
    this.ends.push(end);
  }

  async close(): Promise<void> {
    await Promise.all(this.ends.map((end) => end()));
    await Promise.all(this.workers.map((child) => child.kill()));
    await this.api.close();
    await this.sink.stop();
    await this.place.remove();
  }

  private slot(dueAt: Date, offset: number) {
    return localOf(new Date(dueAt.getTime() + offset * MINUTE), this.api.config.clinicTimeZone);
  }
}

/** Who was killed meanwhile owes no answer. */
function unlessEnded(child: Child, error: unknown): void {
  if (!child.hasEnded) throw error;
}
