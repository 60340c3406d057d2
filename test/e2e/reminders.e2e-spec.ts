import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Database } from '../../src/database/database';
import { JobActions } from '../../src/jobs/job-actions';
import { RecurringScheduler } from '../../src/jobs/upkeep/recurring-scheduler';
import { JobRunner } from '../../src/jobs/worker/job-runner';
import { NoticeSources } from '../../src/notifications/notice-source';
import { type TestApp, startApp } from '../support/app';
import { Clinic, type DoctorPerson, type Person } from '../support/clinic';
import { TestClock } from '../support/test-clock';
import { TEST_DIALECT } from '../support/test-database';

const MONDAY = '2027-01-04T08:00:00Z';
const TUESDAY = '2027-01-05';
const DUE = '2027-01-05T12:00:00.000Z';
/** The clock goes on while a server answers. */
const JUST_BEFORE = TEST_DIALECT === 'sqlite' ? '2027-01-05T11:59:57.000Z' : '2027-01-05T11:59:30.000Z';

let app: TestApp;
let clinic: Clinic;
let client: Person;
let doctor: DoctorPerson;

beforeEach(async () => {
  app = await startApp({ clock: TestClock.at(MONDAY), env: { REMINDER_OFFSETS: '1440,60' } });
  clinic = new Clinic(app);
  client = await clinic.client();
  doctor = await clinic.doctor({ firstName: 'Ion', lastName: 'Popescu' });
  // One reminder for most tests; who wants both says so.
  await chooseReminders('[60]');
});
afterEach(() => app.close());

const idle = () => app.get(JobRunner).idle();
const chooseReminders = (offsets: string | null) =>
  clinic.write('UPDATE "User" SET reminderOffsets = ? WHERE id = ?', [offsets, client.id]);

/** Moves the clock and lets everything run that is due by then. */
async function travel(to: string): Promise<void> {
  app.clock.travelTo(to);
  await app.get(RecurringScheduler).tick();
  await idle();
}

async function booked(date = TUESDAY, time = '15:00'): Promise<string> {
  client.token = await clinic.signIn(client.user);
  const { status, body } = await clinic.book(client, doctor.doctorId, date, time);
  expect({ status, body }).toMatchObject({ status: 200 });
  await idle();
  return String(body.id);
}

/** Message-IDs of the mails about an appointment, without their domain. */
function mailsAbout(id: string): string[] {
  const folder = path.join(app.dataDir, 'mail');
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).map((name) => name.replace(/@.*$/, ''));
  return names.filter((name) => name.startsWith(`appt-${id}.`)).sort();
}

const remindersToldOf = (id: string) =>
  clinic.rows<{ message: string; userId: string }>(
    `SELECT userId, message FROM "Notification" WHERE appointmentId = ? AND kind = 'reminder'`,
    [id],
  );
const remindersOf = (id: string) =>
  clinic.rows('SELECT sequence, "offset", outcome, reason FROM "Reminder" WHERE appointmentId = ? ORDER BY id', [id]);
const jobsOf = (id: string, offset = 60) =>
  clinic.rows<{ id: number; state: string; dueAt: string }>(
    `SELECT id, state, dueAt FROM jobs_Job WHERE type = 'appointments.remind' AND "key" = ? ORDER BY id`,
    [`appointment:${id}:remind:${offset}`],
  );
const historyOf = (jobId: number | undefined) =>
  clinic.rows(`SELECT name, reason FROM jobs_State WHERE jobId = ? ORDER BY seq`, [jobId ?? 0]);
const change = (sql: string, id: string) => clinic.write(`UPDATE "Appointment" SET ${sql} WHERE id = ?`, [id]);

describe('a reminder', () => {
  it('goes out exactly one hour before the visit, once, in the application and by e-mail', async () => {
    const id = await booked();
    expect(mailsAbout(id)).toEqual([`appt-${id}.created.0.0`]);
    const [job] = await jobsOf(id);
    expect(job).toMatchObject({ state: 'waiting', dueAt: DUE });

    await travel(JUST_BEFORE);
    expect(await jobsOf(id)).toMatchObject([{ state: 'waiting' }]);
    expect(await remindersToldOf(id)).toEqual([]);

    await travel(DUE);
    expect(await remindersToldOf(id)).toEqual([
      { userId: client.id, message: expect.stringContaining('begins in 1 hour: Tuesday, 5 January 2027 at 15:00') },
    ]);
    expect(mailsAbout(id)).toEqual([`appt-${id}.created.0.0`, `appt-${id}.reminder.0.60`]);
    expect(await remindersOf(id)).toEqual([{ sequence: 0, offset: 60, outcome: 'sent', reason: null }]);
    expect(await jobsOf(id)).toMatchObject([{ id: job?.id, state: 'succeeded' }]);
    expect((await historyOf(job?.id)).map(({ name }) => name)).toEqual(['waiting', 'processing', 'succeeded']);

    const { body } = await app.http.get('/api/client/getAppointments', await clinic.signIn(client.user));
    expect(body[0].reminders).toMatchObject([{ offset: 60, dueAt: DUE, state: 'sent', jobId: String(job?.id) }]);
  });

  it('says what the clinic may say by e-mail and nothing of why the patient comes', async () => {
    const { body } = await clinic.book(client, doctor.doctorId, TUESDAY, '15:00', {
      reason: 'Syphilis',
      notes: 'Secret',
    });
    await travel(DUE);
    const folder = path.join(app.dataDir, 'mail');
    const mails = readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'utf8'));
    expect(mailsAbout(body.id)).toHaveLength(2);
    for (const mail of mails) expect(mail).not.toMatch(/Syphilis|Secret/);
    expect(JSON.stringify(app.logs())).not.toMatch(/Syphilis|Secret|@example\.com|Ionescu/);
  });

  it('is not repeated when its job runs again', async () => {
    const id = await booked();
    await travel(DUE);
    const [job] = await jobsOf(id);
    await app.get(JobActions).requeue(job?.id ?? 0, 'appointments.remind');
    await idle();
    expect(await jobsOf(id)).toMatchObject([{ state: 'succeeded' }]);
    expect(await remindersToldOf(id)).toHaveLength(1);
    expect(mailsAbout(id)).toHaveLength(2);
    expect(await remindersOf(id)).toMatchObject([{ outcome: 'sent' }]);
  });

  it('says how far away the visit really is when it runs at another time', async () => {
    const id = await booked();
    await travel('2027-01-05T12:13:00.000Z');
    expect((await remindersToldOf(id))[0]?.message).toContain('begins in 47 minutes');
  });

  it('is not sent any more five minutes before the visit', async () => {
    const id = await booked();
    await travel('2027-01-05T12:55:01.000Z');
    expect(await jobsOf(id)).toMatchObject([{ state: 'failed' }]);
    expect(await remindersToldOf(id)).toEqual([]);
    expect(mailsAbout(id)).toHaveLength(1);
  });

  it('goes out for each offset, and only for the next one when several are late', async () => {
    await chooseReminders(null);
    const id = await booked('2027-01-07');
    await travel('2027-01-06T13:00:00.000Z');
    expect((await remindersToldOf(id)).map(({ message }) => message)).toEqual([expect.stringContaining('in 1 day')]);
    await travel('2027-01-07T12:00:00.000Z');
    expect(await remindersToldOf(id)).toHaveLength(2);

    const late = await booked('2027-01-11');
    await travel('2027-01-11T12:30:00.000Z');
    expect(await jobsOf(late, 1440)).toMatchObject([{ state: 'failed' }]);
    expect((await remindersToldOf(late)).map(({ message }) => message)).toEqual([
      expect.stringContaining('in 30 minutes'),
    ]);
  });

  it('booked too late is skipped and never sent', async () => {
    await travel('2027-01-05T12:30:00.000Z');
    const id = await booked();
    expect(await remindersOf(id)).toEqual([{ sequence: 0, offset: 60, outcome: 'skipped', reason: 'booked-late' }]);
    await travel('2027-01-05T12:58:00.000Z');
    expect(await remindersToldOf(id)).toEqual([]);
    expect(mailsAbout(id)).toEqual([`appt-${id}.created.0.0`]);
  });
});

describe('a reminder that has lost its reason', () => {
  it('is not sent after a cancellation', async () => {
    const id = await booked();
    await app.http.post(`/api/client/appointments/${id}/cancel`, {}, client.token);
    expect(await historyOf((await jobsOf(id))[0]?.id)).toMatchObject([
      { name: 'waiting' },
      { name: 'deleted', reason: 'cancelled' },
    ]);
    await travel('2027-01-05T12:30:00.000Z');
    expect(await remindersToldOf(id)).toEqual([]);
    expect(mailsAbout(id)).toEqual([`appt-${id}.cancelled.1.0`, `appt-${id}.created.0.0`]);
  });

  it('is sent for the new time only after a reschedule', async () => {
    const id = await booked();
    const moved = await app.http.put(
      `/api/client/appointments/${id}`,
      { appointmentDate: '2027-01-06', appointmentTime: '16:00' },
      client.token,
    );
    expect(moved.status).toBe(200);
    await travel('2027-01-05T12:30:00.000Z');
    expect(await remindersToldOf(id)).toEqual([]);
    await travel('2027-01-06T13:00:00.000Z');
    expect((await remindersToldOf(id)).map(({ message }) => message)).toEqual([expect.stringContaining('at 16:00')]);
    expect(mailsAbout(id)).toEqual([`appt-${id}.created.0.0`, `appt-${id}.modified.1.0`, `appt-${id}.reminder.1.60`]);
  });

  // Nothing but the re-reading handler stands between these and the patient: the job was not cancelled.
  it.each<[string, string, (id: string) => Promise<unknown>]>([
    ['not-scheduled', 'is no longer scheduled', (id) => change(`status = 'no-show'`, id)],
    ['other-sequence', 'has another sequence', (id) => change('sequence = 1', id)],
    ['already-started', 'has begun', (id) => change(`startsAt = '2027-01-05T11:59:00.000Z'`, id)],
    [
      'patient-inactive',
      'has an inactive patient',
      () => clinic.write('UPDATE "User" SET isActive = 0 WHERE id = ?', [client.id]),
    ],
    [
      'opted-out',
      'has a patient who wants none',
      () => clinic.write('UPDATE "User" SET emailReminders = 0 WHERE id = ?', [client.id]),
    ],
    ['opted-out', 'has a patient who wants another', () => chooseReminders('[1440]')],
  ])('is skipped as %s when the appointment %s', async (reason, _, spoil) => {
    const id = await booked();
    const [job] = await jobsOf(id);
    await spoil(id);
    await travel(DUE);
    expect((await historyOf(job?.id)).at(-1)).toEqual({ name: 'deleted', reason });
    expect(await remindersOf(id)).toMatchObject([{ outcome: 'skipped', reason }]);
    expect(await remindersToldOf(id)).toEqual([]);
    expect(mailsAbout(id)).toEqual([`appt-${id}.created.0.0`]);
  });

  it('does not keep others that are due with it from going out', async () => {
    const [gone, kept] = [await booked(TUESDAY, '15:00'), await booked(TUESDAY, '16:00')];
    await change(`startsAt = '2027-01-05T14:00:00.001Z', status = 'cancelled'`, gone);
    await travel('2027-01-05T13:00:00.000Z');
    expect(await remindersToldOf(gone)).toEqual([]);
    expect(await remindersToldOf(kept)).toHaveLength(1);
  });
});

describe('what a mail says of a visit', () => {
  const ask = (id: string, kind: 'created' | 'reminder' | 'cancelled' | 'modified', sequence: number) =>
    app
      .get(Database)
      .transaction(() =>
        app.get(NoticeSources).visitFor({ kind, appointmentId: Number(id), sequence, offset: 0 }, app.clock.now()),
      );

  it('is what holds now, and nothing once it was superseded', async () => {
    const id = await booked();
    expect(await ask(id, 'created', 0)).toEqual({
      date: TUESDAY,
      time: '15:00',
      timeZone: 'Europe/Bucharest',
      startsAt: new Date('2027-01-05T13:00:00Z'),
      endsAt: new Date('2027-01-05T14:00:00Z'),
      doctorName: 'Ion Popescu',
    });
    expect(await ask(id, 'reminder', 1)).toBeNull();
    expect(await ask('999999', 'created', 0)).toBeNull();
    await app.http.post(`/api/client/appointments/${id}/cancel`, {}, client.token);
    expect(await ask(id, 'created', 0)).toBeNull();
    expect(await ask(id, 'reminder', 1)).toBeNull();
    expect(await ask(id, 'cancelled', 1)).not.toBeNull();
  });

  it('is nothing after the start, but for a cancellation that was made after it', async () => {
    const [early, late] = [await booked(TUESDAY, '15:00'), await booked(TUESDAY, '16:00')];
    await app.http.post(`/api/client/appointments/${early}/cancel`, {}, client.token);
    app.clock.travelTo('2027-01-05T14:10:00Z');
    expect(await ask(late, 'created', 0)).toBeNull();
    expect(await ask(early, 'cancelled', 1)).toBeNull();
    const admin = await clinic.admin();
    await app.http.put(`/api/admin/appointments/${late}/status`, { status: 'cancelled' }, admin.token);
    expect(await ask(late, 'cancelled', 1)).not.toBeNull();
  });
});

describe('closing what is past', () => {
  const statusOf = async (id: string) =>
    (await clinic.rows('SELECT status, completedAt, version, sequence FROM "Appointment" WHERE id = ?', [id]))[0];

  it('completes each hour what ended more than an hour ago, and tells the patient', async () => {
    const [ended, recent] = [await booked(TUESDAY, '15:00'), await booked(TUESDAY, '16:00')];
    await change(`status = 'in-progress', version = 2, sequence = 1`, recent);
    // Runs that were missed are caught up by one, at which nothing had ended yet for an hour.
    await travel('2027-01-05T14:59:00Z');
    await travel('2027-01-05T15:06:57Z');
    expect(await statusOf(ended)).toMatchObject({ status: 'scheduled' });

    await travel('2027-01-05T15:07:01Z');
    expect(await statusOf(ended)).toMatchObject({
      status: 'completed',
      completedAt: expect.stringMatching(/^2027-01-05T15:07:0/),
      version: 2,
      sequence: 1,
    });
    expect(await statusOf(recent)).toMatchObject({ status: 'in-progress' });
    const history = await clinic.rows('SELECT * FROM "AppointmentHistory" WHERE appointmentId = ? ORDER BY id', [
      ended,
    ]);
    expect(history[1]).toMatchObject({ byUserId: null, fromStatus: 'scheduled', toStatus: 'completed' });
    const told = await clinic.rows(
      `SELECT kind, sequence, userId FROM "Notification" WHERE appointmentId = ? AND kind = 'completed'`,
      [ended],
    );
    expect(told).toEqual([{ kind: 'completed', sequence: 1, userId: client.id }]);
    expect(mailsAbout(ended).filter((name) => name.includes('completed'))).toEqual([]);

    await travel('2027-01-05T16:07:01Z');
    expect(await statusOf(recent)).toMatchObject({ status: 'completed', version: 3, sequence: 2 });
  });

  it('says of a reminder that never went out that it failed', async () => {
    const id = await booked();
    await travel('2027-01-05T16:07:01Z');
    // Whichever looks first: who closes the visit, or who sees that its job's deadline has passed.
    const reason = expect.stringMatching(/^(not-sent-in-time|deadline-passed)$/);
    expect(await remindersOf(id)).toMatchObject([{ outcome: 'failed', reason }]);
    expect(await remindersToldOf(id)).toEqual([]);
  });

  it('says of a reminder whose job an admin cancelled that it was cancelled', async () => {
    const id = await booked();
    const [job] = await jobsOf(id);
    await app.get(JobActions).cancel(job?.id ?? 0, 'not wanted');
    await travel('2027-01-05T12:05:01Z');
    expect(await remindersOf(id)).toMatchObject([{ outcome: 'cancelled', reason: 'not wanted' }]);
    expect(await remindersToldOf(id)).toEqual([]);
  });

  it('takes any number of them, some hundreds at a time', async () => {
    const id = await booked();
    const past = Array.from({ length: 1200 }, (_, minute) => [new Date(Date.UTC(2026, 0, 1, 0, minute))]);
    await clinic.write(
      `INSERT INTO "Appointment" ("clientId", "doctorId", "date", "time", "timeZone", "startsAt", "endsAt", "status", "reason",
         "version", "sequence", "reschedules", "createdAt", "updatedAt")
       SELECT a."clientId", a."doctorId", a."date", a."time", a."timeZone", p."at", p."at", 'scheduled', 'x', 1, 0, 0,
         a."createdAt", a."updatedAt"
       FROM ${app.get(Database).sql.rows('p', { at: 'instant' })} JOIN "Appointment" a ON a."id" = ?`,
      [JSON.stringify(past), id],
    );
    await travel('2027-01-04T09:07:01Z');
    const open = await clinic.rows(`SELECT id FROM "Appointment" WHERE status = 'scheduled'`);
    expect(open.map((row) => String(row.id))).toEqual([id]);
    const [told] = await clinic.rows(`SELECT COUNT(*) AS count FROM "Notification" WHERE kind = 'completed'`);
    expect(told?.count).toBe(1200);
  });
});
