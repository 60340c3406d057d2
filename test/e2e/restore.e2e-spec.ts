import { spawnSync } from 'node:child_process';
import { copyFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import libsql from 'libsql';
import { deliverAlert } from '../../src/alerts/alert.jobs';
import { localOf, weekdayOf } from '../../src/common/clinic-time';
import { Jobs } from '../../src/jobs/jobs';
import { JobRunner } from '../../src/jobs/worker/job-runner';
import { type TestApp, startApp } from '../support/app';
import { Clinic, type Person } from '../support/clinic';
import { SmtpSink } from '../support/smtp-sink';
import { TestClock } from '../support/test-clock';
import { type TestDatabase, freshFile } from '../support/test-database';

const ROOT = path.join(__dirname, '..', '..');
const MINUTE = 60_000;
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

jest.setTimeout(120_000);

// The command that settles is a process of its own, in real time: what is lost lies in the hour before it.
const NOW = new Date();
/** A zone in which it is about noon, so that no visit comes near midnight. */
const ZONE_HOURS = 12 - NOW.getUTCHours();
const ZONE = ZONE_HOURS === 0 ? 'Etc/GMT' : `Etc/GMT${ZONE_HOURS > 0 ? '-' : '+'}${Math.abs(ZONE_HOURS)}`;

let database: TestDatabase;
let sink: SmtpSink;
let app: TestApp | null = null;

beforeEach(async () => {
  database = freshFile('restore');
  sink = await SmtpSink.start();
});
afterEach(async () => {
  await stop();
  await sink.stop();
  await database.remove();
});

const inFolder = (name: string) => path.join(database.folder, name);
const environment = () => ({
  DATABASE_URL: database.url,
  DATA_DIR: database.folder,
  SMTP_URL: sink.url,
  CLINIC_TIME_ZONE: ZONE,
});

async function start(role: string, clock = new TestClock()): Promise<Clinic> {
  app = await startApp({ dataDir: database.folder, embedded: true, clock, env: { ...environment(), ROLE: role } });
  return new Clinic(app);
}

async function stop(): Promise<void> {
  await app?.close();
  app = null;
}

/** As docs/backup.md has it, of a database that is in use. */
function backUp(): void {
  const connection = new libsql(inFolder('clinic.db'));
  connection.exec(`VACUUM INTO '${inFolder('backup.db')}'`);
  connection.close();
}

function restore(): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(inFolder(`clinic.db${suffix}`), { force: true });
  copyFileSync(inFolder('backup.db'), inFolder('clinic.db'));
}

const settle = (...options: string[]) =>
  spawnSync(
    process.execPath,
    ['-r', path.join(ROOT, 'test/support/swc-register.cjs'), path.join(ROOT, 'src/restore-settle.ts'), ...options],
    { cwd: database.folder, env: { ...process.env, ...environment() }, encoding: 'utf8' },
  );

const mailed = () => sink.mails.map(({ messageId }) => messageId).sort();

/** An hour ago a visit is booked whose reminder is due by now, and a backup is made before any mail of it has left. */
async function lostAfterBackup(): Promise<{ admin: Person; patient: Person; visit: string }> {
  const clock = new TestClock();
  clock.advance(-60 * MINUTE);
  const clinic = await start('api', clock);
  const [admin, patient, doctor] = [await clinic.admin(), await clinic.client(), await clinic.doctor()];
  const { date, time } = localOf(new Date(NOW.getTime() + 50 * MINUTE), ZONE);
  await clinic.openHour(doctor.doctorId, WEEKDAYS.indexOf(weekdayOf(date)), time);
  const { status, body } = await clinic.book(patient, doctor.doctorId, date, time);
  expect({ status, body }).toMatchObject({ status: 200 });
  // A mail that no ledger has.
  await clinic.app.get(Jobs).enqueue(deliverAlert, { alertId: 1, event: 'opened', userId: admin.id });
  backUp();
  await stop();

  // What the backup does not have: both mails leave.
  await start('all', clock);
  await app?.get(JobRunner).idle();
  clock.advance(60 * MINUTE);
  await app?.get(JobRunner).idle();
  await stop();
  expect(mailed()).toHaveLength(2);
  restore();
  return { admin, patient, visit: String(body.id) };
}

it('sends nothing again unasked after a restore, and leaves every mail in doubt to an Admin', async () => {
  const { admin, patient, visit } = await lostAfterBackup();
  const first = mailed();
  const settled = settle();
  expect(settled.stdout + settled.stderr).toContain('3 mails may have been sent since the backup, 1 of them reminders');
  expect(settled.status).toBe(0);
  expect(settle().stdout).toContain('0 mails');

  const clinic = await start('all');
  await app?.get(JobRunner).idle();
  expect(mailed()).toEqual(first);
  const calledOff = await clinic.rows(`SELECT "state" FROM jobs_Job WHERE "type" = 'alerts.deliver-email'`);
  expect(calledOff).toEqual([{ state: 'deleted' }]);
  const deliveries = 'SELECT "id", "kind", "state", "reason" FROM "Delivery" ORDER BY "kind"';
  expect(await clinic.rows(deliveries)).toMatchObject([
    { kind: 'created', state: 'unknown', reason: 'outcome-unknown' },
    { kind: 'reminder', state: 'unknown', reason: 'outcome-unknown' },
  ]);
  const notices = await clinic.rows(`SELECT "kind" FROM "Notification" WHERE "userId" = ? ORDER BY "id"`, [patient.id]);
  expect(notices).toEqual([{ kind: 'created' }, { kind: 'reminder' }]);
  const reminders = await clinic.rows(`SELECT "outcome" FROM "Reminder" WHERE "appointmentId" = ?`, [visit]);
  expect(reminders).toEqual([{ outcome: 'sent' }]);
  expect((await clinic.app.http.get('/api/notifications', patient.token)).status).toBe(401);
  expect(await clinic.rows(`SELECT "actorId" FROM "AuditEntry" WHERE "action" = 'restore.settle'`)).toHaveLength(2);

  // Asked for, it is the same mail once more.
  const [, reminder] = await clinic.rows(deliveries);
  const token = await clinic.signIn(admin.user);
  const resent = await clinic.app.http.post(`/api/admin/deliveries/${String(reminder?.['id'])}/resend`, {}, token);
  expect(resent.status).toBe(200);
  await app?.get(JobRunner).idle();
  expect(mailed()).toHaveLength(3);
  expect(new Set(mailed())).toEqual(new Set(first));
});

it('sends all of them again when that is asked for, each under its Message-ID', async () => {
  await lostAfterBackup();
  const first = mailed();
  expect(settle('--resend')).toMatchObject({ status: 0, stdout: expect.stringContaining('are sent, again') });
  await start('all');
  await app?.get(JobRunner).idle();
  expect(mailed()).toEqual([...first, ...first].sort());
});

it('settles nothing while the clinic runs', async () => {
  await start('api');
  expect(settle()).toMatchObject({ status: 1, stderr: expect.stringContaining('Stop every process of the clinic') });
});
