import { type Socket, connect } from 'node:net';
import { Database } from '../../src/database/database';
import { InboxRepository } from '../../src/notifications/inbox.repository';
import { DEFAULT_PACE, STREAM_PACE, type StreamPace } from '../../src/notifications/live/stream.service';
import { NotificationRepository } from '../../src/notifications/notification.repository';
import { NotificationService } from '../../src/notifications/notification.service';
import { type StartOptions, type TestApp, startApp } from '../support/app';
import { Clinic, type DoctorPerson, type Person } from '../support/clinic';
import { EventReader, type ReadOptions } from '../support/event-reader';
import { SmtpSink, hang } from '../support/smtp-sink';
import { TestClock } from '../support/test-clock';
import { eventually } from '../support/waiting';

const MONDAY = '2027-01-04T08:00:00Z';
const TUESDAY = '2027-01-05';
const HOUR = 60 * 60_000;

let app: TestApp;
let clinic: Clinic;
let doctor: DoctorPerson;
let patient: Person;
const readers: EventReader[] = [];

const paced =
  (pace: Partial<StreamPace>): StartOptions['override'] =>
  (builder) =>
    builder.overrideProvider(STREAM_PACE).useValue({ ...DEFAULT_PACE, ...pace });

async function start(options: StartOptions = {}): Promise<void> {
  app = await startApp({ clock: TestClock.at(MONDAY), ...options });
  clinic = new Clinic(app);
  doctor = await clinic.doctor({ firstName: 'Ion', lastName: 'Pop' });
  patient = await clinic.client({ firstName: 'Maria', lastName: 'Dobre' });
}

let stopping: Promise<void> | null = null;
const stop = () => (stopping ??= app.close());

afterEach(async () => {
  await stop();
  stopping = null;
  for (const reader of readers.splice(0)) reader.leave();
});

async function open(options: ReadOptions = { token: patient.token }, query = ''): Promise<EventReader> {
  const reader = await EventReader.open(`${app.url}/api/notifications/stream${query}`, options);
  readers.push(reader);
  return reader;
}

const resume = (lastEventId: number) => open({ token: patient.token, lastEventId });

async function book(time: string, by: Person = patient): Promise<string> {
  const answer = await clinic.book(by, doctor.doctorId, TUESDAY, time);
  expect(answer.status).toBe(200);
  return answer.body.id as string;
}

/** Tells the patient of a visit once more. */
function tell(appointmentId: string, sequence: number): Promise<void> {
  return app.get(Database).transaction(() =>
    app.get(NotificationService).notify({
      kind: 'modified',
      appointmentId: Number(appointmentId),
      sequence,
      offset: 0,
      patient: { userId: patient.id, language: 'en', firstName: 'Maria', emailReminders: true },
      doctor: null,
      byEmail: false,
      visit: {
        date: TUESDAY,
        time: '15:00',
        timeZone: 'Europe/Bucharest',
        startsAt: new Date('2027-01-05T13:00:00Z'),
        endsAt: new Date('2027-01-05T14:00:00Z'),
        doctorName: 'Ion Pop',
      },
      mailDeadline: null,
    }),
  );
}

const placesOf = (userId: string) =>
  clinic
    .rows<{ position: number }>('SELECT "position" FROM "Notification" WHERE "userId" = ? ORDER BY "position"', [
      userId,
    ])
    .then((rows) => rows.map(({ position }) => position));

describe('a stream of notifications', () => {
  beforeEach(() => start());

  it('is server-sent events that nothing keeps or holds back', async () => {
    const { response, others } = await (await open()).greeted();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    expect(others).toEqual([expect.stringMatching(/^retry: [234]\d{3}$/)]);
  });

  it('says at once how many are unread, and then tells what comes, in the shape of the list', async () => {
    await book('15:00');
    const reader = await (await open()).greeted();
    expect(reader.events).toEqual([{ name: 'unread', id: 1, data: { count: 1 } }]);

    const second = await book('17:00');
    await reader.until('both are told', ({ unread }) => unread === 2);
    const { body } = await app.http.get('/api/notifications', patient.token);
    expect(reader.events.slice(1)).toEqual([
      { name: 'notification', id: 2, data: { ...body[0], emailSent: expect.any(Boolean) } },
      { name: 'unread', id: 2, data: { count: 2 } },
    ]);
    expect(body[0].appointmentId).toBe(second);
  });

  it('tells each user of what is their own', async () => {
    const [mine, doctors, others] = [
      await (await open()).greeted(),
      await (await open({ token: doctor.token })).greeted(),
      await (await open({ token: (await clinic.client()).token })).greeted(),
    ];
    await book('15:00');
    await mine.until('the patient is told', ({ unread }) => unread === 1);
    await doctors.until('the doctor is told', ({ unread }) => unread === 1);
    expect(mine.notifications.map(({ data }) => data.userId)).toEqual([patient.id]);
    expect(doctors.notifications.map(({ data }) => data.userId)).toEqual([doctor.id]);
    expect(others.events).toHaveLength(1);
  });

  it('tells every open stream, also of what is read in another', async () => {
    const tabs = await Promise.all([1, 2, 3].map(async () => (await open()).greeted()));
    await book('15:00');
    await book('17:00');
    for (const tab of tabs) await tab.until('both are told', ({ unread }) => unread === 2);
    const id: unknown = tabs[0]?.notifications[0]?.data.id;
    await app.http.put(`/api/notifications/${String(id)}/read`, undefined, patient.token);
    for (const tab of tabs) await tab.until('one is read', ({ unread }) => unread === 1);
    await app.http.put('/api/notifications/read-all', undefined, patient.token);
    for (const tab of tabs) await tab.until('all are read', ({ unread }) => unread === 0);
    expect(tabs.map(({ notifications }) => notifications.length)).toEqual([2, 2, 2]);
  });

  it('is not told of what was read before already', async () => {
    await book('15:00');
    await app.http.put('/api/notifications/read-all', undefined, patient.token);
    const { lastEventId } = await (await open()).greeted();
    const [{ id }] = (await app.http.get('/api/notifications', patient.token)).body;
    await app.http.put(`/api/notifications/${id}/read`, undefined, patient.token);
    await app.http.put('/api/notifications/read-all', undefined, patient.token);
    expect((await (await open()).greeted()).lastEventId).toBe(lastEventId);
  });

  it('shows nothing of what is rolled back', async () => {
    const id = await book('15:00');
    const reader = await (await open()).greeted();
    const refused = app.get(Database).transaction(async () => {
      await tell(id, 1);
      throw new Error('refused');
    });
    await expect(refused).rejects.toThrow('refused');
    await tell(id, 2);
    await reader.until('the next is told', ({ unread }) => unread === 2);
    expect(reader.notifications).toHaveLength(1);
  });
});

describe('resumed', () => {
  beforeEach(() => start());

  it('tells what came meanwhile, in order, and then what comes', async () => {
    const id = await book('15:00');
    const first = await (await open()).greeted();
    first.leave();
    for (const sequence of [1, 2, 3]) await tell(id, sequence);
    const second = await (await resume(first.lastEventId)).greeted();
    expect(second.notifications.map(({ id: place }) => place)).toEqual([2, 3, 4]);
    await tell(id, 4);
    await second.until('the next is told', ({ unread }) => unread === 5);
    expect(second.notifications.map(({ id: place }) => place)).toEqual([2, 3, 4, 5]);
  });

  it('loses and repeats nothing of what is committed by many at once', async () => {
    const id = await book('15:00');
    const heard: number[] = [];
    let last = 0;
    const writing = Promise.all(
      [1, 2, 3, 4].map(async (writer) => {
        for (let each = 0; each < 25; each++) await tell(id, writer * 100 + each);
      }),
    );
    const done = await eventually('all is heard', async () => {
      const reader = await (await resume(last)).greeted();
      reader.leave();
      heard.push(...reader.notifications.map(({ id: place }) => place));
      last = reader.lastEventId;
      return heard.length >= 101;
    });
    await writing;
    expect(done).toBe(true);
    expect(heard).toEqual(await placesOf(patient.id));
    expect(new Set(heard).size).toBe(101);
  });

  it('by the query, where no header can be sent', async () => {
    const id = await book('15:00');
    await tell(id, 1);
    const reader = await (await open({ token: patient.token }, '?lastEventId=1')).greeted();
    expect(reader.notifications.map(({ id: place }) => place)).toEqual([2]);
    const first = await (await open({ token: patient.token }, '?lastEventId=')).greeted();
    expect(first.notifications).toEqual([]);
  });

  it('from a place that is still to come, tells what comes', async () => {
    const id = await book('15:00');
    const reader = await (await resume(999)).greeted();
    expect(reader.events).toEqual([{ name: 'unread', id: 1, data: { count: 1 } }]);
    await tell(id, 1);
    await reader.until('the next is told', ({ unread }) => unread === 2);
  });

  it.each(['-1', '1.5', 'x', '9'.repeat(16)])('from "%s" is refused', async (id) => {
    const { response } = await open({ token: patient.token, headers: { 'last-event-id': id } });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: 'malformed',
      errors: { 'Last-Event-ID': [expect.anything()] },
    });
    expect((await open({ token: patient.token }, `?lastEventId=${id}`)).response.status).toBe(400);
  });
});

describe('a ticket', () => {
  beforeEach(() => start());

  const ticketFor = async (person: Person) => {
    const answer = await app.http.post('/api/notifications/stream-ticket', undefined, person.token);
    expect(answer).toMatchObject({ status: 200, body: { ticket: expect.stringMatching(/^[\w-]{43}$/) } });
    return answer.body.ticket as string;
  };
  const by = (ticket: string) => open({}, `?ticket=${ticket}`);

  it('opens one stream of whom it was given to, once', async () => {
    const ticket = await ticketFor(patient);
    const reader = await (await by(ticket)).greeted();
    await book('15:00');
    await reader.until('it is told', ({ unread }) => unread === 1);
    const again = await by(ticket);
    expect(again.response.status).toBe(401);
    expect(await again.response.json()).toMatchObject({ code: 'unauthenticated' });
  });

  it('opens one of many streams that are asked for at once', async () => {
    const ticket = await ticketFor(patient);
    const statuses = await Promise.all(Array.from({ length: 5 }, async () => (await by(ticket)).response.status));
    expect(statuses.sort()).toEqual([200, 401, 401, 401, 401]);
  });

  it('is good for half a minute', async () => {
    const [early, late] = [await ticketFor(patient), await ticketFor(patient)];
    app.clock.advance(25_000);
    expect((await by(early)).response.status).toBe(200);
    app.clock.advance(6_000);
    expect((await by(late)).response.status).toBe(401);
  });

  it('is no good once its sign-in is over, and is none of what it is not', async () => {
    const ticket = await ticketFor(patient);
    await app.http.post('/api/auth/logout', undefined, patient.token);
    expect((await by(ticket)).response.status).toBe(401);
    for (const other of ['', 'x', patient.token]) expect((await by(other)).response.status).toBe(401);
  });

  it('opens nothing but a stream', async () => {
    const ticket = await ticketFor(patient);
    expect((await app.http.get(`/api/notifications?ticket=${ticket}`)).status).toBe(401);
    expect((await by(ticket)).response.status).toBe(200);
  });

  it('is stored so that it cannot be used, and shown in no log', async () => {
    const ticket = await ticketFor(patient);
    const stored = JSON.stringify(await clinic.rows('SELECT * FROM "Ticket"'));
    expect(stored).not.toContain(ticket);
    await by(ticket);
    expect(JSON.stringify(app.logs())).not.toContain(ticket);
  });

  it('needs a sign-in', async () => {
    expect((await app.http.post('/api/notifications/stream-ticket')).status).toBe(401);
  });
});

describe('at most six streams of a user', () => {
  beforeEach(() => start());

  it('are open: the seventh is refused, until one has ended', async () => {
    const six = await Promise.all(Array.from({ length: 6 }, async () => (await open()).greeted()));
    const { response } = await open();
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await response.json()).toMatchObject({ code: 'too-many-streams' });
    expect((await open({ token: doctor.token })).response.status).toBe(200);
    six[0]?.leave();
    await eventually('there is room', async () => (await open()).response.status === 200);
  });

  it('are not taken up by HEAD', async () => {
    for (let each = 0; each < 8; each++) {
      const { status, headers } = await app.http.send('HEAD', '/api/notifications/stream', undefined, patient.token);
      expect([status, headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    }
    expect((await open()).response.status).toBe(200);
  });
});

describe('a stream ends', () => {
  beforeEach(() => start());

  it('with a logout, and the others of the user do not', async () => {
    const other = await (await open({ token: await clinic.signIn(patient.user) })).greeted();
    const reader = await (await open()).greeted();
    await app.http.post('/api/auth/logout', undefined, patient.token);
    await reader.ended();
    expect((await open()).response.status).toBe(401);
    await book('15:00', { ...patient, token: await clinic.signIn(patient.user) });
    await other.until('it is told', ({ unread }) => unread === 1);
    expect(reader.notifications).toEqual([]);
  });

  it('with a change of role', async () => {
    const reader = await (await open()).greeted();
    const change = { userId: patient.id, roleName: 'Admin' };
    const { status } = await app.http.put('/api/doctor/update-user-role', change, (await clinic.admin()).token);
    expect(status).toBe(200);
    await reader.ended();
  });

  it('with the deactivation of its user, or when its token expires', async () => {
    const [mine, doctors] = [await (await open()).greeted(), await (await open({ token: doctor.token })).greeted()];
    await clinic.write('UPDATE "User" SET isActive = 0 WHERE id = ?', [patient.id]);
    await mine.ended();
    expect(doctors.hasEnded).toBe(false);
    app.clock.advance(HOUR);
    await doctors.ended();
  });

  it('before anything more is told through it', async () => {
    const id = await book('15:00');
    const reader = await (await open()).greeted();
    await app.get(Database).transaction(async () => {
      await clinic.rows('UPDATE "User" SET isActive = 0 WHERE id = ?', [patient.id]);
      await tell(id, 1);
    });
    await reader.ended();
    expect(reader.notifications).toEqual([]);
  });

  it('before anything more is told, also when that is committed while it is brought up to date', async () => {
    const id = await book('15:00');
    const reader = await (await open()).greeted();
    const inboxes = app.get(InboxRepository);
    const positions = inboxes.positions.bind(inboxes);
    jest.spyOn(inboxes, 'positions').mockImplementationOnce(async (userIds) => {
      await app.get(Database).transaction(async () => {
        await clinic.rows('UPDATE "User" SET isActive = 0 WHERE id = ?', [patient.id]);
        await tell(id, 2);
      });
      return positions(userIds);
    });
    await tell(id, 1);
    await reader.ended();
    expect(reader.notifications).toEqual([]);
  });
});

describe('a reader that does not read', () => {
  /** More than what the system keeps for a connection. */
  const MANY = 12_000;

  it('is let go, and resumes without loss', async () => {
    await start({ override: paced({ look: 50, beat: 200 }) });
    const id = Number(await book('15:00'));
    const told = {
      userId: patient.id,
      kind: 'modified',
      title: 'Told',
      message: 'x'.repeat(1000),
      appointmentId: id,
      offset: 0,
      shownUntil: null,
    };
    for (let from = 0; from < MANY; from += 1000) {
      await app.get(Database).transaction(async () => {
        await app.get(InboxRepository).advance(new Map([[patient.id, 1000]]));
        const rows = Array.from({ length: 1000 }, (_, at) => ({
          ...told,
          sequence: from + at + 1,
          position: from + at + 2,
        }));
        await app.get(NotificationRepository).insertMissing(rows, app.clock.now());
      });
    }

    const socket = await silent(`GET /api/notifications/stream?lastEventId=0 HTTP/1.1
Host: localhost
Authorization: Bearer ${patient.token}

`);
    await eventually('it is let go', () =>
      app.logs().some(({ route, status }) => route === '/api/notifications/stream' && status === null),
    );
    socket.destroy();

    // Whoever reads may be let go, too, where beats are so short and the machine is busy.
    const heard: number[] = [];
    for (let last = 0; last <= MANY;) {
      const reader = await resume(last);
      await reader.until('it is told', ({ hasEnded, unread }) => hasEnded || unread !== undefined);
      reader.leave();
      heard.push(...reader.notifications.map(({ id: place }) => place));
      last = reader.lastEventId || last;
    }
    expect(heard).toEqual(await placesOf(patient.id));
  }, 120_000);

  /** A connection that sends `text` and takes nothing in. */
  async function silent(text: string): Promise<Socket> {
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.pause();
    socket.write(text.replaceAll('\n', '\r\n'));
    await eventually('it is connected', () => !socket.connecting);
    return socket;
  }
});

describe('signs of life', () => {
  it('come while there is no news', async () => {
    await start({ override: paced({ beat: 50 }) });
    const reader = await (await open()).greeted();
    await reader.until('it beats', ({ others }) => others.filter((each) => each === ':').length >= 3);
    expect(reader.events).toHaveLength(1);
  });
});

describe('a process that is told to stop', () => {
  it('ends its streams before it waits for running jobs, and opens no more', async () => {
    const sink = await SmtpSink.start();
    await start({ env: { SMTP_URL: sink.url } });
    sink.nextAnswers([hang('rcpt')]);
    const reader = await (await open()).greeted();
    await book('15:00');
    await eventually('a mail is being sent', () => sink.transactions.some(({ stage }) => stage === 'rcpt'));

    let hasStopped = false;
    const stopped = stop().then(() => (hasStopped = true));
    await reader.ended();
    expect(hasStopped).toBe(false);
    const { response } = await open();
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ code: 'stopping' });
    sink.release();
    await stopped;
    await sink.stop();
  });
});
