import { Database } from '../../src/database/database';
import type { HourView } from '../../src/doctors/appointment-hour.dto';
import { UserRoleService } from '../../src/doctors/user-role.service';
import type { Role } from '../../src/users/actor';
import { type TestApp, startApp } from '../support/app';
import { Clinic, type DoctorPerson, type Person } from '../support/clinic';
import { TestClock } from '../support/test-clock';

/** A Monday morning in Bucharest. */
const NOW = '2027-01-04T06:00:00Z';
const MONDAY = '2027-01-11';
const WEEKDAY_STARTS = Array.from({ length: 13 }, (_, index) => `${String(9 + index).padStart(2, '0')}:00`);
const SATURDAY_STARTS = WEEKDAY_STARTS.slice(0, 5);

describe('doctors', () => {
  let app: TestApp;
  let clinic: Clinic;
  let admin: Person;
  let client: Person;

  beforeAll(async () => {
    app = await startApp({ clock: TestClock.at(NOW) });
    clinic = new Clinic(app);
    admin = await clinic.admin();
    client = await clinic.client();
  });
  afterAll(() => app.close());

  const get = (path: string, by: Person = admin) => app.http.get(path, by.token);
  const changeRole = (body: unknown, by: Person = admin) =>
    app.http.put('/api/doctor/update-user-role', body, by.token);
  const promote = (userId: string, changes: object = {}) =>
    changeRole({ userId, roleName: 'Doctor', specialization: 'Cardiology', ...changes });
  const roleOf = async (id: string) => (await clinic.rows('SELECT role FROM "User" WHERE id = ?', [id]))[0]?.['role'];
  const doctorOf = async (userId: string) => {
    const [row] = await clinic.rows('SELECT * FROM "Doctor" WHERE userId = ?', [userId]);
    return row;
  };
  const hoursOf = async (doctorId: number): Promise<HourView[]> =>
    (await get(`/api/client/appointment-hours/doctor/${doctorId}`)).body;
  const isSignedIn = async ({ token }: Person) => (await app.http.get('/api/notifications', token)).status === 200;

  describe('a change of role', () => {
    it('makes a doctor with the default hours, and ends the sign-ins of the user', async () => {
      const person = await clinic.client({ firstName: 'Mihai', lastName: 'Popescu' });
      const answer = await promote(person.id, { phone: ' +40 21 555 0100 ' });
      expect(answer).toMatchObject({ status: 200, body: { message: expect.any(String) } });
      expect(Object.keys(answer.body)).toEqual(['message']);
      expect(await isSignedIn(person)).toBe(false);

      const doctors = (await get('/api/client/doctors', client)).body;
      const { id } = doctors.find((each: { lastName: string }) => each.lastName === 'Popescu');
      expect(doctors[0]).toEqual({
        id,
        firstName: 'Mihai',
        lastName: 'Popescu',
        specialization: 'Cardiology',
        email: person.user.email,
        phone: '+40 21 555 0100',
        isActive: true,
        averageRating: 0,
        totalReviews: 0,
      });
      expect(typeof id).toBe('number');

      const hours = await hoursOf(id);
      const of = (day: string) => hours.filter((each) => each.dayOfWeek === day).map((each) => each.hour);
      for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'])
        expect(of(day)).toEqual(WEEKDAY_STARTS);
      expect(of('Saturday')).toEqual(SATURDAY_STARTS);
      expect(of('Sunday')).toEqual([]);
      expect(hours.every((each) => each.isActive && each.updatedAt === null)).toBe(true);
    });

    it('deactivates the doctor of who is no doctor any more, keeps what is booked and names it', async () => {
      const doctor = await clinic.doctor();
      const { body: booked } = await clinic.book(client, doctor.doctorId, MONDAY, '09:00');
      const answer = await changeRole({ userId: doctor.id, roleName: 'Client' });
      expect(answer).toMatchObject({ status: 200, body: { affectedAppointments: [booked.id] } });
      expect(await isSignedIn(doctor)).toBe(false);

      const ids = async (path: string) => (await get(path)).body.map((each: { id: number }) => each.id);
      expect(await ids('/api/client/doctors')).not.toContain(doctor.doctorId);
      expect(await ids('/api/doctor/doctors')).toContain(doctor.doctorId);
      const other = await clinic.client();
      expect(await clinic.book(other, doctor.doctorId, MONDAY, '10:00')).toMatchObject({
        status: 409,
        body: { code: 'doctor-inactive' },
      });
      expect(await clinic.rows('SELECT status FROM "Appointment" WHERE id = ?', [booked.id])).toEqual([
        { status: 'scheduled' },
      ]);
    });

    it('brings the same doctor back under the new specialization, with the hours as they were', async () => {
      const doctor = await clinic.doctor();
      const [first] = await hoursOf(doctor.doctorId);
      await app.http.put(`/api/admin/appointment-hours/${first?.id}`, { isActive: false }, admin.token);
      const before = await hoursOf(doctor.doctorId);
      await changeRole({ userId: doctor.id, roleName: 'Client' });
      expect((await promote(doctor.id, { specialization: 'Dermatology' })).status).toBe(200);

      expect(await doctorOf(doctor.id)).toMatchObject({
        id: doctor.doctorId,
        specialization: 'Dermatology',
        isActive: 1,
      });
      expect(await hoursOf(doctor.doctorId)).toEqual(before);
    });

    it('from Doctor to Doctor changes the specialization and leaves the sign-ins alone', async () => {
      const doctor = await clinic.doctor();
      expect((await promote(doctor.id, { specialization: 'Neurology' })).status).toBe(200);
      expect(await doctorOf(doctor.id)).toMatchObject({ id: doctor.doctorId, specialization: 'Neurology' });
      expect(await isSignedIn(doctor)).toBe(true);
    });

    it('to the role a user has already changes nothing', async () => {
      const person = await clinic.client();
      expect((await changeRole({ userId: person.id, roleName: 'Client' })).status).toBe(200);
      expect(await isSignedIn(person)).toBe(true);
    });

    it('takes the name of a role in any case', async () => {
      const person = await clinic.client();
      expect((await changeRole({ userId: person.id, roleName: 'admin' })).status).toBe(200);
      expect(await roleOf(person.id)).toBe('Admin');
      expect((await changeRole({ userId: person.id, roleName: 'Client' })).status).toBe(200);
    });

    it.each([
      ['no user', { userId: undefined }, ['userId']],
      ['a number for a user', { userId: 17 }, ['userId']],
      ['no role', { roleName: undefined }, ['roleName']],
      ['an unknown role', { roleName: 'Owner' }, ['roleName']],
      ['a Doctor without specialization', { specialization: undefined }, ['specialization']],
      ['a Doctor with an empty specialization', { specialization: '  ' }, ['specialization']],
      ['a long specialization', { specialization: 'a'.repeat(101) }, ['specialization']],
      ['a long phone', { phone: '1'.repeat(31) }, ['phone']],
    ])('refuses %s, names it and writes nothing', async (_, changes, fields) => {
      const person = await clinic.client();
      const before = await clinic.rowCounts();
      const answer = await promote(person.id, changes);
      expect(answer).toMatchObject({ status: 400, body: { code: 'malformed' } });
      expect(Object.keys(answer.body.errors)).toEqual(fields);
      expect(await clinic.rowCounts()).toEqual(before);
      expect(await roleOf(person.id)).toBe('Client');
    });

    it.each(['6f1c6f0e-2b7e-4f7c-9a53-0c9a5c0f2d11', 'somebody'])('finds no user %s', async (userId) => {
      const before = await clinic.rowCounts();
      expect(await promote(userId)).toMatchObject({ status: 404, body: { code: 'not-found' } });
      expect(await clinic.rowCounts()).toEqual(before);
    });

    it('is all or nothing', async () => {
      const person = await clinic.client();
      const before = await clinic.rowCounts();
      const wanted = { userId: person.id, roleName: 'Doctor' as const, specialization: 'Cardiology', phone: null };
      const failing = app.get(Database).transaction(async () => {
        await app.get(UserRoleService).change(wanted, { userId: admin.id, role: 'Admin' });
        throw new Error('after the change');
      });
      await expect(failing).rejects.toThrow('after the change');
      expect(await clinic.rowCounts()).toEqual(before);
      expect(await roleOf(person.id)).toBe('Client');
      expect(await isSignedIn(person)).toBe(true);
    });

    it('is audited by id and role, and so is its refusal', async () => {
      const person = await clinic.client({ lastName: 'Vasilescu' });
      await promote(person.id);
      const entries = await clinic.rows('SELECT * FROM "AuditEntry" WHERE subjectId = ?', [person.id]);
      expect(entries).toMatchObject([
        { actorId: admin.id, action: 'user.change-role', subjectType: 'user', data: '{"from":"Client","to":"Doctor"}' },
      ]);
      expect(JSON.stringify(entries)).not.toMatch(/@|Vasilescu|Cardiology/);
    });
  });

  describe('the last active Admin', () => {
    const change = (userId: string, roleName: Role) =>
      app
        .get(UserRoleService)
        .change({ userId, roleName, specialization: 'Cardiology', phone: null }, { userId: admin.id, role: 'Admin' });
    const activeAdmins = () => clinic.rows(`SELECT id FROM "User" WHERE role = 'Admin' AND isActive = 1`);

    it.each(['Client', 'Doctor'] as const)('does not become a %s', async (roleName) => {
      const off = await clinic.admin();
      await clinic.write('UPDATE "User" SET isActive = 0 WHERE id = ?', [off.id]);
      expect(await activeAdmins()).toEqual([{ id: admin.id }]);

      const answer = await changeRole({ userId: admin.id, roleName, specialization: 'Cardiology' });
      expect(answer).toMatchObject({ status: 409, body: { code: 'last-admin' } });
      expect(await roleOf(admin.id)).toBe('Admin');
      expect(await doctorOf(admin.id)).toBeUndefined();
      expect(await isSignedIn(admin)).toBe(true);
      const [entry] = await clinic.rows('SELECT * FROM "AuditEntry" ORDER BY id DESC');
      expect(entry).toMatchObject({
        actorId: admin.id,
        action: 'user.change-role-refused',
        subjectId: admin.id,
        data: JSON.stringify({ to: roleName, code: 'last-admin' }),
      });
    });

    it('is left when both of the last two are demoted at once, whoever comes first', async () => {
      for (let round = 0; round < 10; round++) {
        const second = await clinic.admin();
        const outcomes = await Promise.allSettled([change(admin.id, 'Client'), change(second.id, 'Client')]);
        const refusals = outcomes.filter((each) => each.status === 'rejected');
        expect(refusals.map(({ reason }) => reason.code)).toEqual(['last-admin']);
        expect(await activeAdmins()).toHaveLength(1);
        await clinic.write(`UPDATE "User" SET role = 'Client' WHERE id = ?`, [second.id]);
        await clinic.write(`UPDATE "User" SET role = 'Admin', tokenVersion = 0 WHERE id = ?`, [admin.id]);
      }
    });
  });

  describe('the lists of doctors', () => {
    it('show only active doctors of active users to clients', async () => {
      const on = await clinic.doctor();
      const off = await clinic.doctor();
      await clinic.write('UPDATE "User" SET isActive = 0 WHERE id = ?', [off.id]);
      const shown = (await get('/api/client/doctors', client)).body.map((each: { id: number }) => each.id);
      expect(shown).toContain(on.doctorId);
      expect(shown).not.toContain(off.doctorId);
      const all = (await get('/api/doctor/doctors', on)).body;
      expect(all.find((each: { id: number }) => each.id === off.doctorId)).toMatchObject({ isActive: false });
    });

    it.each([
      '/api/client/doctors',
      '/api/doctor/doctors',
      '/api/client/appointment-hours',
      '/api/admin/appointment-hours',
    ])('%s comes in pages that miss and repeat nothing', async (path) => {
      await clinic.doctor();
      await clinic.doctor();
      const all = (await get(path)).body;
      const first = await get(`${path}?limit=1&count=true`);
      expect(first.headers.get('x-total-count')).toBe(String(all.length));

      const paged: unknown[] = [...first.body];
      for (let next = nextOf(first.headers); next;) {
        const page = await get(next);
        expect(page.body).toHaveLength(1);
        paged.push(...page.body);
        next = nextOf(page.headers);
      }
      expect(paged).toEqual(all);
    });

    it.each(['limit=0', 'limit=1001', 'limit=x', 'cursor=x', 'count=maybe'])(
      'refuse ?%s and name it',
      async (query) => {
        const answer = await get(`/api/client/doctors?${query}`);
        expect(answer).toMatchObject({ status: 400, body: { code: 'malformed' } });
        expect(Object.keys(answer.body.errors)).toEqual([query.split('=')[0]]);
      },
    );
  });

  describe('appointment hours', () => {
    let doctor: DoctorPerson;
    beforeEach(async () => {
      doctor = await clinic.doctor({ firstName: 'Ana', lastName: 'Ionescu' });
    });

    const add = (changes: object = {}) =>
      app.http.post(
        '/api/admin/appointment-hours',
        { doctorId: String(doctor.doctorId), hour: '08:00', dayOfWeek: 'Monday', ...changes },
        admin.token,
      );
    const setActive = (id: string, body: unknown) =>
      app.http.put(`/api/admin/appointment-hours/${id}`, body, admin.token);
    const remove = (id: string) => app.http.delete(`/api/admin/appointment-hours/${id}`, admin.token);
    const hourAt = async (dayOfWeek: string, hour: string): Promise<HourView> => {
      const found = (await hoursOf(doctor.doctorId)).find((each) => each.dayOfWeek === dayOfWeek && each.hour === hour);
      if (!found) throw new Error(`There is no hour ${dayOfWeek} ${hour}.`);
      return found;
    };
    const ofDay = (day: string, query = '') =>
      get(`/api/client/appointment-hours/doctor/${doctor.doctorId}/day/${day}${query}`, client);
    const startsOf = async (day: string, query = '') =>
      (await ofDay(day, query)).body.map((each: { hour: string }) => each.hour);

    it('are listed by doctor, of active doctors only for clients', async () => {
      const off = await clinic.doctor();
      await changeRole({ userId: off.id, roleName: 'Client' });
      const shown = (await get('/api/client/appointment-hours', client)).body;
      expect(shown.map((each: { doctorId: string }) => each.doctorId)).not.toContain(String(off.doctorId));
      expect(shown[0]).toEqual({
        doctorId: String(doctor.doctorId),
        doctorName: 'Ana Ionescu',
        doctorSpecialization: 'Cardiology',
        appointmentHours: await hoursOf(doctor.doctorId),
      });
      const all = (await get('/api/admin/appointment-hours')).body;
      expect(all.map((each: { doctorId: string }) => each.doctorId)).toContain(String(off.doctorId));
    });

    it('of a doctor come Sunday first, inactive ones included', async () => {
      await add({ dayOfWeek: 'Sunday', hour: '11:00', isActive: false });
      const hours = await hoursOf(doctor.doctorId);
      expect(hours[0]).toEqual({
        id: expect.stringMatching(/^\d+$/),
        doctorId: String(doctor.doctorId),
        hour: '11:00',
        dayOfWeek: 'Sunday',
        isActive: false,
        createdAt: expect.stringMatching(/^2027-01-04T0\d:\d\d:\d\d\.\d{3}Z$/),
        updatedAt: null,
      });
      expect(hours[1]).toMatchObject({ dayOfWeek: 'Monday', hour: '09:00' });
      expect(hours).toHaveLength(71);
    });

    it('of a day are the active ones, whatever the case of its name', async () => {
      await setActive((await hourAt('Saturday', '09:00')).id, { isActive: false });
      expect(await startsOf('Saturday')).toEqual(SATURDAY_STARTS.slice(1));
      expect(await startsOf('sATURDAY')).toEqual(SATURDAY_STARTS.slice(1));
      expect(await startsOf('Sunday')).toEqual([]);
    });

    it('of a date leave out what is booked then, until it is cancelled', async () => {
      const { body: booked } = await clinic.book(client, doctor.doctorId, MONDAY, '11:00');
      const free = WEEKDAY_STARTS.filter((hour) => hour !== '11:00');
      expect(await startsOf('Monday', `?date=${MONDAY}`)).toEqual(free);
      expect(await startsOf('Monday', '?date=2027-01-18')).toEqual(WEEKDAY_STARTS);
      expect(await startsOf('Monday')).toEqual(WEEKDAY_STARTS);
      await app.http.post(`/api/client/appointments/${booked.id}/cancel`, {}, client.token);
      expect(await startsOf('Monday', `?date=${MONDAY}`)).toEqual(WEEKDAY_STARTS);
    });

    it('of today leave out what is past', async () => {
      await clinic.openHour(doctor.doctorId, 1, '07:00');
      // It is past eight in Bucharest.
      expect(await startsOf('Monday', '?date=2027-01-04')).toEqual(WEEKDAY_STARTS);
      expect(await startsOf('Monday')).toEqual(['07:00', ...WEEKDAY_STARTS]);
    });

    it.each([
      ['Moonday', '', 'day'],
      ['1', '', 'day'],
      ['Monday', '?date=11.01.2027', 'date'],
      ['Monday', '?date=2027-02-30', 'date'],
      ['Monday', '?date=2027-01-12', 'date'],
    ])('of day %s%s are refused, and %s is named', async (day, query, field) => {
      const answer = await ofDay(day, query);
      expect(answer).toMatchObject({ status: 400, body: { code: 'malformed' } });
      expect(Object.keys(answer.body.errors)).toEqual([field]);
    });

    it.each(['999999', '0', 'x', '-1', '1.5', '1234567890123456', '%00'])('of doctor %s are not found', async (id) => {
      expect((await get(`/api/client/appointment-hours/doctor/${id}`)).status).toBe(404);
      expect((await get(`/api/client/appointment-hours/doctor/${id}/day/Monday`)).status).toBe(404);
    });

    it('are added, active unless said otherwise, and can be booked then', async () => {
      const answer = await add({ hour: '08:00', dayOfWeek: 'monday', doctorId: doctor.doctorId });
      expect(answer).toMatchObject({
        status: 200,
        body: {
          doctorId: String(doctor.doctorId),
          hour: '08:00',
          dayOfWeek: 'Monday',
          isActive: true,
          updatedAt: null,
        },
      });
      expect(answer.body).toEqual(await hourAt('Monday', '08:00'));
      expect((await add({ hour: '07:00', isActive: false })).body.isActive).toBe(false);
      expect((await clinic.book(client, doctor.doctorId, MONDAY, '08:00')).status).toBe(200);
    });

    it.each([
      ['doctorId', undefined],
      ['doctorId', 'abc'],
      ['doctorId', 1.5],
      ['hour', '8:00'],
      ['hour', '24:00'],
      ['hour', '09:60'],
      ['hour', 9],
      ['hour', undefined],
      ['dayOfWeek', 'Moonday'],
      ['dayOfWeek', 1],
      ['dayOfWeek', undefined],
      ['isActive', 'yes'],
    ])('are not added with %s %j: it is named and nothing is written', async (field, value) => {
      const before = await clinic.rowCounts();
      const answer = await add({ [field]: value });
      expect(answer).toMatchObject({ status: 400, body: { code: 'malformed' } });
      expect(Object.keys(answer.body.errors)).toEqual([field]);
      expect(await clinic.rowCounts()).toEqual(before);
    });

    it.each([
      ['for a doctor who does not exist', { doctorId: '999999' }, 404, 'not-found'],
      ['twice', { hour: '09:00' }, 409, 'duplicate'],
      ['so late that a visit would run into the next day', { hour: '23:30' }, 422, 'crosses-midnight'],
    ])('are not added %s', async (_, changes, status, code) => {
      const before = await clinic.rowCounts();
      expect(await add(changes)).toMatchObject({ status, body: { code } });
      expect(await clinic.rowCounts()).toEqual(before);
    });

    it('are added once when 10 add the same at once', async () => {
      const answers = await Promise.all(Array.from({ length: 10 }, () => add()));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(409)]);
    });

    it('when deactivated block new bookings, keep the old and name those at that start', async () => {
      const book = async (date: string, time: string, doctorId = doctor.doctorId) =>
        (await clinic.book(await clinic.client(), doctorId, date, time)).body.id;
      const affected = [await book('2027-01-11', '10:00'), await book('2027-03-29', '10:00')];
      await book('2027-01-11', '11:00');
      await book('2027-01-12', '10:00');
      await book('2027-01-11', '10:00', (await clinic.doctor()).doctorId);
      const gone = await clinic.book(client, doctor.doctorId, '2027-01-18', '10:00');
      await app.http.post(`/api/client/appointments/${gone.body.id}/cancel`, {}, client.token);

      const hour = await hourAt('Monday', '10:00');
      const answer = await setActive(hour.id, { isActive: false });
      expect(answer).toMatchObject({
        status: 200,
        body: { id: hour.id, isActive: false, affectedAppointments: affected },
      });
      expect(answer.body.updatedAt).toMatch(/Z$/);
      expect(await clinic.book(client, doctor.doctorId, '2027-01-25', '10:00')).toMatchObject({
        status: 422,
        body: { code: 'outside-hours' },
      });
      const rows = await clinic.rows('SELECT DISTINCT status FROM "Appointment" WHERE id IN (?, ?)', affected);
      expect(rows).toEqual([{ status: 'scheduled' }]);

      expect((await setActive(hour.id, { isActive: true })).body).toMatchObject({
        isActive: true,
        affectedAppointments: [],
      });
      expect((await clinic.book(client, doctor.doctorId, '2027-01-25', '10:00')).status).toBe(200);
    });

    it('when removed are gone, and what is booked at them is named', async () => {
      const { body: booked } = await clinic.book(await clinic.client(), doctor.doctorId, MONDAY, '10:00');
      const hour = await hourAt('Monday', '10:00');
      expect(await remove(hour.id)).toMatchObject({
        status: 200,
        body: { message: expect.any(String), affectedAppointments: [booked.id] },
      });
      await expect(hourAt('Monday', '10:00')).rejects.toThrow('no hour');
      expect((await remove(hour.id)).status).toBe(404);
      expect((await add({ hour: '10:00' })).status).toBe(200);
    });

    it.each([{}, { isActive: null }, { isActive: 'true' }, { isActive: 1 }])('are not changed by %j', async (body) => {
      const hour = await hourAt('Monday', '10:00');
      const before = await clinic.rowCounts();
      const answer = await setActive(hour.id, body);
      expect(answer).toMatchObject({ status: 400, body: { errors: { isActive: [expect.any(String)] } } });
      expect(await clinic.rowCounts()).toEqual(before);
      expect(await hourAt('Monday', '10:00')).toEqual(hour);
    });

    it.each(['999999', 'x', '-1', '1234567890123456'])('with id %s are not found', async (id) => {
      expect((await setActive(id, { isActive: false })).status).toBe(404);
      expect((await remove(id)).status).toBe(404);
    });

    it('are audited: who, what, and which start', async () => {
      const { body: hour } = await add();
      await setActive(hour.id, { isActive: false });
      await remove(hour.id);
      const entries = await clinic.rows(
        `SELECT * FROM "AuditEntry" WHERE subjectType = 'hour' AND subjectId = ? ORDER BY id`,
        [hour.id],
      );
      expect(entries.map(({ actorId, action }) => [actorId, action])).toEqual(
        ['hour.create', 'hour.deactivate', 'hour.delete'].map((action) => [admin.id, action]),
      );
      expect(JSON.parse(String(entries[2]?.['data']))).toEqual({
        doctorId: doctor.doctorId,
        dayOfWeek: 1,
        hour: '08:00',
      });
    });
  });
});

function nextOf(headers: Headers): string | null {
  return /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1] ?? null;
}
