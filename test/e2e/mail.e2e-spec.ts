import { Database } from '../../src/database/database';
import { JobActions } from '../../src/jobs/job-actions';
import { Jobs } from '../../src/jobs/jobs';
import { JobRunner } from '../../src/jobs/worker/job-runner';
import type { Delivery } from '../../src/notifications/delivery.entity';
import { settleDeliveries } from '../../src/notifications/notification.jobs';
import { type TestApp, startApp } from '../support/app';
import { Clinic, type DoctorPerson, type Person } from '../support/clinic';
import { SmtpSink, accept, drop, refuse, tarpit } from '../support/smtp-sink';
import { TestClock } from '../support/test-clock';
import { freshDatabase } from '../support/test-database';

const MONDAY = '2027-01-04T08:00:00Z';
const TUESDAY = '2027-01-05';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Longer than any of the first waits before a retry. */
const RETRY = 10 * MINUTE;

const messageId = (appointmentId: string, kind: string, sequence = 0, offset = 0) =>
  `<appt-${appointmentId}.${kind}.${sequence}.${offset}@medano-clinic.example>`;

interface JobState {
  [column: string]: string | number | null;
  id: number;
  state: string;
  attempt: number;
  lastError: string | null;
  payload: string;
  reason: string | null;
}

describe('Mail', () => {
  let sink: SmtpSink;
  let app: TestApp;
  let clinic: Clinic;
  let doctor: DoctorPerson;
  let patient: Person;

  beforeEach(async () => {
    sink = await SmtpSink.start();
  });
  afterEach(async () => {
    await app.close();
    await sink.stop();
  });

  async function start(env: Record<string, string> = {}): Promise<void> {
    app = await startApp({ clock: TestClock.at(MONDAY), env: { SMTP_URL: sink.url, ...env } });
    clinic = new Clinic(app);
    doctor = await clinic.doctor({ firstName: 'Ion', lastName: 'Pop' });
    patient = await clinic.client({ firstName: 'Maria', lastName: 'Dobre' });
  }

  const idle = () => app.get(JobRunner).idle();

  async function retry(): Promise<void> {
    app.clock.advance(RETRY);
    await idle();
  }

  /** Books a visit on Tuesday at three and returns its id. */
  async function book(by: Person = patient): Promise<string> {
    const answer = await clinic.book(by, doctor.doctorId, TUESDAY, '15:00');
    expect(answer.status).toBe(200);
    return answer.body.id as string;
  }

  async function cancel(id: string): Promise<void> {
    const answer = await app.http.post(`/api/client/appointments/${id}/cancel`, {}, await clinic.signIn(patient.user));
    expect(answer.status).toBe(200);
  }

  async function delivery(kind = 'created'): Promise<Delivery> {
    const database = app.get(Database);
    const [row] = await database.query<{ id: number }>('SELECT "id" FROM "Delivery" WHERE "kind" = ?', [kind]);
    const found = await database.repository<Delivery>('Delivery').findOneByOrFail({ id: row?.id });
    return found;
  }

  async function jobOf({ jobId }: Delivery): Promise<JobState> {
    const [job] = await clinic.rows<JobState>(
      `SELECT j.id, j.state, j.attempt, j.lastError, j.payload, s.reason FROM jobs_Job j
       JOIN jobs_State s ON s.jobId = j.id AND s.seq = j.revision WHERE j.id = ?`,
      [jobId],
    );
    if (!job) throw new Error(`There is no job ${jobId}.`);
    return job;
  }

  describe('that is taken at once', () => {
    beforeEach(() => start());

    it('reaches the patient once and is in the ledger, its job done', async () => {
      sink.nextAnswers([accept('2.0.0 queued as 42')]);
      const id = await book();
      await idle();

      expect(sink.mails.map((mail) => [mail.to, mail.messageId])).toEqual([
        [[patient.user.email], messageId(id, 'created')],
      ]);
      const entry = await delivery();
      expect(entry).toMatchObject({ state: 'sent', attempts: 1, reason: null, channel: 'email' });
      expect(entry.response).toContain('queued as 42');
      expect(entry.finishedAt).toBeInstanceOf(Date);
      expect(await jobOf(entry)).toMatchObject({ state: 'succeeded', payload: `{"deliveryId":${entry.id}}` });
    });

    it('says nothing of the reason for the visit', async () => {
      await clinic.book(patient, doctor.doctorId, TUESDAY, '15:00', { reason: 'chest pain', notes: 'smokes' });
      await idle();
      expect(sink.mails).toHaveLength(1);
      const raw = sink.mails[0]?.raw.toString() ?? '';
      expect(sink.mails[0]?.parsed.text).toContain('Ion Pop');
      expect(raw).not.toMatch(/chest|smokes/);
    });

    it('reminds an hour before, saying so', async () => {
      const id = await book();
      await idle();
      sink.clear();
      app.clock.travelTo('2027-01-05T12:00:00Z');
      await idle();
      expect(sink.mails.map((mail) => mail.messageId)).toEqual([messageId(id, 'reminder', 0, 60)]);
      expect(sink.mails[0]?.parsed.text).toContain('in 1 hour');
    });

    it('is shown beside its notification', async () => {
      await book();
      await idle();
      const { body } = await app.http.get('/api/notifications', patient.token);
      expect(body).toMatchObject([{ typeName: 'created', emailSent: true }]);
      const forDoctor = await app.http.get('/api/notifications', doctor.token);
      expect(forDoctor.body).toMatchObject([{ typeName: 'created', emailSent: false }]);
    });
  });

  describe('that the server does not take', () => {
    beforeEach(() => start());

    it('arrives exactly once, under its first Message-ID, after the server was down for three attempts', async () => {
      await sink.refuseConnections();
      const id = await book();
      await idle();
      await retry();
      await retry();
      const waiting = await delivery();
      expect(waiting).toMatchObject({ state: 'pending', attempts: 3, finishedAt: null });
      expect(waiting.response).toContain('ECONNREFUSED');
      expect(await jobOf(waiting)).toMatchObject({ state: 'waiting', attempt: 3 });

      await sink.acceptConnections();
      await retry();
      await retry();
      expect(sink.mails.map((mail) => mail.messageId)).toEqual([messageId(id, 'created')]);
      expect(await delivery()).toMatchObject({ state: 'sent', attempts: 4 });
    });

    it('keeps the answer of a server that asks to be tried again', async () => {
      sink.nextAnswers([refuse(451, '4.3.0 come back later')]);
      await book();
      await idle();
      expect(await delivery()).toMatchObject({ state: 'pending', attempts: 1 });
      expect((await delivery()).response).toContain('451 4.3.0 come back later');
      const emailSent = async () => (await app.http.get('/api/notifications', patient.token)).body[0].emailSent;
      expect(await emailSent()).toBe(false);
      await retry();
      expect(await delivery()).toMatchObject({ state: 'sent', attempts: 2 });
      expect(await emailSent()).toBe(true);
    });

    it('is never sent once its appointment is cancelled: only the cancellation is', async () => {
      sink.nextAnswers([refuse(451, '4.3.0 come back later')]);
      const id = await book();
      await idle();
      await cancel(id);
      await idle();
      await retry();
      expect(sink.mails.map((mail) => mail.messageId)).toEqual([messageId(id, 'cancelled', 1)]);
      const entry = await delivery('created');
      expect(entry).toMatchObject({ state: 'skipped', reason: 'superseded' });
      expect(await jobOf(entry)).toMatchObject({ state: 'deleted', reason: 'superseded' });
    });

    it('is failed at once when refused for good, and says so without the address', async () => {
      sink.nextAnswers([refuse(550, `5.1.1 <${patient.user.email}>: no such user here`)]);
      await book();
      await idle();
      await retry();
      expect(sink.transactions).toHaveLength(1);
      const entry = await delivery();
      expect(entry).toMatchObject({ state: 'failed', reason: 'refused', attempts: 1 });
      expect(entry.response).toContain('550 5.1.1');
      const job = await jobOf(entry);
      expect(job).toMatchObject({ state: 'failed', reason: 'mail-refused', attempt: 1 });
      expect(job.lastError).toContain('550 5.1.1');
      for (const shown of [entry.response, job.lastError]) expect(shown).not.toContain(patient.user.email);
    });

    it('leaves no address in the log', async () => {
      sink.nextAnswers([refuse(451, `4.2.0 <${patient.user.email}> is busy`), refuse(550, `no ${patient.user.email}`)]);
      await book();
      await idle();
      await retry();
      expect(sink.transactions).toHaveLength(2);
      const everything = JSON.stringify([
        app.logs(),
        await clinic.rows('SELECT * FROM jobs_Log'),
        await clinic.rows('SELECT * FROM jobs_State'),
        await clinic.rows('SELECT * FROM jobs_Job'),
        await clinic.rows('SELECT * FROM "Delivery"'),
      ]);
      expect(app.logs().length).toBeGreaterThan(0);
      expect(everything).not.toContain(patient.user.email);
      expect(everything).not.toContain('Dobre');
    });

    it('ends with its job when the visit begins before the server is back', async () => {
      await sink.refuseConnections();
      await book();
      await idle();
      app.clock.travelTo('2027-01-05T13:30:00Z');
      await idle();
      await app.get(Jobs).enqueue(settleDeliveries, {});
      await idle();
      const entry = await delivery();
      expect(entry).toMatchObject({ state: 'failed', reason: 'deadline-passed' });
      expect(await jobOf(entry)).toMatchObject({ state: 'failed', reason: 'deadline-passed' });
    });

    it('is left alone by the settling as long as its job waits', async () => {
      await sink.refuseConnections();
      await book();
      await idle();
      app.clock.advance(MINUTE);
      await app.get(Jobs).enqueue(settleDeliveries, {});
      await idle();
      expect(await delivery()).toMatchObject({ state: 'pending', finishedAt: null });
    });

    it('is skipped when an admin deletes its job', async () => {
      await sink.refuseConnections();
      await book();
      await idle();
      await app.get(JobActions).cancel((await delivery()).jobId ?? 0, 'not needed');
      await app.get(Jobs).enqueue(settleDeliveries, {});
      await idle();
      expect(await delivery()).toMatchObject({ state: 'pending' });
      app.clock.advance(MINUTE);
      await app.get(Jobs).enqueue(settleDeliveries, {});
      await idle();
      expect(await delivery()).toMatchObject({ state: 'skipped', reason: 'not needed' });
    });

    it('is sent after all when an admin requeues its job', async () => {
      sink.nextAnswers([refuse(550, '5.7.1 not today')]);
      const id = await book();
      await idle();
      await app.get(JobActions).requeue((await delivery()).jobId ?? 0, 'notifications.deliver-email');
      await idle();
      expect(sink.mails.map((mail) => mail.messageId)).toEqual([messageId(id, 'created')]);
      expect(await delivery()).toMatchObject({ state: 'sent', reason: null, attempts: 2 });
    });
  });

  describe('to a recipient who cannot have it', () => {
    beforeEach(async () => {
      await start();
      await sink.refuseConnections();
      await book();
      await idle();
      await sink.acceptConnections();
    });

    it.each([
      ['whose address is none', `"email" = 'nobody'`, 'bad-address'],
      ['whose address is missing', `"email" = ''`, 'bad-address'],
      ['who is not active', `"isActive" = 0`, 'recipient-inactive'],
    ])('fails for one %s, and goes nowhere else', async (_, change, reason) => {
      await clinic.write(`UPDATE "User" SET ${change} WHERE "id" = ?`, [patient.id]);
      await retry();
      await retry();
      expect(sink.transactions).toEqual([]);
      const entry = await delivery();
      expect(entry).toMatchObject({ state: 'failed', reason, attempts: 1 });
      expect(await jobOf(entry)).toMatchObject({ state: 'failed', reason });
    });
  });

  it('reminds nobody by e-mail who has said no since', async () => {
    await start();
    const id = await book();
    await idle();
    sink.clear();
    sink.nextAnswers([refuse(451, '4.3.0 come back later')]);
    app.clock.travelTo('2027-01-05T12:00:00Z');
    await idle();
    await clinic.write(`UPDATE "User" SET "emailReminders" = 0 WHERE "id" = ?`, [patient.id]);
    await retry();
    expect(sink.deliveriesOf(messageId(id, 'reminder', 0, 60))).toEqual([]);
    expect(await delivery('reminder')).toMatchObject({ state: 'skipped', reason: 'opted-out' });
  });

  describe('whose outcome is unknown', () => {
    /** Books and lets the mail be taken, then leaves all as a crash between the server's 250 and the commit does. */
    async function crashed(): Promise<string> {
      const id = await book();
      await idle();
      expect(sink.mails).toHaveLength(1);
      const entry = await delivery();
      await clinic.write(
        `UPDATE "Delivery" SET "state" = 'sending', "response" = NULL, "finishedAt" = NULL WHERE "id" = ?`,
        [entry.id],
      );
      await app.get(JobActions).requeue(entry.jobId ?? 0, 'notifications.deliver-email');
      await idle();
      return id;
    }

    it('is sent again under the same Message-ID after a crash: MAIL_UNKNOWN=resend', async () => {
      await start();
      const id = await crashed();
      expect(sink.mails.map((mail) => mail.messageId)).toEqual([messageId(id, 'created'), messageId(id, 'created')]);
      const entry = await delivery();
      expect(entry).toMatchObject({ state: 'sent', attempts: 2 });
      expect(await jobOf(entry)).toMatchObject({ state: 'succeeded' });
    });

    it('is never sent again after a crash: MAIL_UNKNOWN=park', async () => {
      await start({ MAIL_UNKNOWN: 'park' });
      await crashed();
      await retry();
      expect(sink.transactions).toHaveLength(1);
      const entry = await delivery();
      expect(entry).toMatchObject({ state: 'unknown', reason: 'outcome-unknown', attempts: 1 });
      const job = await jobOf(entry);
      expect(job).toMatchObject({ state: 'failed', reason: 'outcome-unknown' });
      expect(job.lastError).toMatch(/outcome unknown/i);
    });

    it('is sent again when the connection broke before the answer: MAIL_UNKNOWN=resend', async () => {
      await start();
      sink.nextAnswers([drop('message')]);
      const id = await book();
      await idle();
      expect(await delivery()).toMatchObject({ state: 'unknown', attempts: 1 });
      await retry();
      expect(sink.unacknowledged.map((mail) => mail.messageId)).toEqual([messageId(id, 'created')]);
      expect(sink.deliveriesOf(messageId(id, 'created'))).toHaveLength(1);
      expect(await delivery()).toMatchObject({ state: 'sent', attempts: 2 });
    });

    it('is never sent again when the connection broke before the answer: MAIL_UNKNOWN=park', async () => {
      await start({ MAIL_UNKNOWN: 'park' });
      sink.nextAnswers([drop('message')]);
      await book();
      await idle();
      const entry = await delivery();
      expect(entry).toMatchObject({ state: 'unknown', reason: 'outcome-unknown' });
      expect(await jobOf(entry)).toMatchObject({ state: 'failed', reason: 'outcome-unknown', attempt: 1 });
      await retry();
      expect(sink.transactions).toHaveLength(1);
    });

    it('is not sent again once its appointment is cancelled, and stays unknown', async () => {
      await start();
      sink.nextAnswers([drop('message')]);
      const id = await book();
      await idle();
      await cancel(id);
      await idle();
      await retry();
      expect(sink.mails.map((mail) => mail.messageId)).toEqual([messageId(id, 'cancelled', 1)]);
      expect(await delivery('created')).toMatchObject({ state: 'unknown', reason: 'superseded' });
    });
  });

  it('keeps its place when the visit is far: a mail may wait for hours', async () => {
    await start();
    await sink.refuseConnections();
    await book();
    await idle();
    for (let hours = 0; hours < 3; hours++) {
      app.clock.advance(HOUR);
      await idle();
    }
    expect(await delivery()).toMatchObject({ state: 'pending' });
    await sink.acceptConnections();
    app.clock.advance(HOUR);
    await idle();
    expect(sink.mails).toHaveLength(1);
  });
});

describe('A server that is stopped with mails on their way', () => {
  it('ends them first, and burns no attempt', async () => {
    const clock = TestClock.at(MONDAY);
    const sink = await SmtpSink.start();
    const home = await freshDatabase('stopped');
    const start = (env = {}) => startApp({ clock, dataDir: home.folder, env: { SMTP_URL: sink.url, ...env } });
    const app = await start();
    const clinic = new Clinic(app);
    // More than there are connections: some wait for one.
    const count = 15;
    sink.nextAnswers(Array.from({ length: count }, () => tarpit(300)));
    const visits = Array.from({ length: count }, async () => {
      const [doctor, patient] = [await clinic.doctor(), await clinic.client()];
      return clinic.book(patient, doctor.doctorId, TUESDAY, '15:00');
    });
    await Promise.all(visits);
    await sink.waitForStage('mail', 10);
    await app.close();

    const again = await start({ ROLE: 'api' });
    const jobs = await new Clinic(again).rows<{ state: string; attempt: number; count: number }>(
      `SELECT state, attempt, count(*) AS count FROM jobs_Job WHERE type = 'notifications.deliver-email'
       GROUP BY state, attempt ORDER BY state`,
    );
    expect(jobs[0]).toEqual({ state: 'succeeded', attempt: 1, count: sink.mails.length });
    // What had not been begun is as it was.
    for (const { state, attempt } of jobs.slice(1)) expect([state, attempt]).toEqual(['waiting', 0]);
    await again.close();
    await sink.stop();
    await home.remove();
  });
});
