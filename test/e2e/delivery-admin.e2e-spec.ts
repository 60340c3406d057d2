import { JobRunner } from '../../src/jobs/worker/job-runner';
import { type TestApp, startApp } from '../support/app';
import type { ApiAnswer } from '../support/client';
import { Clinic, type DoctorPerson, type Person } from '../support/clinic';
import { SmtpSink, drop, refuse } from '../support/smtp-sink';
import { TestClock } from '../support/test-clock';

const MONDAY = '2027-01-04T08:00:00Z';
const TUESDAY = '2027-01-05';

describe('/api/admin/deliveries', () => {
  let sink: SmtpSink;
  let app: TestApp;
  let clinic: Clinic;
  let admin: Person;
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
    admin = await clinic.admin();
    doctor = await clinic.doctor();
    patient = await clinic.client();
  }

  const idle = () => app.get(JobRunner).idle();
  const list = (query = '') => app.http.get(`/api/admin/deliveries${query}`, admin.token);
  const resend = (id: string | number, body?: unknown) =>
    app.http.post(`/api/admin/deliveries/${id}/resend`, body, admin.token);
  const idsOf = ({ body }: ApiAnswer): string[] => body.map(({ id }: { id: string }) => id);
  const book = async (time = '15:00') => (await clinic.book(patient, doctor.doctorId, TUESDAY, time)).body;
  const lastAudit = async () => {
    const [entry] = await clinic.rows<{ data: string }>('SELECT * FROM "AuditEntry" ORDER BY id DESC');
    return { ...entry, data: JSON.parse(entry?.data ?? 'null') };
  };
  /** Books a visit whose confirmation the server refuses for good. */
  const refused = async () => {
    sink.nextAnswers([refuse(550, 'no such mailbox')]);
    const appointment = await book();
    await idle();
    const [delivery] = (await list(`?appointmentId=${appointment.id}`)).body;
    return { appointment, delivery };
  };

  it('shows the ledger, the newest first', async () => {
    await start();
    const { appointment, delivery } = await refused();
    expect(delivery).toEqual({
      id: expect.stringMatching(/^\d+$/),
      appointmentId: appointment.id,
      kind: 'created',
      sequence: 0,
      offset: 0,
      userId: patient.id,
      notificationId: expect.stringMatching(/^\d+$/),
      jobId: expect.stringMatching(/^\d+$/),
      state: 'failed',
      reason: 'refused',
      response: expect.stringContaining('550'),
      attempts: 1,
      createdAt: expect.stringMatching(/^2027-01-04T08:/),
      sendingAt: expect.stringMatching(/^2027-01-04T08:/),
      finishedAt: expect.stringMatching(/^2027-01-04T08:/),
    });
    const second = await book('17:00');
    await idle();
    const [sent] = idsOf(await list('?state=sent'));
    expect(idsOf(await list())).toEqual([sent, delivery.id]);
    expect(idsOf(await list('?state=failed'))).toEqual([delivery.id]);
    expect(idsOf(await list(`?appointmentId=${second.id}&state=failed`))).toEqual([]);
    expect(idsOf(await list(`?appointmentId=${second.id}&state=sent`))).toEqual([sent]);

    const page = await list('?limit=1&count=true');
    expect([idsOf(page), page.headers.get('x-total-count')]).toEqual([[sent], '2']);
    const next = /<([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1] ?? '';
    expect(idsOf(await app.http.get(next, admin.token))).toEqual([delivery.id]);

    for (const [query, field] of [
      ['?state=lost', 'state'],
      ['?appointmentId=x', 'appointmentId'],
      ['?limit=0', 'limit'],
    ]) {
      const { status, body } = await list(query);
      expect([query, status, Object.keys(body.errors)]).toEqual([query, 400, [field]]);
    }
  });

  it('sends a refused mail again: the same, by a new job, and puts the failed one away', async () => {
    await start();
    const { appointment, delivery } = await refused();
    const { status, body } = await resend(delivery.id, { reason: 'the mailbox is there now' });
    expect([status, body]).toEqual([
      200,
      { ...delivery, state: 'pending', reason: null, finishedAt: null, jobId: expect.any(String) },
    ]);
    expect(body.jobId).not.toBe(delivery.jobId);
    expect(await lastAudit()).toMatchObject({
      actorId: admin.id,
      action: 'delivery.resend',
      subjectType: 'delivery',
      subjectId: delivery.id,
      reason: 'the mailbox is there now',
      data: {
        before: { state: 'failed', reason: 'refused', jobId: Number(delivery.jobId) },
        after: { state: 'pending', reason: null, jobId: Number(body.jobId) },
      },
    });
    await idle();
    expect(sink.mails.map(({ messageId }) => messageId)).toEqual([
      `<appt-${appointment.id}.created.0.0@medano-clinic.example>`,
    ]);
    expect((await list('?state=sent')).body).toMatchObject([{ id: delivery.id, attempts: 2, jobId: body.jobId }]);
    const old = (await app.http.get(`/api/admin/jobs/${delivery.jobId}`, admin.token)).body;
    expect([old.state, old.history.at(-1).reason]).toEqual(['deleted', 'resent']);
    const own = (await app.http.get(`/api/admin/jobs/${body.jobId}`, admin.token)).body;
    expect(own).toMatchObject({ state: 'succeeded', key: `delivery:${delivery.id}`, deadline: appointment.startsAt });

    const again = await resend(delivery.id);
    expect([again.status, again.body.code]).toEqual([409, 'delivery-sent']);
    expect(await lastAudit()).toMatchObject({
      action: 'delivery.resend-refused',
      subjectId: delivery.id,
      data: { code: 'delivery-sent' },
    });
  });

  it('sends what may have arrived when a person says so, even where that is left alone', async () => {
    await start({ MAIL_UNKNOWN: 'park' });
    sink.nextAnswers([drop('message')]);
    await book();
    await idle();
    const [delivery] = (await list('?state=unknown')).body;
    expect(delivery).toMatchObject({ state: 'unknown', reason: 'outcome-unknown' });
    expect((await resend(delivery.id)).status).toBe(200);
    await idle();
    expect((await list('?state=sent')).body).toMatchObject([{ id: delivery.id, attempts: 2 }]);
  });

  it('refuses what is still on its way', async () => {
    await start();
    await clinic.write(`UPDATE jobs_Queue SET paused = 1 WHERE name = 'mail'`);
    await book();
    const [{ id, jobId }] = (await list()).body;
    expect((await resend(id)).body).toMatchObject({ status: 409, code: 'delivery-open' });
    expect((await list()).body).toMatchObject([{ state: 'pending', jobId }]);
  });

  it('refuses a mail that an admin has requeued by its job', async () => {
    await start();
    const { delivery } = await refused();
    await clinic.write(`UPDATE jobs_Queue SET paused = 1 WHERE name = 'mail'`);
    expect((await app.http.post(`/api/admin/jobs/${delivery.jobId}/requeue`, {}, admin.token)).status).toBe(200);
    expect((await resend(delivery.id)).body).toMatchObject({ status: 409, code: 'job-key-taken' });
    expect((await list()).body).toMatchObject([{ state: 'failed', jobId: delivery.jobId }]);
  });

  it('refuses what no longer holds, or could reach nobody', async () => {
    await start();
    const { appointment, delivery } = await refused();
    await clinic.write('UPDATE "User" SET "isActive" = 0 WHERE "id" = ?', [patient.id]);
    expect((await resend(delivery.id)).body).toMatchObject({ status: 409, code: 'delivery-recipient-inactive' });
    await clinic.write(`UPDATE "User" SET "isActive" = 1, "email" = 'nowhere' WHERE "id" = ?`, [patient.id]);
    expect((await resend(delivery.id)).body).toMatchObject({ status: 409, code: 'delivery-bad-address' });
    await clinic.write('UPDATE "User" SET "email" = ? WHERE "id" = ?', [patient.user.email, patient.id]);
    await app.http.post(`/api/client/appointments/${appointment.id}/cancel`, {}, patient.token);
    expect((await resend(delivery.id)).body).toMatchObject({ status: 409, code: 'delivery-superseded' });
    await idle();
    expect(sink.mails.map(({ messageId }) => messageId)).toEqual([
      `<appt-${appointment.id}.cancelled.1.0@medano-clinic.example>`,
    ]);
  });

  it('refuses a reminder that its patient does not want any more', async () => {
    await start();
    await book();
    await idle();
    sink.nextAnswers([refuse(550, 'no such mailbox')]);
    app.clock.travelTo('2027-01-05T12:00:00.500Z');
    await idle();
    admin.token = await clinic.signIn(admin.user);
    await clinic.write('UPDATE "User" SET "emailReminders" = 0 WHERE "id" = ?', [patient.id]);
    const [reminder] = (await list('?state=failed')).body;
    expect(reminder).toMatchObject({ kind: 'reminder', offset: 60 });
    expect((await resend(reminder.id)).body).toMatchObject({ status: 409, code: 'delivery-opted-out' });
  });

  it('is 404 for a delivery that there is not', async () => {
    await start();
    for (const id of ['999999', 'x', '9999999999999999']) expect([id, (await resend(id)).status]).toEqual([id, 404]);
  });
});
