import { Database } from '../../src/database/database';
import { Heartbeat } from '../../src/jobs/upkeep/heartbeat';
import { JobRunner } from '../../src/jobs/worker/job-runner';
import { aJobRow, insertJobRows } from '../builders/job-row';
import { type StartOptions, type TestApp, startApp } from './app';
import { Clinic, type DoctorPerson } from './clinic';

/** 10:00 of a Monday in Bucharest. */
export const NOW = '2027-01-04T08:00:00.000Z';
const OTHER_SERVER = 'worker-2:4127:abcdef01';
const SILENT_SERVER = 'worker-3:4130:abcdef02';

const minutesAgo = (minutes: number) => new Date(Date.parse(NOW) - minutes * 60_000).toISOString();

/** A clinic on a working day, with something of everything that the dashboard shows. */
export class BusyClinic {
  private constructor(
    readonly app: TestApp,
    readonly clinic: Clinic,
    readonly doctors: readonly DoctorPerson[],
    /** The job of a reminder to come. */
    readonly reminderId: string,
    /** Of a mail that was refused. */
    readonly refusedDeliveryId: string,
  ) {}

  static async open(options: StartOptions = {}): Promise<BusyClinic> {
    const app = await startApp(options);
    app.clock.travelTo(NOW);
    const clinic = new Clinic(app);
    const doctors = [await clinic.doctor({ firstName: 'Dan', lastName: 'Pop' }), await clinic.doctor()];
    const reminderId = await bookADay(clinic, doctors);
    await app.get(JobRunner).idle();
    await addServers(clinic);
    await addTroubles(app, clinic);
    const busy = new BusyClinic(app, clinic, doctors, reminderId, await refuseAMail(clinic));
    await busy.beat();
    return busy;
  }

  url(path = ''): string {
    return `${this.app.url}/hangfire${path}`;
  }

  /** Every server but one is heard of. */
  async beat(): Promise<void> {
    await this.app.get(Heartbeat).beat();
    await this.clinic.write(`UPDATE jobs_Server SET heartbeatAt = ? WHERE id = ?`, [
      this.app.clock.now(),
      OTHER_SERVER,
    ]);
    await this.clinic.write(`UPDATE jobs_Server SET heartbeatAt = ? WHERE id = ?`, [minutesAgo(3), SILENT_SERVER]);
  }

  close(): Promise<void> {
    return this.app.close();
  }
}

/** Visits over the afternoon and the next day; the id of the first one's reminder job. */
async function bookADay(clinic: Clinic, doctors: readonly DoctorPerson[]): Promise<string> {
  let first = '';
  for (const [index, doctor] of doctors.entries()) {
    for (const [day, hours] of [
      ['2027-01-04', [13, 15, 16, 18]],
      ['2027-01-05', [9, 10, 11, 12]],
    ] as const) {
      const patient = await clinic.client();
      for (const hour of hours.slice(index)) {
        const { body } = await clinic.book(patient, doctor.doctorId, day, `${String(hour).padStart(2, '0')}:00`);
        first ||= body.reminders[0].jobId;
      }
    }
  }
  return first;
}

async function addServers(clinic: Clinic): Promise<void> {
  for (const [id, host, pid, queues, workers] of [
    [OTHER_SERVER, 'worker-2', 4127, '["mail"]', 20],
    [SILENT_SERVER, 'worker-3', 4130, '["default"]', 10],
  ] as const) {
    await clinic.write(
      `INSERT INTO jobs_Server (id, host, pid, role, queues, types, workers, version, startedAt, heartbeatAt)
       VALUES (?, ?, ?, 'worker', ?, '[]', ?, 'v20', ?, ?)`,
      [id, host, pid, queues, workers, minutesAgo(200), NOW],
    );
  }
}

async function addTroubles(app: TestApp, clinic: Clinic): Promise<void> {
  const job = {
    createdAt: minutesAgo(90),
    dueAt: minutesAgo(90),
    startedAt: minutesAgo(89),
    finishedAt: minutesAgo(88),
  };
  const report = 'reports.export-month';
  await insertJobRows(app.get(Database), [
    aJobRow(9001, { ...job, state: 'failed', type: 'notifications.deliver-email', queue: 'mail' }),
    aJobRow(9002, { ...job, state: 'failed', type: 'reports.export-month-with-a-long-name' }),
    aJobRow(9003, { ...job, state: 'processing', type: report, serverId: OTHER_SERVER }),
    aJobRow(9004, { ...job, type: report, attempt: 3, dueAt: '2027-01-04T08:20:00.000Z' }),
    aJobRow(9005, { ...job, type: 'reports.send-month', state: 'awaiting', parentId: 9002 }),
    ...[9011, 9012, 9013].map((id) => aJobRow(id, { ...job, state: 'failed', type: report })),
    aJobRow(9021, { ...job, type: report, dueAt: '2027-01-05T08:00:00.000Z' }),
    aJobRow(9022, { ...job, type: report, state: 'deleted' }),
  ]);
  const refused = 'MailRefused: The server refused the mail: 550 5.1.1 User unknown';
  await clinic.write('UPDATE jobs_Job SET lastError = ?, attempt = 3, revision = 3 WHERE id = 9001', [refused]);
  await clinic.write(
    `UPDATE jobs_Job SET lastError = 'Error: The printer does not answer' WHERE id IN (9002, 9004, 9011, 9012, 9013)`,
  );
  await clinic.write('UPDATE jobs_Job SET progress = 42, attempt = 1 WHERE id = 9003');
  const stack = (line: number) => `${refused}\n    at SmtpMailSender.send (smtp.ts:${line}:9)`;
  await clinic.write(`UPDATE jobs_State SET seq = 3, reason = 'mail-refused', data = ?, at = ? WHERE jobId = 9001`, [
    JSON.stringify({ error: refused, stack: stack(40) }),
    minutesAgo(88),
  ]);
  for (const [seq, minutes] of [
    [1, 89],
    [2, 88.5],
  ] as const) {
    await clinic.write(
      `INSERT INTO jobs_State (jobId, seq, claim, name, reason, data, at) VALUES (9001, ?, ?, 'waiting', 'retry', ?, ?)`,
      [seq, seq, JSON.stringify({ error: 'Error: No route to host', stack: stack(38 + seq) }), minutesAgo(minutes)],
    );
  }
}

/** The newest mail's ledger says that it was refused. */
async function refuseAMail(clinic: Clinic): Promise<string> {
  const [row] = await clinic.rows<{ id: number }>('SELECT max(id) AS id FROM "Delivery"');
  const id = row?.id ?? 0;
  await clinic.write(
    `UPDATE "Delivery" SET state = 'failed', reason = 'mail-refused', response = '550 5.1.1 User unknown' WHERE id = ?`,
    [id],
  );
  return String(id);
}
