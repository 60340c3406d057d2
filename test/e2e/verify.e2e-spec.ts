import { VerifyService } from '../../src/alerts/verify.service';
import { WatchService } from '../../src/alerts/watch.service';
import { Database } from '../../src/database/database';
import { JobActions } from '../../src/jobs/job-actions';
import { JobRunner } from '../../src/jobs/worker/job-runner';
import { type TestApp, startApp } from '../support/app';
import { Clinic, type DoctorPerson, type Person } from '../support/clinic';
import { TestClock } from '../support/test-clock';
import { TEST_DIALECT } from '../support/test-database';

const MONDAY = '2027-01-04T08:00:00Z';
const TUESDAY = '2027-01-05';
const DUE = '2027-01-05T12:00:00.000Z';
const HALF_PAST = '2027-01-05T12:30:00.000Z';
const JUST_BEFORE_THE_VISIT = '2027-01-05T12:57:00.000Z';

let app: TestApp;
let clinic: Clinic;
let client: Person;
let doctor: DoctorPerson;

beforeEach(async () => {
  app = await startApp({ clock: TestClock.at(MONDAY) });
  clinic = new Clinic(app);
  client = await clinic.client();
  doctor = await clinic.doctor();
});
afterEach(() => app.close());

const idle = () => app.get(JobRunner).idle();

async function booked(time = '15:00'): Promise<number> {
  const { status, body } = await clinic.book(client, doctor.doctorId, TUESDAY, time);
  expect({ status, body }).toMatchObject({ status: 200 });
  await idle();
  return Number(body.id);
}

interface Found {
  [name: string]: { checked: number; healed: number; broken: number };
}

/** Verifies, and says what was found of each invariant. */
async function verify(): Promise<Found> {
  await app.get(VerifyService).verifyAll();
  const found = await app.get(VerifyService).found();
  return Object.fromEntries(found.map(({ name, checked, healed, broken }) => [name, { checked, healed, broken }]));
}

const reminderOf = async (id: number) => {
  const [reminder] = await clinic.rows<{ outcome: string; reason: string | null; jobId: number }>(
    'SELECT outcome, reason, jobId FROM "Reminder" WHERE appointmentId = ?',
    [id],
  );
  return reminder;
};
const jobOf = async (id: number) => {
  const { jobId } = (await reminderOf(id)) ?? {};
  const [job] = await clinic.rows(`SELECT id, state, dueAt, deadline, payload, "key" FROM jobs_Job WHERE id = ?`, [
    jobId ?? null,
  ]);
  return job;
};
/** As a person with too many rights, or a backup that lacks them, would remove jobs. */
const loseJobs = () => clinic.write(`DELETE FROM jobs_Job WHERE type = 'appointments.remind'`);
const told = (kind = 'reminder') => clinic.rows('SELECT id FROM "Notification" WHERE kind = ?', [kind]);

describe('verifying', () => {
  it('finds nothing wrong where nothing is, and says what it looked at', async () => {
    await booked('15:00');
    await booked('16:00');
    const fine = { healed: 0, broken: 0 };
    expect(await verify()).toEqual({
      'deliveries-settled': { checked: 0, ...fine },
      'reminders-planned': { checked: 2, ...fine },
      'reminders-settled': { checked: 0, ...fine },
      'reminders-told': { checked: 0, ...fine },
      'told-once': { checked: 6, ...fine },
    });
    app.clock.travelTo(DUE);
    await idle();
    app.clock.travelTo(HALF_PAST);
    expect(await verify()).toMatchObject({
      'reminders-planned': { checked: 1, ...fine },
      'reminders-told': { checked: 1, ...fine },
    });
  });

  it('plans the job of a reminder anew that has lost it, which then goes out at its time and once', async () => {
    const id = await booked();
    const before = await jobOf(id);
    await loseJobs();
    expect(await verify()).toMatchObject({ 'reminders-planned': { checked: 1, healed: 1, broken: 0 } });
    const after = await jobOf(id);
    expect(after).toEqual({ ...before, id: after?.id });
    expect(app.logs()).toContainEqual(
      expect.objectContaining({
        msg: `Reminder for appointment ${id} scheduled anew at ${DUE} as job ${String(after?.id)}`,
      }),
    );
    expect(await verify()).toMatchObject({ 'reminders-planned': { healed: 0, broken: 0 } });

    app.clock.travelTo(DUE);
    await idle();
    expect(await reminderOf(id)).toMatchObject({ outcome: 'sent' });
    expect(await told()).toHaveLength(1);
    const [{ healedEver } = { healedEver: 0 }] = await clinic.rows<{ healedEver: number }>(
      `SELECT healedEver FROM "Verification" WHERE name = 'reminders-planned'`,
    );
    expect(healedEver).toBe(1);
  });

  it('sends late, but before the visit, what had lost its job when its time came', async () => {
    const id = await booked();
    await loseJobs();
    app.clock.travelTo(HALF_PAST);
    expect(await verify()).toMatchObject({ 'reminders-settled': { checked: 1, healed: 1, broken: 0 } });
    await idle();
    expect(await reminderOf(id)).toMatchObject({ outcome: 'sent' });
    expect(await told()).toHaveLength(1);
  });

  it('says that a promise is broken which can no longer be kept, and the watch tells Admins', async () => {
    const admin = await clinic.admin();
    const id = await booked();
    await loseJobs();
    app.clock.travelTo(JUST_BEFORE_THE_VISIT);
    expect(await verify()).toMatchObject({ 'reminders-settled': { checked: 1, healed: 0, broken: 1 } });
    expect(await reminderOf(id)).toMatchObject({ outcome: 'failed', reason: 'not-sent-in-time' });
    await app.get(WatchService).look();
    // Work that fell due in the hours that were passed over may be late, too.
    const alerts = () =>
      clinic.rows(`SELECT title FROM "Notification" WHERE userId = ? AND title LIKE '%promise%' ORDER BY id`, [
        admin.id,
      ]);
    expect(await alerts()).toEqual([{ title: 'A promise is broken' }]);

    await verify();
    await app.get(WatchService).look();
    await app.get(WatchService).look();
    expect(await alerts()).toEqual([{ title: 'A promise is broken' }, { title: 'Over: A promise is broken' }]);
  });

  it('does not plan anew what a person has deleted', async () => {
    const id = await booked();
    const job = await jobOf(id);
    await app.get(JobActions).cancel(Number(job?.id), 'wanted so');
    expect(await verify()).toMatchObject({ 'reminders-planned': { healed: 1, broken: 0 } });
    expect(await reminderOf(id)).toMatchObject({ outcome: 'cancelled', reason: expect.stringContaining('wanted so') });
    expect(await jobOf(id)).toMatchObject({ state: 'deleted' });
  });

  it('ends the reminder of an appointment that is not scheduled any more', async () => {
    const id = await booked();
    await loseJobs();
    await clinic.write(`UPDATE "Appointment" SET status = 'cancelled' WHERE id = ?`, [id]);
    expect(await verify()).toMatchObject({ 'reminders-planned': { healed: 1 } });
    expect(await reminderOf(id)).toMatchObject({ outcome: 'cancelled', reason: 'not-scheduled' });
  });

  it('takes the place of a job that has the key and of which the promise knows nothing', async () => {
    const id = await booked();
    await clinic.write('UPDATE "Reminder" SET jobId = 999999 WHERE appointmentId = ?', [id]);
    expect(await verify()).toMatchObject({ 'reminders-planned': { healed: 1 } });
    const open = await clinic.rows(`SELECT id FROM jobs_Job WHERE type = 'appointments.remind' AND state = 'waiting'`);
    expect(open).toEqual([{ id: (await reminderOf(id))?.jobId }]);
  });

  it('gives an end to an e-mail of the ledger that nobody is to send any more', async () => {
    await booked();
    await clinic.write(`UPDATE "Delivery" SET state = 'pending', finishedAt = NULL, jobId = NULL`);
    app.clock.advance(60_000);
    expect(await verify()).toMatchObject({ 'deliveries-settled': { checked: 1, healed: 1, broken: 0 } });
    expect(await clinic.rows('SELECT state, reason FROM "Delivery"')).toEqual([
      { state: 'failed', reason: 'job gone' },
    ]);
  });

  it('finds a reminder that claims to be sent and was not, and one that was sent and claims not to be', async () => {
    const [first, second] = [await booked('15:00'), await booked('16:00')];
    for (const due of [DUE, '2027-01-05T13:00:00.000Z']) {
      app.clock.travelTo(due);
      await idle();
    }
    await clinic.write(`DELETE FROM "Delivery" WHERE appointmentId = ? AND kind = 'reminder'`, [second]);
    await clinic.write(`DELETE FROM "Notification" WHERE appointmentId = ? AND kind = 'reminder'`, [second]);
    app.clock.travelTo('2027-01-05T13:06:00.000Z');
    expect(await verify()).toMatchObject({ 'reminders-told': { broken: 1 } });
    await clinic.write(`UPDATE "Reminder" SET outcome = 'cancelled', dueAt = ? WHERE appointmentId = ?`, [
      new Date('2027-01-05T13:00:00.000Z'),
      first,
    ]);
    expect(await verify()).toMatchObject({ 'reminders-told': { checked: 2, broken: 2 } });
  });

  it('finds a notice that was given twice once its index is gone', async () => {
    await booked();
    await clinic.write(`DROP INDEX "UX_Notification_once"${TEST_DIALECT === 'mssql' ? ' ON "Notification"' : ''}`);
    await clinic.write(
      `INSERT INTO "Notification" (userId, position, kind, title, message, appointmentId, sequence, "offset", createdAt)
       SELECT userId, 999, kind, title, message, appointmentId, sequence, "offset", createdAt FROM "Notification"
       WHERE userId = ? AND kind = 'created'`,
      [client.id],
    );
    expect(await verify()).toMatchObject({ 'told-once': { broken: 1 } });
  });

  it('says nothing more of an invariant that a release before had', async () => {
    const before = Object.keys(await verify());
    await clinic.write(
      `INSERT INTO "Verification" (name, checkedAt, checked, broken, healed, healedEver) VALUES ('old-promise', ?, 9, 3, 0, 0)`,
      [app.clock.now()],
    );
    expect(Object.keys(await verify())).toEqual(before);
    await app.get(WatchService).look();
    expect(await clinic.rows(`SELECT kind FROM "Alert" WHERE kind = 'broken-promise'`)).toEqual([]);
  });

  it('goes on to the others when one cannot be verified', async () => {
    await booked();
    const database = app.get(Database);
    const query = database.query.bind(database);
    const failing = jest.spyOn(database, 'query').mockImplementation((sql, parameters) => {
      if (sql.includes('"repeated"')) return Promise.reject(new Error('no'));
      return query(sql, parameters);
    });
    expect(Object.keys(await verify())).toEqual([
      'deliveries-settled',
      'reminders-planned',
      'reminders-settled',
      'reminders-told',
    ]);
    failing.mockRestore();
    expect(app.logs()).toContainEqual(expect.objectContaining({ level: 'error', invariant: 'told-once' }));
  });

  it('looks at far more reminders than one batch, in turns beyond the soonest', async () => {
    const id = await booked();
    const many = 52_000;
    const copy = (sequence: string, condition: string) =>
      clinic.write(
        `INSERT INTO "Reminder" (appointmentId, sequence, "offset", dueAt, jobId, outcome)
         SELECT appointmentId, ${sequence}, 60, ?, jobId, 'planned' FROM "Reminder" WHERE appointmentId = ? AND ${condition}`,
        [new Date('2027-02-01T00:00:00Z'), id],
      );
    await copy('100', 'sequence = 0');
    // Twice as many each time.
    for (let count = 1; count < many; count *= 2)
      await copy(`sequence + ${count}`, `sequence BETWEEN 100 AND ${99 + many - count}`);
    expect(await verify()).toMatchObject({ 'reminders-planned': { checked: 50_000, healed: 0, broken: 0 } });
    // The second turn goes on beyond the first: what it looks at there ends with the last.
    expect(await verify()).toMatchObject({ 'reminders-planned': { checked: 12_001, healed: 0, broken: 0 } });
  });
});
