import Redis from 'ioredis';
import { DEFAULT_PACE, STREAM_PACE } from '../../src/notifications/live/stream.service';
import { type TestApp, startApp } from '../support/app';
import { Child } from '../support/child';
import { Clinic, type DoctorPerson, type Person } from '../support/clinic';
import { EventReader } from '../support/event-reader';
import { type RedisServer, startRedis } from '../support/redis';
import { TestClock } from '../support/test-clock';
import { type TestDatabase, freshDatabase } from '../support/test-database';
import { eventually } from '../support/waiting';

const MONDAY = '2027-01-04T08:00:00Z';
const TUESDAY = '2027-01-05';
const DUE = '2027-01-05T12:00:00Z';
/** No look comes within a test. */
const NEVER = 60 * 60_000;

jest.setTimeout(120_000);

/** An API here, and a worker and another API in processes of their own. */
describe.each(['the database', 'Redis'])('streams of several processes, told by %s', (how) => {
  let home: TestDatabase;
  let redis: RedisServer | null = null;
  let api: TestApp;
  let clinic: Clinic;
  let doctor: DoctorPerson;
  let patient: Person;
  let worker: Child;
  let otherApi: Child;
  let otherUrl: string;

  beforeAll(async () => {
    home = await freshDatabase('live');
    redis = how === 'Redis' ? await startRedis() : null;
    const env: Record<string, string> = redis ? { REDIS_URL: redis.url } : {};
    const clock = TestClock.at(MONDAY);
    api = await startApp({
      dataDir: home.folder,
      clock,
      env: { ...env, ROLE: 'api' },
      // Where Redis carries the news, nothing else may bring it.
      override: (builder) =>
        redis ? builder.overrideProvider(STREAM_PACE).useValue({ ...DEFAULT_PACE, look: NEVER }) : builder,
    });
    clinic = new Clinic(api);
    doctor = await clinic.doctor({ firstName: 'Ion', lastName: 'Pop' });
    patient = await clinic.client();
    [worker, otherApi] = [Child.start('clinic-process.ts'), Child.start('clinic-process.ts')];
    const start = { folder: home.folder, at: MONDAY };
    await worker.ask('start', { ...start, env: { ...env, ROLE: 'worker' } });
    otherUrl = await otherApi.ask('start', { ...start, env: { ...env, ROLE: 'api' } });
  });
  afterAll(async () => {
    await Promise.all([worker, otherApi].map((child) => child.kill()));
    await api.close();
    await redis?.kill();
    await home.remove();
  });

  const open = async (url: string, token: string) =>
    (await EventReader.open(`${url}/api/notifications/stream`, { token })).greeted();

  it('bring what a worker commits in another process', async () => {
    const booked = await clinic.book(patient, doctor.doctorId, TUESDAY, '15:00');
    expect(booked.status).toBe(200);
    api.clock.travelTo(DUE);
    const reader = await open(api.url, await clinic.signIn(patient.user));
    const begun = performance.now();
    await worker.ask('travelTo', DUE);
    await reader.until('the reminder is told', ({ notifications }) => notifications.length > 0);
    expect(performance.now() - begun).toBeLessThan(15_000);
    expect(reader.notifications).toMatchObject([
      { data: { typeName: 'reminder', userId: patient.id, appointmentId: booked.body.id } },
    ]);
    expect(reader.unread).toBe(2);
    reader.leave();
  });

  it('end in another process when the sign-in ends in this one', async () => {
    await otherApi.ask('travelTo', DUE);
    const token = await clinic.signIn(patient.user);
    const reader = await open(otherUrl, token);
    expect((await api.http.post('/api/auth/logout', undefined, token)).status).toBe(200);
    await reader.ended();
    expect(reader.notifications).toEqual([]);
  });

  it('take a ticket that another process gave, once', async () => {
    const token = await clinic.signIn(patient.user);
    const { body } = await api.http.post('/api/notifications/stream-ticket', undefined, token);
    const by = (url: string) => EventReader.open(`${url}/api/notifications/stream?ticket=${body.ticket}`);
    const reader = await (await by(otherUrl)).greeted();
    expect((await by(api.url)).response.status).toBe(401);
    expect((await by(otherUrl)).response.status).toBe(401);
    reader.leave();
  });

  it('bring what is read in another process', async () => {
    const token = await clinic.signIn(patient.user);
    const reader = await open(otherUrl, token);
    expect(reader.unread).toBe(2);
    await api.http.put('/api/notifications/read-all', undefined, token);
    await reader.until('it is told', ({ unread }) => unread === 0);
    reader.leave();
  });

  it('put nothing into Redis but who has something new, and up to where', async () => {
    if (!redis) return;
    const messages: unknown[] = [];
    const listener = new Redis(redis.url);
    listener.on('pmessage', (_: string, channel: string, text: string) => {
      if (channel.endsWith('inbox')) messages.push(JSON.parse(text));
    });
    await listener.psubscribe('*');
    patient.token = await clinic.signIn(patient.user);
    expect((await clinic.book(patient, doctor.doctorId, TUESDAY, '18:00')).status).toBe(200);
    await eventually('it is told', () => messages.length > 0);
    listener.disconnect();
    expect(messages).toEqual([
      expect.arrayContaining([
        [patient.id, expect.any(Number)],
        [doctor.id, expect.any(Number)],
      ]),
    ]);
    expect(await redis.run('KEYS', '*inbox*')).toBe('');
  });
});
