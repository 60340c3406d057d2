import { Database } from '../../src/database/database';
import { JobRunner } from '../../src/jobs/worker/job-runner';
import type { AppointmentNotice } from '../../src/notifications/appointment-notice';
import { NotificationService } from '../../src/notifications/notification.service';
import { type TestApp, startApp } from '../support/app';
import type { ApiAnswer } from '../support/client';
import { Clinic, type DoctorPerson, type Person } from '../support/clinic';
import { EventReader } from '../support/event-reader';
import { TestClock } from '../support/test-clock';

const MONDAY = '2027-01-04T08:00:00Z';
const TUESDAY = '2027-01-05';

describe('Notifications', () => {
  let app: TestApp;
  let clinic: Clinic;
  let doctor: DoctorPerson;
  let patient: Person;

  beforeAll(async () => {
    app = await startApp({ clock: TestClock.at(MONDAY) });
    clinic = new Clinic(app);
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    app.clock.travelTo(MONDAY);
    doctor = await clinic.doctor({ firstName: 'Ion', lastName: 'Pop' });
    patient = await clinic.client({ firstName: 'Maria', lastName: 'Dobre' });
  });

  const idle = () => app.get(JobRunner).idle();

  async function book(time: string, by: Person = patient): Promise<string> {
    const answer = await clinic.book(by, doctor.doctorId, TUESDAY, time);
    expect(answer.status).toBe(200);
    return answer.body.id as string;
  }

  async function inbox(of: Person, query = ''): Promise<ApiAnswer['body'][]> {
    const answer = await app.http.get(`/api/notifications${query}`, of.token);
    expect(answer.status).toBe(200);
    return answer.body;
  }

  /** The patient's deliveries, each with the job that sends it. */
  const deliveries = () =>
    clinic.rows(
      `SELECT d."id", d."kind", d."sequence", n."userId" AS reader, j.id AS jobId, j.type, j.queue, j.payload, j."key", j.deadline
       FROM "Delivery" d JOIN "Notification" n ON n."id" = d."notificationId" JOIN jobs_Job j ON j.id = d."jobId"
       WHERE d."userId" = ? ORDER BY d."id"`,
      [patient.id],
    );

  async function mailJobs(): Promise<unknown> {
    const [row] = await clinic.rows(
      `SELECT COUNT(*) AS count FROM jobs_Job WHERE type = 'notifications.deliver-email'`,
    );
    return row?.count;
  }

  const readerOf = ({ id, user: { language, firstName } }: Person) => ({ userId: id, language, firstName });

  /** The notice of that visit as its booking made it. */
  function created(appointmentId: string, changes: Partial<AppointmentNotice> = {}): AppointmentNotice {
    return {
      kind: 'created',
      appointmentId: Number(appointmentId),
      sequence: 0,
      offset: 0,
      patient: { ...readerOf(patient), emailReminders: true },
      doctor: readerOf(doctor),
      byEmail: true,
      visit: {
        date: TUESDAY,
        time: '15:00',
        timeZone: 'Europe/Bucharest',
        startsAt: new Date('2027-01-05T13:00:00Z'),
        endsAt: new Date('2027-01-05T14:00:00Z'),
        doctorName: 'Ion Pop',
      },
      mailDeadline: null,
      ...changes,
    };
  }

  const notify = (...notices: AppointmentNotice[]) =>
    app.get(Database).transaction(() => app.get(NotificationService).notifyMany(notices));

  describe('of a booking', () => {
    it('have exactly this shape for the patient', async () => {
      const id = await book('15:00');
      expect(await inbox(patient)).toEqual([
        {
          id: expect.stringMatching(/^\d+$/),
          userId: patient.id,
          title: 'Appointment confirmed',
          message:
            'Your appointment with Ion Pop is booked for Tuesday, 5 January 2027 at 15:00 (Europe/Bucharest, UTC+2).',
          type: 0,
          typeName: 'created',
          appointmentId: id,
          createdAt: expect.stringMatching(/^2027-01-04T08:0\d:\d\d\.\d{3}Z$/),
          isRead: false,
          readAt: null,
          emailSent: expect.any(Boolean),
        },
      ]);
    });

    it('tell the doctor when, in their language, and not whose', async () => {
      await clinic.write(`UPDATE "User" SET "language" = 'ro' WHERE "id" = ?`, [doctor.id]);
      const id = await book('15:00');
      const [notification, ...others] = await inbox(doctor);
      expect(others).toEqual([]);
      expect(notification).toMatchObject({ title: 'Programare nouă', appointmentId: id, emailSent: false });
      expect(notification.message).toContain('marți, 5 ianuarie 2027, ora 15:00');
      expect(JSON.stringify(notification)).not.toMatch(/Maria|Dobre|check-up/);
    });

    it('go when the booking goes: nothing is left of one that was refused', async () => {
      const id = await book('15:00');
      await expect(
        app.get(Database).transaction(async () => {
          await app.get(NotificationService).notify(created(id, { sequence: 1 }));
          throw new Error('refused');
        }),
      ).rejects.toThrow('refused');
      expect(await inbox(patient)).toHaveLength(1);
      expect(await deliveries()).toHaveLength(1);
    });

    it('cannot be written outside a transaction', async () => {
      const id = await book('15:00');
      await expect(app.get(NotificationService).notify(created(id, { sequence: 1 }))).rejects.toThrow(
        'Writes happen only inside Database.transaction.',
      );
    });
  });

  describe('told again', () => {
    it('are written once, with one mail and one job', async () => {
      const id = await book('15:00');
      await idle();
      const [before, jobs] = [await deliveries(), await mailJobs()];
      await notify(created(id), created(id));
      expect(await inbox(patient)).toHaveLength(1);
      expect(await inbox(doctor)).toHaveLength(1);
      expect(await deliveries()).toEqual(before);
      expect(await mailJobs()).toBe(jobs);
    });

    it('do not keep others from being told', async () => {
      const id = await book('15:00');
      await notify(created(id), created(id, { sequence: 1, kind: 'modified' }));
      expect((await inbox(patient)).map(({ typeName }) => typeName)).toEqual(['modified', 'created']);
      expect(await deliveries()).toMatchObject([{ kind: 'created' }, { kind: 'modified', sequence: 1 }]);
    });
  });

  it('join their delivery and its job', async () => {
    await book('15:00');
    const [delivery, ...others] = await deliveries();
    const id = String(delivery?.id);
    expect(others).toEqual([]);
    expect(delivery).toEqual({
      id: delivery?.id,
      kind: 'created',
      sequence: 0,
      reader: patient.id,
      jobId: expect.any(Number),
      type: 'notifications.deliver-email',
      queue: 'mail',
      payload: `{"deliveryId":${id}}`,
      key: `delivery:${id}`,
      deadline: '2027-01-05T13:00:00.000Z',
    });
  });

  it('find their mail by the appointment and by the user', async () => {
    const id = await book('15:00');
    const [delivery] = await deliveries();
    const tags = await clinic.rows('SELECT name, value FROM jobs_Tag WHERE jobId = ? ORDER BY name', [
      Number(delivery?.jobId),
    ]);
    expect(tags).toEqual([
      { name: 'appointmentId', value: id },
      { name: 'deliveryId', value: String(delivery?.id) },
      { name: 'userId', value: patient.id },
    ]);
  });

  it('are not mailed of a completed visit, nor as reminders to whoever wants none by e-mail', async () => {
    const id = await book('15:00');
    await notify(
      created(id, { kind: 'completed', doctor: null }),
      created(id, {
        kind: 'reminder',
        offset: 60,
        patient: { ...readerOf(patient), emailReminders: false },
        doctor: null,
      }),
    );
    expect((await inbox(patient)).map(({ type }) => type).sort()).toEqual([0, 2, 4]);
    expect((await deliveries()).map(({ kind }) => kind)).toEqual(['created']);
  });

  it('cost the same statements however many there are', async () => {
    const ids = [await book('10:00'), await book('11:00'), await book('12:00')];
    const query = jest.spyOn(app.get(Database), 'query');
    const statementsOf = async (notices: AppointmentNotice[]) => {
      await app.get(JobRunner).idle();
      query.mockClear();
      await notify(...notices);
      // The mails of these notices begin later; what else runs meanwhile does not touch these tables.
      return query.mock.calls.map(([sql]) => sql).filter((sql) => /"(Notification|Delivery)"/.test(sql));
    };
    const one = await statementsOf([created(ids[0] ?? '', { sequence: 1 })]);
    const many = await statementsOf(ids.map((id) => created(id, { sequence: 2 })));
    query.mockRestore();
    expect(one).toHaveLength(3);
    expect(many).toEqual(one);
    expect((await deliveries()).filter(({ sequence }) => sequence === 2)).toHaveLength(3);
  });

  describe('listed', () => {
    it('are the newest first and the own only', async () => {
      const first = await book('15:00');
      app.clock.advance(1000);
      const second = await book('17:00');
      const other = await clinic.client();
      await book('18:00', other);
      expect((await inbox(patient)).map(({ appointmentId }) => appointmentId)).toEqual([second, first]);
      expect((await inbox(other)).map(({ userId }) => userId)).toEqual([other.id]);
      expect(await inbox(await clinic.admin())).toEqual([]);
    });

    it('come in pages without gap or repeat, with the total when it is asked for', async () => {
      for (const time of ['10:00', '11:00', '12:00', '14:00', '15:00']) await book(time);
      const all = await inbox(patient);
      const seen: unknown[] = [];
      let path: string | null = '/api/notifications?limit=2&count=true';
      while (path) {
        const answer = await app.http.get(path, patient.token);
        expect(answer.headers.get('x-total-count')).toBe('5');
        expect(answer.body.length).toBeLessThanOrEqual(2);
        seen.push(...answer.body.map(({ id }: { id: string }) => id));
        path = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1] ?? null;
      }
      expect(seen).toEqual(all.map(({ id }) => id));
      expect(seen).toHaveLength(5);
    });

    it('can be the unread ones', async () => {
      await book('15:00');
      await book('17:00');
      await idle(); // or a mail sent meanwhile would show
      const [newest, oldest] = await inbox(patient);
      await app.http.put(`/api/notifications/${newest.id}/read`, undefined, patient.token);
      expect(await inbox(patient, '?unread=true')).toEqual([oldest]);
      expect(await inbox(patient, '?unread=false')).toHaveLength(2);
    });

    it.each(['?limit=0', '?limit=1001', '?cursor=nonsense', '?unread=perhaps'])('refuse %s', async (query) => {
      const answer = await app.http.get(`/api/notifications${query}`, patient.token);
      expect(answer.status).toBe(400);
      expect(answer.body.code).toBe('malformed');
    });
  });

  describe('of a visit that is over', () => {
    const notices = (id: string) => [
      created(id, { kind: 'reminder', offset: 60, doctor: null, byEmail: false }),
      created(id, { kind: 'modified', sequence: 1, byEmail: false }),
    ];
    const count = async (query = '') =>
      (await app.http.get(`/api/notifications?count=true${query}`, patient.token)).headers.get('x-total-count');
    const unread = async () => (await app.http.get('/api/notifications/unread-count', patient.token)).body.count;

    async function travelTo(at: string): Promise<void> {
      app.clock.travelTo(at);
      patient.token = await clinic.signIn(patient.user);
    }

    it('are listed and counted without its reminders, from its end on', async () => {
      await notify(...notices(await book('15:00')));
      await travelTo('2027-01-05T13:59:00Z');
      expect((await inbox(patient)).map(({ typeName }) => typeName)).toContain('reminder');
      expect([await count(), await count('&unread=true'), await unread()]).toEqual(['3', '3', 3]);

      await travelTo('2027-01-05T14:00:00Z');
      expect((await inbox(patient)).map(({ typeName }) => typeName).sort()).toEqual(['created', 'modified']);
      expect((await inbox(patient, '?unread=true')).map(({ typeName }) => typeName)).not.toContain('reminder');
      expect([await count(), await count('&unread=true'), await unread()]).toEqual(['2', '2', 2]);
    });

    it('are not brought to a stream that is resumed', async () => {
      await notify(...notices(await book('15:00')));
      await travelTo('2027-01-05T14:00:00Z');
      const reader = await EventReader.open(`${app.url}/api/notifications/stream`, {
        token: patient.token,
        lastEventId: 0,
      });
      await reader.greeted();
      expect(reader.notifications.map(({ data }) => data.typeName)).toEqual(['created', 'modified']);
      expect(reader.unread).toBe(2);
      reader.leave();
    });
  });

  describe('read', () => {
    it('say when, once and for all', async () => {
      await book('15:00');
      const [{ id }] = await inbox(patient);
      const answer = await app.http.put(`/api/notifications/${id}/read`, undefined, patient.token);
      expect(answer).toMatchObject({ status: 200, body: { message: expect.any(String) } });
      const [read] = await inbox(patient);
      expect(read).toMatchObject({ isRead: true, readAt: expect.stringMatching(/^2027-01-04T08:/) });

      app.clock.advance(60_000);
      expect((await app.http.put(`/api/notifications/${id}/read`, undefined, patient.token)).status).toBe(200);
      expect(await inbox(patient)).toEqual([read]);
    });

    it('are counted down', async () => {
      await book('15:00');
      await book('17:00');
      const unread = async (of: Person) => (await app.http.get('/api/notifications/unread-count', of.token)).body;
      expect(await unread(patient)).toEqual({ count: 2 });
      const [{ id }] = await inbox(patient);
      await app.http.put(`/api/notifications/${id}/read`, undefined, patient.token);
      expect(await unread(patient)).toEqual({ count: 1 });
      expect(await unread(doctor)).toEqual({ count: 2 });
      const answer = await app.http.put('/api/notifications/read-all', undefined, patient.token);
      expect(answer).toMatchObject({ status: 200, body: { message: expect.any(String) } });
      expect(await unread(patient)).toEqual({ count: 0 });
      expect(await unread(doctor)).toEqual({ count: 2 });
    });

    it.each(['Client', 'Doctor', 'Admin'] as const)("cannot be another's, whatever the role: %s", async (role) => {
      await book('15:00');
      const [notification] = await inbox(patient);
      const other = await clinic.person(role);
      const answer = await app.http.put(`/api/notifications/${notification.id}/read`, undefined, other.token);
      expect(answer).toMatchObject({ status: 404, body: { code: 'not-found' } });
      expect(await inbox(patient)).toMatchObject([{ id: notification.id, isRead: false }]);
    });

    it.each(['999999', '0', 'abc', '-1', '1.5', '1234567890123456'])('are not found under "%s"', async (id) => {
      const answer = await app.http.put(`/api/notifications/${id}/read`, undefined, patient.token);
      expect(answer.status).toBe(404);
    });
  });

  it.each([
    ['GET', ''],
    ['GET', '/unread-count'],
    ['GET', '/stream'],
    ['POST', '/stream-ticket'],
    ['PUT', '/read-all'],
    ['PUT', '/1/read'],
  ])('need a sign-in: %s /notifications%s', async (method, path) => {
    const answer = await app.http.send(method, `/api/notifications${path}`);
    expect(answer).toMatchObject({ status: 401, body: { code: expect.any(String) } });
  });
});
