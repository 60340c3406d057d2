import { anAppointment } from '../builders/appointment';
import { type TestApp, startApp } from '../support/app';
import { Clinic, type DoctorPerson, type Person } from '../support/clinic';
import { TestClock } from '../support/test-clock';

const NOW = '2027-01-04T08:00:00.000Z'; // Monday, 10:00 in the clinic
const MONDAY = '2027-01-04';
const TUESDAY = '2027-01-05';
const NEXT_TUESDAY = '2027-01-12';

let app: TestApp;
let clinic: Clinic;
let client: Person;
let doctor: DoctorPerson;
let admin: Person;

beforeAll(async () => {
  // No workers: what a request wrote stays as it was written.
  app = await startApp({ clock: TestClock.at(NOW), env: { ROLE: 'api' } });
  clinic = new Clinic(app);
});
afterAll(() => app.close());

beforeEach(async () => {
  app.clock.travelTo(NOW);
  client = await clinic.client();
  doctor = await clinic.doctor({ firstName: 'Ion', lastName: 'Popescu' });
  admin = await clinic.admin();
});

const book = (by: Person, date: string, time: string, rest: object = {}) =>
  clinic.book(by, doctor.doctorId, date, time, rest);

/** The id of an appointment that `client` books with `doctor`. */
async function booked(date = TUESDAY, time = '15:00', by = client): Promise<string> {
  const { status, body } = await book(by, date, time);
  expect({ status, body }).toMatchObject({ status: 200 });
  return String(body.id);
}

const reschedule = (id: string, date: string, time: string, auth: Parameters<typeof app.http.put>[2]) =>
  app.http.put(`/api/client/appointments/${id}`, { appointmentDate: date, appointmentTime: time }, auth);
const cancel = (id: string, auth: string, body: object = {}) =>
  app.http.post(`/api/client/appointments/${id}/cancel`, body, auth);
const setStatus = (id: string, status: string, by: Person, rest: object = {}) =>
  app.http.put(`/api/${by.user.role.toLowerCase()}/appointments/${id}/status`, { status, ...rest }, by.token);

const stateOf = async (id: string) =>
  (
    await clinic.rows('SELECT status, version, sequence, adminNotes, reschedules FROM "Appointment" WHERE id = ?', [id])
  )[0];
const historyOf = (id: string) =>
  clinic.rows('SELECT * FROM "AppointmentHistory" WHERE appointmentId = ? ORDER BY id', [id]);
const remindersOf = (id: string) =>
  clinic.rows('SELECT sequence, "offset", dueAt, outcome, reason FROM "Reminder" WHERE appointmentId = ? ORDER BY id', [
    id,
  ]);
const reminderJobsOf = (id: string) =>
  clinic.rows(
    `SELECT state, dueAt, payload FROM jobs_Job WHERE type = 'appointments.remind' AND "key" = ? ORDER BY id`,
    [`appointment:${id}:remind:60`],
  );
const noticesOf = (id: string) =>
  clinic.rows('SELECT kind, sequence, userId FROM "Notification" WHERE appointmentId = ? ORDER BY id', [id]);
const mailsOf = (id: string) =>
  clinic.rows('SELECT kind, sequence, state, userId FROM "Delivery" WHERE appointmentId = ? ORDER BY id', [id]);

describe('booking', () => {
  it('answers with the appointment as every client of the API knows it', async () => {
    const { status, body, headers } = await book(client, TUESDAY, '15:00', { reason: '  Chest pain ', notes: '' });
    expect(status).toBe(200);
    expect(headers.get('etag')).toBe('"1"');
    expect(body).toEqual({
      id: expect.stringMatching(/^\d+$/),
      clientId: client.id,
      clientName: `Ana ${client.user.lastName}`,
      doctorId: String(doctor.doctorId),
      doctorName: 'Ion Popescu',
      doctorSpecialization: 'Cardiology',
      appointmentDate: TUESDAY,
      appointmentTime: '15:00',
      status: 'scheduled',
      reason: 'Chest pain',
      notes: null,
      createdAt: expect.stringMatching(/^2027-01-04T08:00:\d\d\.\d{3}Z$/),
      startsAt: '2027-01-05T13:00:00.000Z',
      endsAt: '2027-01-05T14:00:00.000Z',
      timeZone: 'Europe/Bucharest',
      version: 1,
      reminders: [
        {
          offset: 60,
          dueAt: '2027-01-05T12:00:00.000Z',
          state: 'scheduled',
          reason: null,
          jobId: expect.stringMatching(/^\d+$/),
        },
      ],
    });
  });

  it('writes the appointment with its history, its notices and its reminder, and logs the reminder', async () => {
    const id = await booked();
    expect(await stateOf(id)).toMatchObject({ status: 'scheduled', version: 1, sequence: 0 });
    expect(await historyOf(id)).toMatchObject([
      {
        byUserId: client.id,
        fromStatus: null,
        toStatus: 'scheduled',
        fromStartsAt: null,
        toStartsAt: '2027-01-05T13:00:00.000Z',
      },
    ]);
    expect(await noticesOf(id)).toEqual([
      { kind: 'created', sequence: 0, userId: client.id },
      { kind: 'created', sequence: 0, userId: doctor.id },
    ]);
    expect(await mailsOf(id)).toEqual([{ kind: 'created', sequence: 0, state: 'pending', userId: client.id }]);
    expect(await remindersOf(id)).toEqual([
      { sequence: 0, offset: 60, dueAt: '2027-01-05T12:00:00.000Z', outcome: 'planned', reason: null },
    ]);
    const [job] = await clinic.rows<{ id: number }>(
      `SELECT id, state, queue, dueAt, deadline, payload FROM jobs_Job WHERE "key" = ?`,
      [`appointment:${id}:remind:60`],
    );
    expect(job).toEqual({
      id: expect.any(Number),
      state: 'waiting',
      queue: 'notifications',
      dueAt: '2027-01-05T12:00:00.000Z',
      deadline: '2027-01-05T12:55:00.000Z',
      payload: JSON.stringify({ appointmentId: Number(id), sequence: 0, offsetMinutes: 60 }),
    });
    expect(app.logs().map(({ msg }) => msg)).toContain(
      `Reminder for appointment ${id} scheduled at 2027-01-05T12:00:00.000Z as job ${job?.id}`,
    );
  });

  it('never sends a reminder at once: one whose time has passed is skipped, and no job is made for it', async () => {
    app.clock.travelTo('2027-01-05T12:00:01Z');
    client.token = await clinic.signIn(client.user);
    const { body } = await book(client, TUESDAY, '15:00');
    expect(body.reminders).toEqual([
      { offset: 60, dueAt: '2027-01-05T12:00:00.000Z', state: 'skipped', reason: 'booked-late', jobId: null },
    ]);
    expect(await reminderJobsOf(body.id)).toEqual([]);
  });

  it('plans only the reminders that the patient has chosen', async () => {
    await clinic.write('UPDATE "User" SET reminderOffsets = ? WHERE id = ?', ['[]', client.id]);
    const { body } = await book(client, TUESDAY, '15:00');
    expect(body.reminders).toEqual([]);
  });

  it('lets an Admin book for a patient, and nobody else for anyone but themself', async () => {
    const other = await clinic.client();
    const forOther = await book(admin, TUESDAY, '09:00', { clientId: other.id });
    expect(forOther.body).toMatchObject({ clientId: other.id, clientName: `Ana ${other.user.lastName}` });
    const forThemself = await book(admin, TUESDAY, '10:00');
    expect(forThemself.body).toMatchObject({ clientId: admin.id });
    const ignored = await book(client, TUESDAY, '11:00', { clientId: other.id });
    expect(ignored.body).toMatchObject({ clientId: client.id });
    const audited = await clinic.rows(
      `SELECT actorId FROM "AuditEntry" WHERE action = 'appointment.book' AND subjectId = ?`,
      [String(forOther.body.id)],
    );
    expect(audited).toEqual([{ actorId: admin.id }]);
  });

  it('is closed to doctors and to strangers', async () => {
    expect((await book(doctor, TUESDAY, '15:00')).status).toBe(403);
    expect((await clinic.book({ ...client, token: 'none' }, doctor.doctorId, TUESDAY, '15:00')).status).toBe(401);
  });

  it.each<[string, string, object]>([
    ['a doctor who is no number', 'doctorId', { doctorId: 'x' }],
    ['no doctor', 'doctorId', { doctorId: null }],
    ['a date that is not in the calendar', 'appointmentDate', { appointmentDate: '2027-02-30' }],
    ['a date in another form', 'appointmentDate', { appointmentDate: '5.1.2027' }],
    ['a time after the last', 'appointmentTime', { appointmentTime: '24:00' }],
    ['a time in another form', 'appointmentTime', { appointmentTime: '9:00' }],
    ['an empty reason', 'reason', { reason: '   ' }],
    ['a reason that is too long', 'reason', { reason: 'x'.repeat(1001) }],
    ['control characters', 'reason', { reason: 'bell \u0007' }],
    ['notes that are too long', 'notes', { notes: 'x'.repeat(2001) }],
    ['notes that are no text', 'notes', { notes: ['x'] }],
  ])('refuses %s and names the field', async (_, name, field) => {
    const before = await clinic.rowCounts();
    const { status, body } = await book(client, TUESDAY, '15:00', field);
    expect({ status, code: body.code, fields: Object.keys(body.errors) }).toEqual({
      status: 400,
      code: 'malformed',
      fields: [name],
    });
    expect(await clinic.rowCounts()).toEqual(before);
  });
});

describe('booking is refused, and writes nothing,', () => {
  /** Books what ought to be refused. */
  async function refused(by: Person, date: string, time: string, rest: object = {}) {
    const before = await clinic.rowCounts();
    const { status, body } = await book(by, date, time, rest);
    expect(await clinic.rowCounts()).toEqual(before);
    return `${status} ${body.code}`;
  }

  it('for a doctor who does not exist, before anything else', async () => {
    expect(await refused(client, '2020-01-01', '03:33', { doctorId: 999_999 })).toBe('404 not-found');
    expect(await refused(client, TUESDAY, '15:00', { doctorId: '-4' })).toBe('404 not-found');
  });

  it('for a patient who does not exist', async () => {
    expect(await refused(admin, TUESDAY, '15:00', { clientId: anAppointment().clientId })).toBe('404 not-found');
  });

  it('for a doctor who is not active, or whose account is not', async () => {
    await clinic.write('UPDATE "Doctor" SET isActive = 0 WHERE id = ?', [doctor.doctorId]);
    expect(await refused(client, '2020-01-01', '03:33')).toBe('409 doctor-inactive');
    await clinic.write('UPDATE "Doctor" SET isActive = 1 WHERE id = ?', [doctor.doctorId]);
    await clinic.write('UPDATE "User" SET isActive = 0 WHERE id = ?', [doctor.id]);
    expect(await refused(client, TUESDAY, '15:00')).toBe('409 doctor-inactive');
  });

  it('for a patient whose account is not active', async () => {
    await clinic.write('UPDATE "User" SET isActive = 0 WHERE id = ?', [client.id]);
    expect(await refused(admin, TUESDAY, '15:00', { clientId: client.id })).toBe('409 client-inactive');
  });

  it('for the past, from the start on', async () => {
    expect(await refused(client, MONDAY, '09:00')).toBe('422 in-past');
    expect(await refused(client, MONDAY, '10:00')).toBe('422 in-past');
    expect((await book(client, MONDAY, '11:00')).status).toBe(200);
  });

  it('beyond 365 days', async () => {
    expect(await refused(client, '2028-01-05', '15:00')).toBe('422 beyond-horizon');
    expect((await book(client, '2028-01-04', '21:00')).status).toBe(200);
  });

  it('outside the active hours of the doctor', async () => {
    expect(await refused(client, TUESDAY, '08:00')).toBe('422 outside-hours');
    expect(await refused(client, TUESDAY, '15:30')).toBe('422 outside-hours');
    expect(await refused(client, '2027-01-10', '10:00')).toBe('422 outside-hours'); // Sunday
    await clinic.write(
      `UPDATE "AppointmentHour" SET isActive = 0 WHERE doctorId = ? AND dayOfWeek = 2 AND hour = '15:00'`,
      [doctor.doctorId],
    );
    expect(await refused(client, TUESDAY, '15:00')).toBe('422 outside-hours');
  });

  it('across midnight, even at an hour of the doctor', async () => {
    await clinic.openHour(doctor.doctorId, 2, '23:30');
    await clinic.openHour(doctor.doctorId, 2, '23:00');
    expect(await refused(client, TUESDAY, '23:30')).toBe('422 outside-hours');
    expect((await book(client, TUESDAY, '23:00')).status).toBe(200);
  });

  it('where the doctor is taken, by whomever, wholly or in part', async () => {
    const other = await clinic.client();
    await clinic.openHour(doctor.doctorId, 2, '14:30');
    await clinic.openHour(doctor.doctorId, 2, '15:30');
    await booked();
    expect(await refused(other, TUESDAY, '15:00')).toBe('409 slot-taken');
    expect(await refused(other, TUESDAY, '14:30')).toBe('409 slot-taken');
    expect(await refused(other, TUESDAY, '15:30')).toBe('409 slot-taken');
    expect(await refused(client, TUESDAY, '15:00')).toBe('409 slot-taken');
    expect((await book(other, TUESDAY, '14:00')).status).toBe(200);
    expect((await book(other, TUESDAY, '16:00')).status).toBe(200);
  });

  it('where the patient is with another doctor, wholly or in part', async () => {
    const second = await clinic.doctor();
    await clinic.openHour(second.doctorId, 2, '15:30');
    await booked();
    expect(await refused(client, TUESDAY, '15:00', { doctorId: second.doctorId })).toBe('409 patient-overlap');
    expect(await refused(client, TUESDAY, '15:30', { doctorId: second.doctorId })).toBe('409 patient-overlap');
    expect((await book(client, TUESDAY, '16:00', { doctorId: second.doctorId })).status).toBe(200);
  });

  it('for a sixth open appointment on one day', async () => {
    const ids = [];
    for (const time of ['09:00', '10:00', '11:00', '12:00', '13:00']) ids.push(await booked(TUESDAY, time));
    expect(await refused(client, TUESDAY, '14:00')).toBe('422 daily-limit');
    await cancel(ids[0] ?? '', client.token);
    expect((await book(client, TUESDAY, '14:00')).status).toBe(200);
  });

  it('for a twenty-first open appointment', async () => {
    for (const date of [TUESDAY, '2027-01-06', '2027-01-07', '2027-01-08']) {
      for (const time of ['09:00', '10:00', '11:00', '12:00', '13:00']) await booked(date, time);
    }
    expect(await refused(client, NEXT_TUESDAY, '09:00')).toBe('422 open-limit');
  });
});

describe('when the clocks change', () => {
  it('refuses a time that they skip, and takes the one after', async () => {
    app.clock.travelTo('2026-03-20T08:00:00Z');
    client.token = await clinic.signIn(client.user);
    for (const hour of ['02:00', '03:00', '04:00']) await clinic.openHour(doctor.doctorId, 0, hour);
    const skipped = await book(client, '2026-03-29', '03:00');
    expect([skipped.status, skipped.body.code]).toEqual([422, 'nonexistent-time']);
    const after = await book(client, '2026-03-29', '04:00');
    expect(after.body).toMatchObject({ startsAt: '2026-03-29T01:00:00.000Z', endsAt: '2026-03-29T02:00:00.000Z' });
    // 02:00 ends at the instant at which 04:00 begins.
    expect((await book(client, '2026-03-29', '02:00')).body).toMatchObject({ endsAt: '2026-03-29T01:00:00.000Z' });
  });

  it('takes a time that they show twice as the earlier', async () => {
    app.clock.travelTo('2026-10-20T08:00:00Z');
    client.token = await clinic.signIn(client.user);
    await clinic.openHour(doctor.doctorId, 0, '03:30');
    const { body } = await book(client, '2026-10-25', '03:30');
    expect(body).toMatchObject({ startsAt: '2026-10-25T00:30:00.000Z', appointmentTime: '03:30' });
    expect(body.reminders).toMatchObject([{ dueAt: '2026-10-24T23:30:00.000Z' }]);
  });
});

describe('rescheduling', () => {
  it('moves the appointment, frees the old time, replaces the reminder and tells everyone', async () => {
    const id = await booked();
    const { status, body, headers } = await reschedule(id, NEXT_TUESDAY, '10:00', client.token);
    expect([status, headers.get('etag')]).toEqual([200, '"2"']);
    expect(body).toMatchObject({ id, appointmentDate: NEXT_TUESDAY, startsAt: '2027-01-12T08:00:00.000Z', version: 2 });
    expect(body.reminders).toMatchObject([{ offset: 60, dueAt: '2027-01-12T07:00:00.000Z', state: 'scheduled' }]);
    expect(await stateOf(id)).toMatchObject({ status: 'scheduled', version: 2, sequence: 1, reschedules: 1 });
    expect(await reminderJobsOf(id)).toMatchObject([
      { state: 'deleted', dueAt: '2027-01-05T12:00:00.000Z' },
      { state: 'waiting', dueAt: '2027-01-12T07:00:00.000Z' },
    ]);
    expect(await remindersOf(id)).toMatchObject([
      { sequence: 0, outcome: 'cancelled', reason: 'rescheduled' },
      { sequence: 1, outcome: 'planned' },
    ]);
    expect(await noticesOf(id)).toMatchObject([
      { kind: 'created' },
      { kind: 'created' },
      { kind: 'modified', sequence: 1, userId: client.id },
      { kind: 'modified', sequence: 1, userId: doctor.id },
    ]);
    expect(await mailsOf(id)).toMatchObject([
      { kind: 'created' },
      { kind: 'modified', sequence: 1, userId: client.id },
    ]);
    expect((await historyOf(id))[1]).toMatchObject({
      byUserId: client.id,
      fromStatus: 'scheduled',
      toStatus: 'scheduled',
      fromStartsAt: '2027-01-05T13:00:00.000Z',
      toStartsAt: '2027-01-12T08:00:00.000Z',
    });
    expect((await book(await clinic.client(), TUESDAY, '15:00')).status).toBe(200);
  });

  it('to the same time changes nothing', async () => {
    const id = await booked();
    const before = await clinic.rowCounts();
    const { status, body } = await reschedule(id, TUESDAY, '15:00', client.token);
    expect([status, body.version]).toEqual([200, 1]);
    expect(await clinic.rowCounts()).toEqual(before);
  });

  it('obeys every rule of booking, and keeps the old time when it is refused', async () => {
    const id = await booked();
    await booked(TUESDAY, '17:00', await clinic.client());
    const codes = [];
    for (const [date, time] of [
      ['2027-01-03', '15:00'],
      ['2028-02-01', '15:00'],
      [TUESDAY, '03:00'],
      [TUESDAY, '17:00'],
    ] as const) {
      codes.push((await reschedule(id, date, time, client.token)).body.code);
    }
    expect(codes).toEqual(['in-past', 'beyond-horizon', 'outside-hours', 'slot-taken']);
    expect(await stateOf(id)).toMatchObject({ version: 1, sequence: 0 });
  });

  it('may overlap the old time of the same appointment', async () => {
    await clinic.openHour(doctor.doctorId, 2, '15:30');
    const id = await booked();
    expect((await reschedule(id, TUESDAY, '15:30', client.token)).status).toBe(200);
  });

  it('is possible for the patient three times and until two hours before, for an Admin always', async () => {
    const id = await booked();
    for (const time of ['16:00', '17:00', '18:00']) {
      expect((await reschedule(id, TUESDAY, time, client.token)).status).toBe(200);
    }
    expect((await reschedule(id, TUESDAY, '19:00', client.token)).body.code).toBe('reschedule-limit');
    expect((await reschedule(id, TUESDAY, '19:00', admin.token)).status).toBe(200);

    const late = await booked(TUESDAY, '15:00');
    app.clock.travelTo('2027-01-05T11:00:01Z');
    [client.token, admin.token] = [await clinic.signIn(client.user), await clinic.signIn(admin.user)];
    expect((await reschedule(late, TUESDAY, '20:00', client.token)).body.code).toBe('too-late');
    expect((await reschedule(late, TUESDAY, '20:00', admin.token)).status).toBe(200);
  });

  it('is refused once it is cancelled, and says what is allowed', async () => {
    const id = await booked();
    await cancel(id, client.token);
    const { status, body } = await reschedule(id, NEXT_TUESDAY, '10:00', admin.token);
    expect([status, body.code]).toEqual([409, 'invalid-transition']);
    expect(body.detail).toContain('scheduled');
  });

  it('is for whoever booked it: to others it does not exist, whatever their role', async () => {
    const id = await booked();
    const stranger = await clinic.client();
    for (const other of [stranger, doctor]) {
      const answers = [await reschedule(id, NEXT_TUESDAY, '10:00', other.token), await cancel(id, other.token)];
      expect(answers.map(({ status }) => status)).toEqual([404, 404]);
    }
    expect((await reschedule('999999', NEXT_TUESDAY, '10:00', client.token)).status).toBe(404);
    expect((await reschedule('x', NEXT_TUESDAY, '10:00', client.token)).status).toBe(404);
  });

  it('stays possible for a patient who has become a doctor', async () => {
    const id = await booked();
    await clinic.write(`UPDATE "User" SET role = 'Doctor' WHERE id = ?`, [client.id]);
    expect((await reschedule(id, NEXT_TUESDAY, '10:00', client.token)).status).toBe(200);
  });
});

describe('If-Match', () => {
  it('lets a change through only while the version is still the one that was seen', async () => {
    const id = await booked();
    const withVersion = (tag: string) => ({ token: client.token, headers: { 'If-Match': tag } });
    const stale = await reschedule(id, NEXT_TUESDAY, '10:00', withVersion('"7"'));
    expect([stale.status, stale.body.code]).toEqual([412, 'version-mismatch']);
    expect(await stateOf(id)).toMatchObject({ version: 1 });
    expect((await reschedule(id, NEXT_TUESDAY, '10:00', withVersion('"1"'))).status).toBe(200);
    expect((await reschedule(id, NEXT_TUESDAY, '11:00', withVersion('"1"'))).status).toBe(412);
    expect((await reschedule(id, NEXT_TUESDAY, '11:00', withVersion('*'))).status).toBe(200);
  });
});

describe('cancelling', () => {
  it('frees the time, cancels the reminder and tells everyone', async () => {
    const id = await booked();
    const { status, body } = await cancel(id, client.token, { reason: 'I feel better' });
    expect([status, body.status, body.version]).toEqual([200, 'cancelled', 2]);
    expect(body.reminders).toMatchObject([{ state: 'cancelled', reason: 'cancelled' }]);
    expect(await reminderJobsOf(id)).toMatchObject([{ state: 'deleted' }]);
    expect((await noticesOf(id)).slice(2)).toEqual([
      { kind: 'cancelled', sequence: 1, userId: client.id },
      { kind: 'cancelled', sequence: 1, userId: doctor.id },
    ]);
    expect((await mailsOf(id))[1]).toMatchObject({ kind: 'cancelled', sequence: 1, state: 'pending' });
    expect((await historyOf(id))[1]).toMatchObject({ toStatus: 'cancelled', reason: 'I feel better' });
    expect((await book(await clinic.client(), TUESDAY, '15:00')).status).toBe(200);
  });

  it('twice is the same as once', async () => {
    const id = await booked();
    await cancel(id, client.token);
    const before = await clinic.rowCounts();
    const again = await cancel(id, client.token);
    expect([again.status, again.body.version]).toEqual([200, 2]);
    expect(await clinic.rowCounts()).toEqual(before);
  });

  it('is possible for the patient until two hours before, for the doctor and an Admin to the end', async () => {
    const id = await booked();
    app.clock.travelTo('2027-01-05T11:00:01Z');
    client.token = await clinic.signIn(client.user);
    doctor.token = await clinic.signIn(doctor.user);
    const late = await cancel(id, client.token);
    expect([late.status, late.body.code]).toEqual([409, 'too-late']);
    expect((await setStatus(id, 'cancelled', doctor)).body.status).toBe('cancelled');
  });
});

describe('the status', () => {
  it('goes its way through the day, and each step is history', async () => {
    const id = await booked();
    app.clock.travelTo('2027-01-05T12:30:00Z');
    doctor.token = await clinic.signIn(doctor.user);
    expect((await setStatus(id, 'completed', doctor)).body.code).toBe('too-early');
    expect((await setStatus(id, 'no-show', doctor)).body.code).toBe('too-early');
    expect((await setStatus(id, 'in-progress', doctor)).body).toMatchObject({ status: 'in-progress', version: 2 });
    expect(await remindersOf(id)).toMatchObject([{ outcome: 'cancelled', reason: 'in-progress' }]);
    expect((await setStatus(id, 'completed', doctor)).body).toMatchObject({ status: 'completed', version: 3 });
    expect(await historyOf(id)).toMatchObject([
      { toStatus: 'scheduled' },
      { fromStatus: 'scheduled', toStatus: 'in-progress', byUserId: doctor.id },
      { fromStatus: 'in-progress', toStatus: 'completed', byUserId: doctor.id },
    ]);
    // Of a completed visit only the patient is told, and not by e-mail.
    expect((await noticesOf(id)).slice(2)).toEqual([{ kind: 'completed', sequence: 2, userId: client.id }]);
    expect(await mailsOf(id)).toHaveLength(1);
  });

  it('is for the doctor of the appointment and for Admins', async () => {
    const id = await booked();
    const other = await clinic.doctor();
    expect((await setStatus(id, 'cancelled', other)).status).toBe(404);
    const path = `/api/doctor/appointments/${id}/status`;
    expect((await app.http.put(path, { status: 'cancelled' }, client.token)).status).toBe(403);
    expect((await app.http.put(path, { status: 'cancelled' }, admin.token)).status).toBe(403);
    expect((await app.http.put(path.replace('doctor', 'admin'), { status: 'cancelled' }, doctor.token)).status).toBe(
      403,
    );
    expect((await app.http.put(path, { status: 'gone' }, doctor.token)).status).toBe(400);
    expect((await setStatus(id, 'cancelled', admin)).status).toBe(200);
    const audited = await clinic.rows(
      `SELECT actorId FROM "AuditEntry" WHERE subjectType = 'appointment' AND subjectId = ?`,
      [id],
    );
    expect(audited).toEqual([{ actorId: admin.id }]);
  });

  it('keeps what an Admin remarks, even when it stays the same, and shows it to nobody', async () => {
    const id = await booked();
    const same = await setStatus(id, 'scheduled', admin, { adminNotes: 'Called, will come' });
    expect([same.status, same.body.status, same.body.version]).toEqual([200, 'scheduled', 2]);
    expect(JSON.stringify(same.body)).not.toContain('Called');
    await setStatus(id, 'cancelled', admin, { adminNotes: 'Asked by phone' });
    expect(await stateOf(id)).toMatchObject({
      adminNotes: 'Admin: Called, will come\nAdmin: Asked by phone',
      version: 3,
      sequence: 1,
    });
    expect(await historyOf(id)).toHaveLength(3);
  });

  it('is refused to be what it cannot become, and the answer says what it can', async () => {
    const id = await booked();
    await setStatus(id, 'cancelled', admin);
    const { status, body } = await setStatus(id, 'completed', admin);
    expect([status, body.code]).toEqual([409, 'invalid-transition']);
    expect(body.detail).toBe('An appointment that is cancelled cannot be completed: it may become scheduled.');
  });
});

describe('reopening', () => {
  it('takes the time again, plans a new reminder and confirms it', async () => {
    const id = await booked();
    await cancel(id, client.token);
    const { status, body } = await setStatus(id, 'scheduled', admin);
    expect([status, body.status, body.version]).toEqual([200, 'scheduled', 3]);
    expect(body.reminders).toMatchObject([{ state: 'scheduled', dueAt: '2027-01-05T12:00:00.000Z' }]);
    expect(await stateOf(id)).toMatchObject({ sequence: 2 });
    expect(await reminderJobsOf(id)).toMatchObject([{ state: 'deleted' }, { state: 'waiting' }]);
    expect((await noticesOf(id)).slice(4)).toMatchObject([
      { kind: 'created', sequence: 2, userId: client.id },
      { kind: 'created', sequence: 2, userId: doctor.id },
    ]);
    expect((await mailsOf(id)).at(-1)).toMatchObject({ kind: 'created', sequence: 2 });
  });

  it('is refused when the time is taken, the patient busy, the doctor gone or the start behind', async () => {
    const [a, b, c] = [await booked(TUESDAY, '15:00'), await booked(TUESDAY, '16:00'), await booked(TUESDAY, '17:00')];
    for (const id of [a, b, c]) await cancel(id, client.token);
    await booked(TUESDAY, '15:00', await clinic.client());
    const second = await clinic.doctor();
    expect((await clinic.book(client, second.doctorId, TUESDAY, '16:00')).status).toBe(200);
    expect((await setStatus(a, 'scheduled', admin)).body.code).toBe('slot-taken');
    expect((await setStatus(b, 'scheduled', admin)).body.code).toBe('patient-overlap');
    await clinic.write('UPDATE "Doctor" SET isActive = 0 WHERE id = ?', [doctor.doctorId]);
    expect((await setStatus(c, 'scheduled', admin)).body.code).toBe('doctor-inactive');
    app.clock.travelTo('2027-01-05T15:00:00Z');
    admin.token = await clinic.signIn(admin.user);
    expect((await setStatus(c, 'scheduled', admin)).body.code).toBe('too-late');
    expect(await stateOf(c)).toMatchObject({ status: 'cancelled', version: 2 });
  });
});

describe('lists', () => {
  const idsIn = (body: { id: string }[]) => body.map(({ id }) => id);

  it('show patients their own, the latest start first', async () => {
    const [late, early] = [await booked(NEXT_TUESDAY, '10:00'), await booked(TUESDAY, '15:00')];
    await booked(TUESDAY, '16:00', await clinic.client());
    const { status, body } = await app.http.get('/api/client/getAppointments', client.token);
    expect([status, idsIn(body)]).toEqual([200, [late, early]]);
    expect(body[1]).toMatchObject({ clientName: `Ana ${client.user.lastName}`, reminders: [{ state: 'scheduled' }] });
    expect((await app.http.get('/api/client/getAppointments', doctor.token)).status).toBe(403);
    expect((await app.http.get('/api/client/getAppointments', admin.token)).body).toEqual([]);
  });

  it('come in pages that neither repeat nor leave out', async () => {
    const ids = [];
    for (const time of ['09:00', '10:00', '11:00', '12:00', '13:00']) ids.push(await booked(TUESDAY, time));
    const seen: string[] = [];
    let next: string | null = '/api/client/getAppointments?limit=2&count=true';
    while (next) {
      const page = await app.http.get(next, client.token);
      expect([page.status, page.headers.get('x-total-count')]).toEqual([200, '5']);
      expect(page.body.length).toBeLessThanOrEqual(2);
      seen.push(...idsIn(page.body));
      next = /<(.*)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1] ?? null;
    }
    expect(seen).toEqual(ids.reverse());
    expect((await app.http.get('/api/client/getAppointments?limit=0', client.token)).status).toBe(400);
    expect((await app.http.get('/api/client/getAppointments?cursor=x', client.token)).status).toBe(400);
  });

  it.each([
    ['/api/doctor/my-appointments', () => doctor],
    ['/api/doctor/:id/appointments', () => doctor],
    ['/api/admin/getAppointments?doctorId=:id', () => admin],
  ])('%s comes in pages, too', async (template, by) => {
    const ids = [];
    for (const time of ['09:00', '10:00', '11:00']) ids.push(await booked(TUESDAY, time));
    const path = template.replace(':id', String(doctor.doctorId));
    const first = await app.http.get(`${path}${path.includes('?') ? '&' : '?'}limit=2&count=true`, by().token);
    expect([idsIn(first.body), first.headers.get('x-total-count')]).toEqual([[ids[2], ids[1]], '3']);
    const next = /<(.*)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const second = await app.http.get(next, by().token);
    expect([idsIn(second.body), second.headers.get('link')]).toEqual([[ids[0]], null]);
  });

  it('show Admins everything, by status, doctor and clinic dates', async () => {
    const [tuesday, wednesday, cancelled] = [
      await booked(TUESDAY, '09:00'),
      await booked('2027-01-06', '21:00'),
      await booked(NEXT_TUESDAY, '09:00'),
    ];
    await cancel(cancelled, client.token);
    const list = async (query: string) =>
      idsIn((await app.http.get(`/api/admin/getAppointments?doctorId=${doctor.doctorId}${query}`, admin.token)).body);
    expect(await list('')).toEqual([cancelled, wednesday, tuesday]);
    expect(await list('&status=cancelled')).toEqual([cancelled]);
    expect(await list('&status=&from=&to=')).toEqual([cancelled, wednesday, tuesday]);
    expect(await list(`&from=2027-01-06&to=2027-01-06`)).toEqual([wednesday]);
    expect(await list(`&from=2027-01-06`)).toEqual([cancelled, wednesday]);
    expect(await list(`&to=2027-01-06`)).toEqual([wednesday, tuesday]);
    expect((await app.http.get('/api/admin/getAppointments?status=open', admin.token)).status).toBe(400);
    expect((await app.http.get('/api/admin/getAppointments?from=2027-02-30', admin.token)).status).toBe(400);
    expect((await app.http.get('/api/admin/getAppointments', client.token)).status).toBe(403);
  });

  it('show doctors theirs, and only theirs', async () => {
    const id = await booked();
    const other = await clinic.doctor();
    const mine = (by: Person) => app.http.get('/api/doctor/my-appointments', by.token);
    expect(idsIn((await mine(doctor)).body)).toEqual([id]);
    expect((await mine(other)).body).toEqual([]);
    expect((await mine(admin)).status).toBe(403);

    const of = (by: Person) => app.http.get(`/api/doctor/${doctor.doctorId}/appointments`, by.token);
    expect(idsIn((await of(doctor)).body)).toEqual([id]);
    expect(idsIn((await of(admin)).body)).toEqual([id]);
    expect([(await of(other)).status, (await of(client)).status]).toEqual([404, 403]);

    const byUser = (doctorUserId: string, by = admin) =>
      app.http.post('/api/doctor/appointments-by-userid', { doctorUserId }, by.token);
    expect(idsIn((await byUser(doctor.id)).body)).toEqual([id]);
    expect(await byUser('nobody')).toMatchObject({ status: 200, body: [] });
    expect((await byUser(doctor.id, doctor)).status).toBe(403);
  });
});

describe('what doctors are free for', () => {
  it('leaves out what is booked', async () => {
    await booked(TUESDAY, '15:00');
    const { body } = await app.http.get(
      `/api/client/appointment-hours/doctor/${doctor.doctorId}/day/Tuesday?date=${TUESDAY}`,
      client.token,
    );
    const hours = body.map(({ hour }: { hour: string }) => hour);
    expect(hours).toContain('14:00');
    expect(hours).not.toContain('15:00');
  });

  it('tells what is affected when an hour is closed', async () => {
    const id = await booked(TUESDAY, '15:00');
    await booked(TUESDAY, '16:00');
    const [hour] = await clinic.rows<{ id: number }>(
      `SELECT id FROM "AppointmentHour" WHERE doctorId = ? AND dayOfWeek = 2 AND hour = '15:00'`,
      [doctor.doctorId],
    );
    const { body } = await app.http.put(`/api/admin/appointment-hours/${hour?.id}`, { isActive: false }, admin.token);
    expect(body.affectedAppointments).toEqual([id]);
  });
});
