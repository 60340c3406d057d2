import { Heartbeat } from '../../src/jobs/upkeep/heartbeat';
import { Reconciler } from '../../src/jobs/upkeep/reconciler';
import { type TestApp, startApp } from './app';
import type { Child } from './child';
import type { ApiAnswer } from './client';
import { Clinic, type DoctorPerson, type Person } from './clinic';
import { Ensemble, ZONE, minuteAfter, slotOf } from './ensemble';
import { type Rows, noteOrder } from './promise-oracle';
import { SmtpSink } from './smtp-sink';
import { TestClock } from './test-clock';
import { type TestDatabase, freshFile } from './test-database';

/** After this long a server that is not heard of is given up. */
const SILENCE_MS = 20_000;

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

/** An API, in this process, and workers, each a child. */
export class Cluster extends Ensemble {
  private readonly ends: (() => Promise<unknown>)[] = [];

  private constructor(
    place: TestDatabase,
    sink: SmtpSink,
    env: Record<string, string>,
    readonly api: TestApp,
    readonly clinic: Clinic,
    readonly admin: Person,
  ) {
    super(place, sink, api.clock, env);
  }

  static async start({ env = {}, at = '2027-01-05T08:00:00Z' }: ClusterOptions = {}): Promise<Cluster> {
    const clock = TestClock.at(at);
    const sink = await SmtpSink.start({ clock });
    const place = freshFile('cluster');
    const common = { SMTP_URL: sink.url, SLOT_MINUTES: '5', LOG_LEVEL: 'silent', CLINIC_TIME_ZONE: ZONE, ...env };
    const api = await startApp({ dataDir: place.folder, embedded: true, clock, env: { ...common, ROLE: 'api' } });
    const clinic = new Clinic(api);
    await noteOrder((sql) => clinic.write(sql));
    return new Cluster(place, sink, common, api, clinic, await clinic.admin());
  }

  /** Starts one, and ends it however `work` ends. */
  static async with(options: ClusterOptions, work: (cluster: Cluster) => Promise<void>): Promise<void> {
    const cluster = await Cluster.start(options);
    try {
      await work(cluster);
    } finally {
      await cluster.close();
    }
  }

  readonly rows: Rows = (sql, parameters) => this.clinic.rows(sql, parameters);

  protected override beat(): Promise<void> {
    return this.api.get(Heartbeat).beat();
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

  minuteIn(ms: number): Date {
    return minuteAfter(this.now, ms);
  }

  /** Opens the hours at which visits begin whose reminders are due at `dueAt`. */
  async open(pairs: readonly Pair[], dueAt: Date, offset = 60): Promise<void> {
    const { date, time } = slotOf(dueAt, offset);
    const doctors = JSON.stringify(pairs.map(({ doctor }) => doctor.doctorId));
    await this.clinic.write(
      `INSERT INTO "AppointmentHour" ("doctorId", "dayOfWeek", "hour", "isActive", "createdAt")
       SELECT value, ?, ?, 1, ? FROM json_each(?) WHERE true ON CONFLICT DO NOTHING`,
      [new Date(`${date}T00:00:00Z`).getUTCDay(), time, this.now, doctors],
    );
  }

  /** Books over HTTP a visit whose reminder is due at `dueAt`. */
  book({ patient, doctor }: Pair, dueAt: Date, offset = 60): Promise<ApiAnswer> {
    const { date, time } = slotOf(dueAt, offset);
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

  /** Cancels every visit that is still to come, so that its patient may book as many again. */
  async cancelAll(): Promise<void> {
    this.admin.token = await this.clinic.signIn(this.admin.user);
    const open = await this.rows<{ id: number }>(`SELECT "id" FROM "Appointment" WHERE "status" = 'scheduled'`);
    for (const { id } of open) await this.cancel(String(id));
    await this.deliverAll();
  }

  /** Moves a visit to where its reminder is due at `dueAt`. */
  reschedule(id: string, dueAt: Date, offset = 60): Promise<ApiAnswer> {
    const { date: appointmentDate, time: appointmentTime } = slotOf(dueAt, offset);
    const body = { appointmentDate, appointmentTime };
    return this.api.http.put(`/api/client/appointments/${id}`, body, this.admin.token);
  }

  /** Signs everyone in anew, for when the clock has moved past their hour. */
  async signIn(pairs: readonly Pair[]): Promise<void> {
    this.admin.token = await this.clinic.signIn(this.admin.user);
    for (const { patient } of pairs) patient.token = await this.clinic.signIn(patient.user);
  }

  /** What is to end before the cluster does, however the test goes. */
  atEnd(end: () => Promise<unknown>): void {
    this.ends.push(end);
  }

  async close(): Promise<void> {
    await Promise.all(this.ends.map((end) => end()));
    await this.killAll();
    await this.api.close();
    await this.sink.stop();
    await this.place.remove();
  }
}
