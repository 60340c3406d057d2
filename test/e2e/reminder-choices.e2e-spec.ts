import { JobRunner } from '../../src/jobs/worker/job-runner';
import { Database } from '../../src/database/database';
import { ReminderChoices } from '../../src/users/reminder-choices';
import { type TestApp, startApp } from '../support/app';
import { Clinic, type DoctorPerson, type Person } from '../support/clinic';
import { TestClock } from '../support/test-clock';

const MONDAY = '2027-01-04T08:00:00Z';
/** At 15:00 in the clinic, 13:00Z. */
const FRIDAY = '2027-01-08';

let app: TestApp;
let clinic: Clinic;
let client: Person;
let doctor: DoctorPerson;

beforeEach(async () => {
  app = await startApp({ clock: TestClock.at(MONDAY), env: { REMINDER_OFFSETS: '4320,1440,60' } });
  clinic = new Clinic(app);
  client = await clinic.client();
  doctor = await clinic.doctor();
});
afterEach(() => app.close());

async function travel(to: string): Promise<void> {
  app.clock.travelTo(to);
  await app.get(JobRunner).idle();
}

async function booked(date = FRIDAY, time = '15:00'): Promise<string> {
  client.token = await clinic.signIn(client.user);
  const { status, body } = await clinic.book(client, doctor.doctorId, date, time);
  expect({ status, body }).toMatchObject({ status: 200 });
  return String(body.id);
}

/** As a change of preferences does it. */
function choose(offsets: number[] | null): Promise<void> {
  return app.get(Database).transaction(async () => {
    const stored = offsets && JSON.stringify(offsets);
    await clinic.write('UPDATE "User" SET reminderOffsets = ? WHERE id = ?', [stored, client.id]);
    await app.get(ReminderChoices).replan({ userId: client.id, offsets });
  });
}

const remindersOf = async (id: string) =>
  (
    await clinic.rows(
      'SELECT sequence, "offset", outcome, reason FROM "Reminder" WHERE appointmentId = ? ORDER BY "offset" DESC',
      [id],
    )
  ).map(({ offset, outcome, reason }) => [offset, outcome, reason]);
const openJobsOf = (id: string) =>
  clinic.rows(
    `SELECT dueAt, deadline FROM jobs_Job WHERE type = 'appointments.remind' AND "key" LIKE ? AND state = 'waiting' ORDER BY dueAt`,
    [`appointment:${id}:remind:%`],
  );
const toldOf = async (id: string) =>
  (
    await clinic.rows<{ message: string }>(
      `SELECT message FROM "Notification" WHERE appointmentId = ? AND kind = 'reminder' ORDER BY id`,
      [id],
    )
  ).map(({ message }) => /begins (in [^:]+):/.exec(message)?.[1]);

describe('reminders in several steps', () => {
  it('each have their job, worth sending until the next is due', async () => {
    const id = await booked();
    expect(await openJobsOf(id)).toEqual([
      { dueAt: '2027-01-05T13:00:00.000Z', deadline: '2027-01-07T13:00:00.000Z' },
      { dueAt: '2027-01-07T13:00:00.000Z', deadline: '2027-01-08T12:00:00.000Z' },
      { dueAt: '2027-01-08T12:00:00.000Z', deadline: '2027-01-08T12:55:00.000Z' },
    ]);
  });

  it('each go out once, at their time', async () => {
    const id = await booked();
    await travel('2027-01-05T13:00:00Z');
    expect(await toldOf(id)).toEqual(['in 3 days']);
    await travel('2027-01-07T13:00:00Z');
    await travel('2027-01-08T12:00:00Z');
    await travel('2027-01-08T12:30:00Z');
    expect(await toldOf(id)).toEqual(['in 3 days', 'in 1 day', 'in 1 hour']);
    const { body } = await app.http.get('/api/client/getAppointments', await clinic.signIn(client.user));
    expect(body[0].reminders.map(({ offset, state }: Record<string, unknown>) => [offset, state])).toEqual([
      [4320, 'sent'],
      [1440, 'sent'],
      [60, 'sent'],
    ]);
  });

  it('that are past when the visit is booked are skipped, the others go out', async () => {
    const id = await booked('2027-01-06');
    expect(await remindersOf(id)).toEqual([
      [4320, 'skipped', 'booked-late'],
      [1440, 'planned', null],
      [60, 'planned', null],
    ]);
    await travel('2027-01-05T13:00:00Z');
    expect(await toldOf(id)).toEqual(['in 1 day']);
  });
});

describe('another choice of reminders', () => {
  it('takes the others back, of every visit to come, and gives those that stay their time', async () => {
    const [first, second] = [await booked(), await booked('2027-01-11', '09:00')];
    await choose([1440]);
    for (const id of [first, second]) {
      expect(await remindersOf(id)).toEqual([
        [4320, 'cancelled', 'opted-out'],
        [1440, 'planned', null],
        [60, 'cancelled', 'opted-out'],
      ]);
    }
    expect(await openJobsOf(first)).toEqual([
      { dueAt: '2027-01-07T13:00:00.000Z', deadline: '2027-01-08T12:55:00.000Z' },
    ]);
    await travel('2027-01-07T13:00:00Z');
    await travel('2027-01-08T12:30:00Z');
    expect(await toldOf(first)).toEqual(['in 1 day']);
  });

  it('is made by patients themselves, in their profile', async () => {
    const id = await booked();
    const answer = await app.http.put('/api/auth/me', { reminderOffsets: [60] }, client.token);
    expect(answer).toMatchObject({ status: 200, body: { reminderOffsets: [60] } });
    expect(await remindersOf(id)).toEqual([
      [4320, 'cancelled', 'opted-out'],
      [1440, 'cancelled', 'opted-out'],
      [60, 'planned', null],
    ]);
  });

  it('can be made again, and nobody is told twice', async () => {
    const id = await booked();
    await travel('2027-01-05T13:00:00Z');
    await choose([]);
    expect(await openJobsOf(id)).toEqual([]);
    await choose(null);
    await choose(null);
    expect(await remindersOf(id)).toEqual([
      [4320, 'sent', null],
      [1440, 'planned', null],
      [60, 'planned', null],
    ]);
    await travel('2027-01-07T13:00:00Z');
    await travel('2027-01-08T12:00:00Z');
    expect(await toldOf(id)).toEqual(['in 3 days', 'in 1 day', 'in 1 hour']);
  });

  it('sends nothing at once whose time has passed', async () => {
    await choose([60]);
    const id = await booked();
    await travel('2027-01-06T13:00:00Z');
    await choose(null);
    expect(await remindersOf(id)).toEqual([
      [4320, 'skipped', 'chosen-late'],
      [1440, 'planned', null],
      [60, 'planned', null],
    ]);
    await travel('2027-01-06T13:05:00Z');
    expect(await toldOf(id)).toEqual([]);
  });

  it('made at the very moment of a reminder neither loses it nor sends it twice', async () => {
    for (const day of ['07', '08', '11', '12', '13']) {
      const id = await booked(`2027-01-${day}`, '10:00');
      const due = `2027-01-${String(Number(day) - 1).padStart(2, '0')}T08:00:00.000Z`;
      app.clock.travelTo(due);
      const runner = app.get(JobRunner);
      await Promise.all([runner.idle(), choose([1440]), choose(null), choose([1440, 60]), runner.idle()]);
      await runner.idle();
      expect((await toldOf(id)).filter((text) => text === 'in 1 day')).toHaveLength(1);
    }
  });

  it('leaves visits alone that are another patient\u2019s, cancelled or past', async () => {
    const other = await clinic.client();
    const theirs = String((await clinic.book(other, doctor.doctorId, FRIDAY, '09:00')).body.id);
    const cancelled = await booked('2027-01-11', '10:00');
    await app.http.post(`/api/client/appointments/${cancelled}/cancel`, {}, client.token);
    await choose([]);
    expect((await remindersOf(theirs)).map(([, outcome]) => outcome)).toEqual(['planned', 'planned', 'planned']);
    await choose(null);
    expect((await remindersOf(cancelled)).map(([, outcome]) => outcome)).toEqual([
      'cancelled',
      'cancelled',
      'cancelled',
    ]);
  });

  it('is kept when the visit is moved', async () => {
    const id = await booked();
    await choose([60]);
    await app.http.put(
      `/api/client/appointments/${id}`,
      { appointmentDate: '2027-01-11', appointmentTime: '10:00' },
      client.token,
    );
    expect(await openJobsOf(id)).toEqual([{ dueAt: '2027-01-11T07:00:00.000Z', deadline: '2027-01-11T07:55:00.000Z' }]);
    await choose([1440, 60]);
    expect(await openJobsOf(id)).toEqual([
      { dueAt: '2027-01-10T08:00:00.000Z', deadline: '2027-01-11T07:00:00.000Z' },
      { dueAt: '2027-01-11T07:00:00.000Z', deadline: '2027-01-11T07:55:00.000Z' },
    ]);
  });
});
