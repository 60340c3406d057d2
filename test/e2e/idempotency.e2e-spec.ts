import { Body, Controller, Injectable, Module, Param, Post } from '@nestjs/common';
import { AuditModule } from '../../src/audit/audit.module';
import { AuditService } from '../../src/audit/audit.service';
import { SignedIn } from '../../src/auth/access';
import { Database } from '../../src/database/database';
import { IdempotencyService } from '../../src/idempotency/idempotency.service';
import { Replays } from '../../src/idempotency/replays';
import { type TestApp, startApp } from '../support/app';
import type { ApiAnswer } from '../support/client';
import { Clinic, type DoctorPerson, type Person } from '../support/clinic';
import { TestClock } from '../support/test-clock';

const NOW = '2027-01-04T08:00:00.000Z'; // Monday, 10:00 in the clinic
const TUESDAY = '2027-01-05';

/** Does what it is asked to, in a transaction that the test can hold and break. */
@Injectable()
class Workshop {
  gate: Promise<void> = Promise.resolve();
  entered: () => void = () => undefined;

  constructor(
    private readonly database: Database,
    private readonly audit: AuditService,
  ) {}

  make(how: string): Promise<{ id: string }> {
    return this.database.transaction(async () => {
      await this.audit.record({ actor: null, action: 'chair.make', subject: { type: 'chair', id: how } });
      this.entered();
      await this.gate;
      if (how === 'broken') throw new TypeError('the saw broke');
      return { id: how };
    });
  }
}

@Controller('chairs')
@SignedIn()
class ChairController {
  constructor(private readonly workshop: Workshop) {}

  @Post(':how')
  @Replays((_: ChairController, id) => Promise.resolve({ id, again: true }))
  make(@Param('how') how: string, @Body() _: object): Promise<{ id: string }> {
    return this.workshop.make(how);
  }
}

@Module({ imports: [AuditModule], controllers: [ChairController], providers: [Workshop] })
class ChairModule {}

let app: TestApp;
let clinic: Clinic;
let client: Person;
let doctor: DoctorPerson;
let keys = 0;

beforeAll(async () => {
  app = await startApp({
    clock: TestClock.at(NOW),
    env: { ROLE: 'api' },
    modules: [ChairModule],
  });
  clinic = new Clinic(app);
});
afterAll(() => app.close());

beforeEach(async () => {
  app.clock.travelTo(NOW);
  client = await clinic.client();
  doctor = await clinic.doctor();
});

const aKey = () => `key-${++keys}`;
const withKey = (key: string, by: Person = client) => ({ token: by.token, headers: { 'Idempotency-Key': key } });
const post = (path: string, body: object, key: string, by = client) =>
  app.http.post(`/api/${path}`, body, withKey(key, by));
const book = (key: string, time = '15:00', rest: object = {}, by = client): Promise<ApiAnswer> =>
  post(
    'client/appointments',
    { doctorId: doctor.doctorId, appointmentDate: TUESDAY, appointmentTime: time, reason: 'A check-up', ...rest },
    key,
    by,
  );
const chairs = async (how: string) =>
  (await clinic.rows(`SELECT id FROM "AuditEntry" WHERE action = 'chair.make' AND subjectId = ?`, [how])).length;
const kept = async () => (await clinic.rows('SELECT name FROM "IdempotencyKey"')).length;

describe('a request with a key', () => {
  it('is carried out once, and answered each time as the first', async () => {
    const key = aKey();
    const first = await book(key);
    const before = await clinic.rowCounts();
    const second = await book(key);
    expect(first.status).toBe(200);
    expect(second).toMatchObject({ status: 200, body: first.body });
    expect(second.headers.get('etag')).toBe('"1"');
    expect(await clinic.rowCounts()).toEqual(before);
  });

  it('is answered by what has become of it', async () => {
    const key = aKey();
    const { body } = await book(key);
    await app.http.post(`/api/client/appointments/${body.id}/cancel`, {}, client.token);
    const again = await book(key);
    expect(again.body).toMatchObject({ id: body.id, status: 'cancelled', version: 2 });
    expect(again.headers.get('etag')).toBe('"2"');
  });

  it('is carried out once when it is sent twenty times together', async () => {
    const key = aKey();
    const answers = await Promise.all(Array.from({ length: 20 }, () => book(key)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ body }) => String(body.id))).size).toBe(1);
    expect(await clinic.rows('SELECT id FROM "Appointment" WHERE clientId = ?', [client.id])).toHaveLength(1);
  });

  it('has the same status again, whatever the route answers with', async () => {
    const key = aKey();
    expect(await post('chairs/oak', {}, key)).toMatchObject({ status: 201, body: { id: 'oak' } });
    expect(await post('chairs/oak', {}, key)).toMatchObject({ status: 201, body: { id: 'oak', again: true } });
    expect(await chairs('oak')).toBe(1);
  });

  it('changes by its key alone what the path names', async () => {
    const { body } = await book(aKey());
    const key = aKey();
    const cancel = () => post(`client/appointments/${body.id}/cancel`, { reason: 'ill' }, key);
    const answers = [await cancel(), await cancel()];
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 200, body: { id: body.id, status: 'cancelled', version: 2 } });
    }
  });
});

describe('a key', () => {
  it('that was sent with another body is refused, and nothing is done', async () => {
    const key = aKey();
    const { body } = await book(key);
    const before = await clinic.rowCounts();
    expect(await book(key, '16:00')).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    expect(await book(key, '15:00', { doctorId: 'none' })).toMatchObject({ status: 422 });
    expect(await clinic.rowCounts()).toEqual(before);
    expect((await book(key)).body.id).toBe(body.id);
  });

  it('that was sent for another thing is refused', async () => {
    const ids = [(await book(aKey(), '15:00')).body.id, (await book(aKey(), '17:00')).body.id];
    const key = aKey();
    const answers = [];
    for (const id of ids) answers.push(await post(`client/appointments/${id}/cancel`, {}, key));
    expect(answers.map(({ status }) => status)).toEqual([200, 422]);
  });

  it('is each user’s and each route’s own', async () => {
    const key = aKey();
    const other = await clinic.client();
    const first = await book(key, '15:00');
    const second = await book(key, '16:00', {}, other);
    const cancelled = await post(`client/appointments/${first.body.id}/cancel`, {}, key);
    expect([first, second, cancelled].map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(second.body.id).not.toBe(first.body.id);
  });

  it.each([
    ['of nothing', ''],
    ['that is too long', 'x'.repeat(256)],
    ['of several words', 'a b'],
  ])('%s is malformed', async (_, key) => {
    const answer = await book(key);
    expect(answer).toMatchObject({ status: 400, body: { errors: { 'Idempotency-Key': [expect.any(String)] } } });
  });

  it('may be of any 255 printable characters', async () => {
    const key = `'";--${'~'.repeat(250)}`;
    expect((await book(key)).body.id).toBe((await book(key)).body.id);
  });

  it('says nothing to whoever is not signed in', async () => {
    const answer = await app.http.post('/api/client/appointments', {}, { headers: { 'Idempotency-Key': aKey() } });
    expect(answer.status).toBe(401);
  });
});

describe('what is kept of a request', () => {
  it('is nothing when it is refused: it may succeed later', async () => {
    const other = await clinic.client();
    const taken = await book(aKey(), '15:00', {}, other);
    const [key, before] = [aKey(), await kept()];
    expect(await book(key)).toMatchObject({ status: 409, body: { code: 'slot-taken' } });
    expect(await book(key, '15:00', { reason: '' })).toMatchObject({ status: 400 });
    expect(await kept()).toBe(before);
    await app.http.post(`/api/client/appointments/${taken.body.id}/cancel`, {}, other.token);
    expect((await book(key)).status).toBe(200);
  });

  it('is nothing when the refusal is audited in a transaction of its own', async () => {
    const admin = await clinic.admin();
    await book(aKey());
    const [job] = await clinic.rows(`SELECT id FROM jobs_Job WHERE type = 'appointments.remind' ORDER BY id DESC`);
    const before = await kept();
    const answer = await post(`admin/jobs/${String(job?.id)}/requeue`, {}, aKey(), admin);
    expect(answer.status).toBe(409);
    const [entry] = await clinic.rows('SELECT action FROM "AuditEntry" ORDER BY id DESC');
    expect(entry?.action).toBe('job.requeue-refused');
    expect(await kept()).toBe(before);
  });

  it('is nothing when it fails', async () => {
    const [key, before] = [aKey(), await kept()];
    expect((await post('chairs/broken', {}, key)).status).toBe(500);
    expect((await post('chairs/broken', {}, key)).status).toBe(500);
    expect(await chairs('broken')).toBe(0);
    expect(await kept()).toBe(before);
  });

  it('tells nothing about it', async () => {
    const key = aKey();
    await book(key, '15:00', { reason: 'A rare illness' });
    const rows = await clinic.rows('SELECT * FROM "IdempotencyKey"');
    expect(Object.keys(rows[0] ?? {})).toEqual(['name', 'mac', 'status', 'resourceId', 'expiresAt']);
    expect(JSON.stringify(rows)).not.toMatch(new RegExp(`rare|illness|${client.id}|${key}"`));
  });

  it('is forgotten after 24 hours, and removed', async () => {
    const key = aKey();
    const first = (await book(key, '15:00')).body.id;
    app.clock.advance(23 * 60 * 60_000);
    client.token = await clinic.signIn(client.user);
    expect((await book(key, '15:00')).body.id).toBe(first);
    app.clock.advance(60 * 60_000);
    client.token = await clinic.signIn(client.user);
    const anew = await book(key, '19:00');
    expect(anew.status).toBe(200);
    expect(anew.body.id).not.toBe(first);
    app.clock.advance(60_000);
    await app.get(Database).transaction(() => app.get(IdempotencyService).removeSome());
    expect(await kept()).toBe(1);
  });

  it('is nothing without a key', async () => {
    const before = await kept();
    await clinic.book(client, doctor.doctorId, TUESDAY, '15:00');
    expect(await kept()).toBe(before);
  });
});

describe('a twin', () => {
  it('waits for the first two seconds, and is then told to come again', async () => {
    const workshop = app.get(Workshop);
    let open: () => void = () => undefined;
    workshop.gate = new Promise((resolve) => (open = resolve));
    const entered = new Promise<void>((resolve) => (workshop.entered = resolve));
    const key = aKey();
    const first = post('chairs/elm', {}, key);
    await entered;
    const startedAt = performance.now();
    const twin = await post('chairs/elm', {}, key);
    expect(twin).toMatchObject({ status: 409, body: { code: 'still-running' } });
    expect(twin.headers.get('retry-after')).toBe('1');
    expect(performance.now() - startedAt).toBeGreaterThan(1_900);
    open();
    expect((await first).status).toBe(201);
    expect((await post('chairs/elm', {}, key)).body).toEqual({ id: 'elm', again: true });
    expect(await chairs('elm')).toBe(1);
  });
});

describe('the contract', () => {
  /** They change nothing, or what they give is for one moment. */
  const WITHOUT = [
    '/api/doctor/appointments-by-userid',
    '/api/doctor/reviews-by-userid',
    '/api/notifications/stream-ticket',
  ];

  it('gives every POST of signed-in users outside /auth a key', async () => {
    const { body } = await app.http.get('/api/openapi.json');
    const posts = Object.entries(
      body.paths as Record<string, { post?: { security?: unknown[]; parameters?: { name: string }[] } }>,
    )
      .filter(
        ([path, { post: it }]) => it?.security?.length && !path.startsWith('/api/auth/') && !WITHOUT.includes(path),
      )
      .map(([path, { post: it }]) => [path, it?.parameters?.some(({ name }) => name === 'Idempotency-Key') ?? false]);
    expect(posts.length).toBeGreaterThanOrEqual(6);
    expect(posts.filter(([, takesKey]) => !takesKey)).toEqual([]);
  });
});
