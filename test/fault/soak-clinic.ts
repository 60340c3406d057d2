import { setTimeout as delay } from 'node:timers/promises';
import { startApp } from '../support/app';
import { type BareDatabase, openBareBeside } from '../support/bare-database';
import type { Chance } from '../support/chance';
import type { Child } from '../support/child';
import { ApiClient } from '../support/client';
import { Clinic } from '../support/clinic';
import { Ensemble, ZONE, minuteAfter, slotOf } from '../support/ensemble';
import { plainQuery } from '../support/plain-sql';
import { type Rows, noteOrder } from '../support/promise-oracle';
import { SmtpSink } from '../support/smtp-sink';
import { TestClock } from '../support/test-clock';
import { type TestDatabase, freshFile } from '../support/test-database';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** Minutes before a visit at which its patient is reminded. */
export const OFFSETS = [60, 30, 10] as const;
const DOCTORS = 300;
/** Open appointments that one patient may have on a date. */
const EACH = 5;
/** How much sooner than it ends a sign-in is renewed. */
const TOKEN_MS = 50 * MINUTE;

interface SignedIn {
  id: string;
  token: string;
  since: number;
}

interface People {
  patients: SignedIn[];
  admin: SignedIn;
  doctors: number[];
}

/** An API and two workers, each a process, on one file, one Redis and one mail server. */
export class SoakClinic extends Ensemble {
  readonly counts = { bookings: 0, changes: 0, unanswered: 0 };
  api: Child | null = null;
  private http: ApiClient | null = null;

  private constructor(
    place: TestDatabase,
    sink: SmtpSink,
    clock: TestClock,
    env: Record<string, string>,
    private readonly people: People,
    private readonly bare: BareDatabase,
    private readonly chance: Chance,
  ) {
    super(place, sink, clock, env);
  }

  /** Makes the clinic's people, and hours for `minutes` of bookings at `perSecond`. */
  static async prepare(minutes: number, perSecond: number, redisUrl: string, chance: Chance): Promise<SoakClinic> {
    const clock = TestClock.at('2027-01-05T06:00:00Z');
    const sink = await SmtpSink.start({ clock });
    const place = freshFile('soak');
    const env = {
      ...{ SMTP_URL: sink.url, REDIS_URL: redisUrl, SLOT_MINUTES: '5', LOG_LEVEL: 'silent', CLINIC_TIME_ZONE: ZONE },
      REMINDER_OFFSETS: OFFSETS.join(','),
    };
    const app = await startApp({ dataDir: place.folder, embedded: true, clock, env: { ...env, ROLE: 'api' } });
    const clinic = new Clinic(app);
    await noteOrder((sql) => clinic.write(sql));
    const since = clock.now().getTime();
    const { id, token } = await clinic.admin();
    const people: People = { patients: [], doctors: [], admin: { id, token, since } };
    for (let count = 0; count < DOCTORS; count++) people.doctors.push((await clinic.doctor()).doctorId);
    const patients = Math.ceil((minutes * 60 * perSecond) / (EACH - 1));
    for (let count = 0; count < patients; count++) {
      const patient = await clinic.client();
      people.patients.push({ id: patient.id, token: patient.token, since });
    }
    await openEvery(clinic, people.doctors, clock.now(), minutes + Math.max(...OFFSETS) + 60);
    await app.close();
    return new SoakClinic(place, sink, clock, env, people, await openBareBeside(place), chance);
  }

  readonly rows: Rows = (sql, parameters) => plainQuery(this.bare.database, sql, parameters);

  get workers(): Child[] {
    return this.living.filter((child) => child !== this.api);
  }

  async startApi(): Promise<void> {
    const { child, url } = await this.start({ ROLE: 'api' });
    this.api = child;
    this.http = new ApiClient(url);
  }

  /** Books somewhere; in one of three cases the visit is cancelled or moved around the moment of its reminder. */
  async book(): Promise<void> {
    const { chance } = this;
    const patient = chance.pick(this.people.patients);
    const offset = chance.pick(OFFSETS);
    const dueAt = minuteAfter(this.now, chance.between(2, 60) * SECOND);
    const doctorId = chance.pick(this.people.doctors);
    const change = chance.happens(1 / 3)
      ? { at: chance.between(-2 * SECOND, 2 * SECOND), moves: chance.happens(0.5) }
      : null;
    const body = { doctorId, ...wireSlot(dueAt, offset), reason: 'A check-up' };
    const answer = await this.ask(patient, (http, token) => http.post('/api/client/appointments', body, token));
    if (answer?.status !== 200) return;
    this.counts.bookings++;
    if (!change) return;
    await delay(Math.max(0, dueAt.getTime() + change.at - this.now.getTime()));
    const visit = `/api/client/appointments/${answer.body.id}`;
    const later = new Date(dueAt.getTime() + chance.between(1, 3) * MINUTE);
    const changed = await this.ask(this.people.admin, (http, token) =>
      change.moves ? http.put(visit, wireSlot(later, offset), token) : http.post(`${visit}/cancel`, {}, token),
    );
    if (changed?.status === 200) this.counts.changes++;
  }

  async close(): Promise<void> {
    await this.killAll();
    await this.bare.stop();
    await this.sink.stop();
    await this.place.remove();
  }

  /** Null when the API did not answer, which it may not: it is killed too. */
  private async ask(
    who: SignedIn,
    request: (http: ApiClient, token: string) => ReturnType<ApiClient['get']>,
  ): Promise<Awaited<ReturnType<ApiClient['get']>> | null> {
    try {
      if (this.now.getTime() - who.since > TOKEN_MS) {
        who.token = (await this.api?.ask<string>('signIn', who.id)) ?? who.token;
        who.since = this.now.getTime();
      }
      if (!this.http) return null;
      return await request(this.http, who.token);
    } catch {
      this.counts.unanswered++;
      return null;
    }
  }
}

function wireSlot(dueAt: Date, offset: number) {
  const { date: appointmentDate, time: appointmentTime } = slotOf(dueAt, offset);
  return { appointmentDate, appointmentTime };
}

/** Lets visits to the doctors begin at every minute of the next `minutes`. */
async function openEvery(clinic: Clinic, doctors: readonly number[], now: Date, minutes: number): Promise<void> {
  const slots = Array.from({ length: minutes }, (_, minute) => slotOf(minuteAfter(now, 0), minute)).map(
    ({ date, time }) => [new Date(`${date}T00:00:00Z`).getUTCDay(), time],
  );
  await clinic.write(
    `INSERT INTO "AppointmentHour" ("doctorId", "dayOfWeek", "hour", "isActive", "createdAt")
     SELECT d.value, s.value ->> 0, s.value ->> 1, 1, ? FROM json_each(?) AS d CROSS JOIN json_each(?) AS s
     WHERE true ON CONFLICT DO NOTHING`,
    [now, JSON.stringify(doctors), JSON.stringify(slots)],
  );
}
