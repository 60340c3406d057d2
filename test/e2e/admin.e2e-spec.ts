import { Database } from '../../src/database/database';
import { aRegistration } from '../builders/registration';
import { type TestApp, startApp } from '../support/app';
import { Clinic, type DoctorPerson, type Person } from '../support/clinic';
import { TestClock } from '../support/test-clock';

const NOW = '2027-01-04T08:00:00.000Z'; // Monday, 10:00 in the clinic
const TUESDAY = '2027-01-05';
const NOBODY = '6f1c6f0e-2b7e-4f7c-9a53-0c9a5c0f2d11';

let app: TestApp;
let clinic: Clinic;
let admin: Person;

beforeEach(async () => {
  app = await startApp({ clock: TestClock.at(NOW), env: { ROLE: 'api' } });
  clinic = new Clinic(app);
  admin = await clinic.admin();
});
afterEach(() => app.close());

/** The id of an appointment that `client` books with `doctor`. */
async function booked(client: Person, doctor: DoctorPerson, date = TUESDAY, time = '09:00'): Promise<string> {
  const { status, body } = await clinic.book(client, doctor.doctorId, date, time);
  expect({ status, body }).toMatchObject({ status: 200 });
  return String(body.id);
}

const isSignedIn = async ({ token }: Person) => (await app.http.get('/api/notifications', token)).status === 200;

/** How many statements `work` runs. */
async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const queries = jest.spyOn(app.get(Database), 'query');
  await work();
  const { length } = queries.mock.calls;
  queries.mockRestore();
  return length;
}

describe('the figures', () => {
  const figures = async () => (await app.http.get('/api/admin/dashboard', admin.token)).body;

  it('of an empty clinic are its one Admin', async () => {
    expect(await figures()).toEqual({
      totalUsers: 1,
      clientUsers: 0,
      adminUsers: 1,
      doctorUsers: 0,
      newUsersThisMonth: 1,
      totalAppointments: 0,
      todayAppointments: 0,
      weeklyAppointments: 0,
      appointmentsByStatus: { scheduled: 0, completed: 0, cancelled: 0, noShow: 0, inProgress: 0 },
    });
  });

  it('count users by role, and those of this month by the calendar of the clinic', async () => {
    const old = await clinic.client();
    const recent = await clinic.client();
    await clinic.doctor();
    const cameAt = (person: Person, at: string) =>
      clinic.write('UPDATE "User" SET createdAt = ? WHERE id = ?', [at, person.id]);
    // The year began in Bucharest at 22:00Z.
    await cameAt(old, '2026-12-31T21:59:59.999Z');
    await cameAt(recent, '2026-12-31T22:00:00.000Z');
    expect(await figures()).toMatchObject({
      totalUsers: 4,
      clientUsers: 2,
      adminUsers: 1,
      doctorUsers: 1,
      newUsersThisMonth: 3,
    });
  });

  it('count appointments by status, and those of today and this week by the calendar of the clinic', async () => {
    const client = await clinic.client();
    const doctor = await clinic.doctor();
    const ids: string[] = [];
    for (const time of ['09:00', '10:00', '11:00', '12:00', '13:00'])
      ids.push(await booked(client, doctor, TUESDAY, time));
    const set = (index: number, status: string, startsAt: string) =>
      clinic.write('UPDATE "Appointment" SET status = ?, startsAt = ? WHERE id = ?', [
        status,
        startsAt,
        ids[index] ?? '',
      ]);
    // Monday lasts from Sunday 22:00Z to Monday 22:00Z, the week until Sunday 22:00Z.
    await set(0, 'cancelled', '2027-01-03T21:59:59.999Z');
    await set(1, 'completed', '2027-01-03T22:00:00.000Z');
    await set(2, 'in-progress', '2027-01-04T21:59:59.999Z');
    await set(3, 'no-show', '2027-01-04T22:00:00.000Z');
    await set(4, 'scheduled', '2027-01-10T22:00:00.000Z');
    expect(await figures()).toMatchObject({
      totalAppointments: 5,
      todayAppointments: 2,
      weeklyAppointments: 3,
      appointmentsByStatus: { scheduled: 1, completed: 1, cancelled: 1, noShow: 1, inProgress: 1 },
    });
  });

  it('take as many statements for many rows as for few', async () => {
    const few = await statementsOf(figures);
    const doctor = await clinic.doctor();
    for (let each = 0; each < 5; each++) await booked(await clinic.client(), doctor, TUESDAY, `1${each}:00`);
    expect(await statementsOf(figures)).toBe(few);
  });

  it('are for Admins', async () => {
    for (const { token } of [await clinic.client(), await clinic.doctor()]) {
      expect((await app.http.get('/api/admin/dashboard', token)).status).toBe(403);
    }
  });
});

describe('the list of users', () => {
  it('takes as many statements for many users and reports as for few', async () => {
    const doctor = await clinic.doctor();
    const withReport = async (time: string) => {
      const id = await clinic.visited(await clinic.client(), doctor.doctorId, TUESDAY, time);
      const { status } = await app.http.post('/api/doctor/medical-reports', { appointmentId: id }, doctor.token);
      expect(status).toBe(201);
    };
    const list = async () => {
      const { body } = await app.http.get('/api/admin/users', admin.token);
      return body.flatMap((user: { medicalReports: unknown[] }) => user.medicalReports).length;
    };
    await withReport('09:00');
    const few = await statementsOf(list);
    for (let each = 0; each < 5; each++) await withReport(`1${each}:00`);
    expect(await statementsOf(list)).toBe(few);
    expect(await list()).toBe(6);
  });
});

describe('changing an account', () => {
  const change = (id: string, body: object, by = admin) => app.http.put(`/api/admin/users/${id}`, body, by.token);

  it('gives another e-mail address, by which the user signs in from then on', async () => {
    const registration = aRegistration();
    await app.http.post('/api/auth/register', registration);
    const [user] = await clinic.rows<{ id: string }>('SELECT id FROM "User" WHERE email = ?', [registration.email]);
    const { status, body } = await change(user?.id ?? '', { email: ' New.Address@Example.com ' });
    expect(status).toBe(200);
    expect(body).toEqual({
      id: user?.id,
      userName: registration.userName,
      email: 'New.Address@Example.com',
      firstName: 'Ioana',
      lastName: 'Marin',
      displayName: 'Ioana M.',
      dateOfBirth: '1990-05-17',
      gender: 1,
      role: 'Client',
      createdAt: expect.stringMatching(/Z$/),
      isActive: true,
      medicalReports: [],
      affectedAppointments: [],
    });
    const login = (email: string) => app.http.post('/api/auth/login', { email, password: registration.password });
    expect((await login('new.address@example.com')).status).toBe(200);
    expect((await login(registration.email)).status).toBe(401);
  });

  it('to an address that somebody has, in whatever case, is refused', async () => {
    const [one, other] = [await clinic.client(), await clinic.client()];
    const answer = await change(one.id, { email: other.user.email.toUpperCase(), isActive: false });
    expect(answer).toMatchObject({ status: 409, body: { code: 'duplicate', errors: { email: [expect.any(String)] } } });
    expect(await isSignedIn(one)).toBe(true);
    expect((await change(one.id, { email: one.user.email.toUpperCase() })).status).toBe(200);
  });

  it('deactivates a patient: signed out at once and for good, what is booked stays and is named', async () => {
    const [client, doctor] = [await clinic.client(), await clinic.doctor()];
    const [second, first] = [await booked(client, doctor, '2027-01-06'), await booked(client, doctor)];
    const cancelled = await booked(client, doctor, '2027-01-07');
    await app.http.post(`/api/client/appointments/${cancelled}/cancel`, {}, client.token);
    const { status, body } = await change(client.id, { isActive: false });
    expect([status, body.isActive, body.affectedAppointments]).toEqual([200, false, [first, second]]);
    expect(await isSignedIn(client)).toBe(false);
    expect(await clinic.rows('SELECT DISTINCT status FROM "Appointment" WHERE id IN (?, ?)', [first, second])).toEqual([
      { status: 'scheduled' },
    ]);
    expect((await change(client.id, { isActive: false })).body.affectedAppointments).toEqual([first, second]);

    expect((await change(client.id, { isActive: true })).body).toMatchObject({
      isActive: true,
      affectedAppointments: [],
    });
    expect(await isSignedIn(client)).toBe(false);
    const [user] = await clinic.rows<{ tokenVersion: number }>('SELECT tokenVersion FROM "User" WHERE id = ?', [
      client.id,
    ]);
    client.user.tokenVersion = user?.tokenVersion ?? 0;
    client.token = await clinic.signIn(client.user);
    expect(await isSignedIn(client)).toBe(true);
  });

  it('deactivates a doctor, who cannot be booked then', async () => {
    const [client, doctor] = [await clinic.client(), await clinic.doctor()];
    const id = await booked(client, doctor);
    expect((await change(doctor.id, { isActive: false })).body.affectedAppointments).toEqual([id]);
    expect(await clinic.book(client, doctor.doctorId, TUESDAY, '11:00')).toMatchObject({
      status: 409,
      body: { code: 'doctor-inactive' },
    });
    expect((await app.http.get('/api/client/doctors', client.token)).body).toEqual([]);
    await change(doctor.id, { isActive: true });
    expect((await clinic.book(client, doctor.doctorId, TUESDAY, '11:00')).status).toBe(200);
  });

  it('never leaves the clinic without an active Admin, also when two go at once', async () => {
    expect(await change(admin.id, { isActive: false })).toMatchObject({ status: 409, body: { code: 'last-admin' } });
    expect(await isSignedIn(admin)).toBe(true);
    const second = await clinic.admin();
    const answers = await Promise.all([
      change(admin.id, { isActive: false }),
      change(second.id, { isActive: false }, second),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const active = await clinic.rows(`SELECT id FROM "User" WHERE role = 'Admin' AND isActive = 1`);
    expect(active).toHaveLength(1);
  });

  it.each<[string, object, string]>([
    ['an address that is none', { email: 'nobody' }, 'email'],
    ['an empty address', { email: ' ' }, 'email'],
    ['an address that is too long', { email: `${'a'.repeat(250)}@example.com` }, 'email'],
    ['no address', { email: null }, 'email'],
    ['a text for a switch', { isActive: 'false' }, 'isActive'],
    ['null for a switch', { isActive: null }, 'isActive'],
  ])('with %s is refused, and the field is named', async (_, body, name) => {
    const client = await clinic.client();
    const before = await clinic.rowCounts();
    const answer = await change(client.id, body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'malformed' } });
    expect(Object.keys(answer.body.errors)).toEqual([name]);
    expect(await clinic.rowCounts()).toEqual(before);
  });

  it('of nobody is not found, and is for Admins', async () => {
    const client = await clinic.client();
    expect([(await change(NOBODY, {})).status, (await change('x', {})).status]).toEqual([404, 404]);
    for (const by of [client, await clinic.doctor()]) expect((await change(client.id, {}, by)).status).toBe(403);
    expect((await change(client.id, {})).status).toBe(200);
  });

  it('is audited by the names of the fields, and so is its refusal', async () => {
    const client = await clinic.client();
    await change(client.id, { email: 'other@example.com', isActive: false });
    await change(admin.id, { isActive: false });
    const entries = await clinic.rows(
      `SELECT * FROM "AuditEntry" WHERE action LIKE 'user.change-account%' ORDER BY id`,
    );
    expect(
      entries.map(({ actorId, action, subjectId, data }) => [actorId, action, subjectId, JSON.parse(String(data))]),
    ).toEqual([
      [admin.id, 'user.change-account', client.id, { fields: ['email', 'isActive'], isActive: false }],
      [
        admin.id,
        'user.change-account-refused',
        admin.id,
        { fields: ['isActive'], isActive: false, code: 'last-admin' },
      ],
    ]);
    expect(JSON.stringify(entries)).not.toContain('@');
  });
});

describe('cancelling many appointments', () => {
  const cancelMany = (ids: unknown, reason: unknown = 'The doctor has left', by = admin) =>
    app.http.post('/api/admin/appointments/bulk-cancel', { ids, reason }, by.token);
  const told = (id: string) =>
    clinic.rows(
      `SELECT kind, sequence, userId FROM "Notification" WHERE appointmentId = ? AND kind = 'cancelled' ORDER BY id`,
      [id],
    );

  it('cancels those that are open, with all that follows from each', async () => {
    const [client, doctor] = [await clinic.client(), await clinic.doctor()];
    const [open, running, done] = [
      await booked(client, doctor, TUESDAY, '09:00'),
      await booked(client, doctor, TUESDAY, '10:00'),
      await clinic.visited(client, doctor.doctorId, TUESDAY, '11:00'),
    ];
    const gone = await booked(client, doctor, TUESDAY, '12:00');
    await app.http.post(`/api/client/appointments/${gone}/cancel`, {}, client.token);
    await clinic.write(`UPDATE "Appointment" SET status = 'in-progress' WHERE id = ?`, [running]);

    const answer = await cancelMany([open, Number(running), done, gone, gone, '999999', '999999999999999', '-1']);
    expect(answer).toMatchObject({ status: 200, body: { matched: 4, changed: 2 } });
    const rows = await clinic.rows('SELECT status, version, sequence, completedAt FROM "Appointment" ORDER BY id');
    expect(rows).toMatchObject([
      { status: 'cancelled', version: 2, sequence: 1, completedAt: null },
      { status: 'cancelled', version: 2, sequence: 1 },
      { status: 'completed', version: 1 },
      { status: 'cancelled', version: 2, sequence: 1 },
    ]);
    for (const id of [open, running]) {
      expect(await told(id)).toEqual([
        { kind: 'cancelled', sequence: 1, userId: client.id },
        { kind: 'cancelled', sequence: 1, userId: doctor.id },
      ]);
      const mails = `SELECT kind, sequence, state, userId FROM "Delivery" WHERE appointmentId = ? ORDER BY id`;
      expect((await clinic.rows(mails, [id]))[1]).toEqual({
        kind: 'cancelled',
        sequence: 1,
        state: 'pending',
        userId: client.id,
      });
    }
    expect(await clinic.rows('SELECT outcome, reason FROM "Reminder" WHERE appointmentId = ?', [open])).toEqual([
      { outcome: 'cancelled', reason: 'cancelled' },
    ]);
    expect(await clinic.rows('SELECT state FROM jobs_Job WHERE "key" = ?', [`appointment:${open}:remind:60`])).toEqual([
      { state: 'deleted' },
    ]);
    const history = await clinic.rows('SELECT * FROM "AppointmentHistory" WHERE appointmentId = ? ORDER BY id', [
      running,
    ]);
    expect(history[1]).toMatchObject({
      byUserId: admin.id,
      fromStatus: 'in-progress',
      toStatus: 'cancelled',
      reason: 'The doctor has left',
    });
    const audited = await clinic.rows(
      `SELECT actorId, subjectId, reason FROM "AuditEntry" WHERE action = 'appointment.change'`,
    );
    expect(audited).toEqual(
      [open, running].map((id) => ({ actorId: admin.id, subjectId: id, reason: 'The doctor has left' })),
    );
    expect((await clinic.book(client, doctor.doctorId, TUESDAY, '09:00')).status).toBe(200);
  });

  it('takes any number of them, some at a time, and changes nothing the second time', async () => {
    const ids: string[] = [];
    const doctors = [await clinic.doctor(), await clinic.doctor(), await clinic.doctor()];
    const days = ['05', '06', '07', '08', '11'];
    for (let each = 0; each < 18; each++) {
      const client = await clinic.client();
      const first = 10 + 3 * Math.floor(each / days.length);
      for (const [hour, doctor] of doctors.entries()) {
        ids.push(await booked(client, doctor, `2027-01-${days[each % days.length]}`, `${first + hour}:00`));
      }
    }
    const answers = await Promise.all([cancelMany(ids), cancelMany([...ids].reverse())]);
    expect(answers.map(({ body }) => body.matched)).toEqual([ids.length, ids.length]);
    expect(answers.reduce((sum, { body }) => sum + body.changed, 0)).toBe(ids.length);
    expect(await clinic.rows(`SELECT id FROM "Appointment" WHERE status <> 'cancelled' OR version <> 2`)).toEqual([]);
    expect((await told(ids[0] ?? '')).length).toBe(2);
  });

  it('sent again with its key finds nothing left to do, and with another list it is refused', async () => {
    const id = await booked(await clinic.client(), await clinic.doctor());
    const send = (ids: string[]) =>
      app.http.post(
        '/api/admin/appointments/bulk-cancel',
        { ids, reason: 'x' },
        { token: admin.token, headers: { 'Idempotency-Key': 'bulk' } },
      );
    expect((await send([id])).body).toEqual({ matched: 1, changed: 1 });
    expect(await send([id])).toMatchObject({ status: 200, body: { matched: 1, changed: 0 } });
    expect(await send([id, '7'])).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
  });

  it.each<[string, object, string]>([
    ['no ids', { ids: undefined }, 'ids'],
    ['an empty list', { ids: [] }, 'ids'],
    ['one id for a list', { ids: '1' }, 'ids'],
    ['an id that is none', { ids: ['1', 'x'] }, 'ids.1'],
    ['more than a thousand', { ids: Array.from({ length: 1001 }, (_, id) => id) }, 'ids'],
    ['no reason', { reason: undefined }, 'reason'],
    ['an empty reason', { reason: '  ' }, 'reason'],
    ['a long reason', { reason: 'x'.repeat(2001) }, 'reason'],
  ])('with %s is refused, and the field is named', async (_, field, name) => {
    const id = await booked(await clinic.client(), await clinic.doctor());
    const answer = await app.http.post(
      '/api/admin/appointments/bulk-cancel',
      { ids: [id], reason: 'x', ...field },
      admin.token,
    );
    expect(answer).toMatchObject({ status: 400, body: { code: 'malformed' } });
    expect(Object.keys(answer.body.errors)).toEqual([name]);
    expect(await clinic.rows('SELECT status FROM "Appointment"')).toEqual([{ status: 'scheduled' }]);
  });

  it('is for Admins', async () => {
    for (const by of [await clinic.client(), await clinic.doctor()])
      expect((await cancelMany(['1'], 'x', by)).status).toBe(403);
  });
});
