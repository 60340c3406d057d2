import { JobRunner } from '../../src/jobs/worker/job-runner';
import { type TestApp, startApp } from '../support/app';
import { Clinic } from '../support/clinic';
import { givenAway } from '../support/log-scan';
import { SmtpSink, drop, refuse } from '../support/smtp-sink';
import { TestClock } from '../support/test-clock';

const NOW = '2027-01-04T08:00:00Z'; // Monday, 10:00 in the clinic
const TUESDAY = '2027-01-05';
const HOUR = 60 * 60_000;

/** Words that are found nowhere else. */
const PERSON = {
  userName: 'zq-username',
  firstName: 'Zqfirst',
  lastName: 'Zqlast',
  displayName: 'Zqdisplay',
  email: 'zq.patient@zq-mail.example',
  password: 'zq-password-first',
  dateOfBirth: '1971-07-17',
};
const SAID = ['zq-reason', 'zq-notes', 'zq-cancelled', 'zq-comment', 'zq-diagnosis', 'zq-admin-note', 'zq-asked-for'];

let app: TestApp;
let sink: SmtpSink;
beforeAll(async () => {
  sink = await SmtpSink.start();
  app = await startApp({
    clock: TestClock.at(NOW),
    env: { SMTP_URL: sink.url, LOG_LEVEL: 'trace', MAIL_UNKNOWN: 'park' },
  });
});
afterAll(async () => {
  await app.close();
  await sink.stop();
});

it('has no word about a patient in any line from booking to mail, whatever fails on the way', async () => {
  const { http } = app;
  const clinic = new Clinic(app);
  const [admin, doctor] = [await clinic.admin(), await clinic.doctor({ firstName: 'Zqdoctor', lastName: 'Zqpopescu' })];
  const idle = () => app.get(JobRunner).idle();

  // Accounts, and what is refused of them.
  await http.post('/api/auth/register', PERSON);
  expect((await http.post('/api/auth/register', PERSON)).status).toBe(409);
  expect((await http.post('/api/auth/login', { ...PERSON, password: 'zq-password-wrong' })).status).toBe(401);
  const login = await http.post('/api/auth/login', PERSON);
  const { token } = login.body;
  const refresh = /refresh=([^;]+)/.exec(login.headers.get('set-cookie') ?? '')?.[1] ?? '';
  const cookie = `refresh=${refresh}`;
  const again = await http.post('/api/auth/refresh', undefined, { headers: { cookie, origin: app.url } });
  await http.post('/api/auth/refresh', undefined, { headers: { cookie, origin: app.url } });
  const { ticket } = (await http.post('/api/notifications/stream-ticket', {}, token)).body;
  await http.get(`/api/notifications/stream?ticket=${ticket}`);
  await http.get(`/api/notifications/stream?ticket=${ticket}`);
  await http.get('/api/auth/me', `${token}x`);

  // Bookings: carried out, refused, malformed, too large, sent again.
  const book = (rest: object = {}, headers: Record<string, string> = {}) =>
    http.post(
      '/api/client/appointments',
      {
        doctorId: doctor.doctorId,
        appointmentDate: TUESDAY,
        appointmentTime: '10:00',
        reason: 'zq-reason',
        notes: 'zq-notes',
        ...rest,
      },
      { token, headers },
    );
  sink.nextAnswers([refuse(550, `5.1.1 <${PERSON.email}> Zqfirst Zqlast has no mailbox`), drop('message')]);
  const visit = (await book({}, { 'idempotency-key': 'zq-key' })).body;
  await idle();
  expect((await book({}, { 'idempotency-key': 'zq-key' })).body.id).toBe(visit.id);
  expect((await book()).status).toBe(409);
  expect((await book({ appointmentTime: 'zq-reason' })).status).toBe(400);
  await http.post('/api/client/appointments', '{"reason":"zq-reason', token);
  expect((await book({ reason: 'zq-reason'.repeat(40_000) })).status).toBe(413);
  const second = (await book({ appointmentTime: '12:00' })).body;
  await idle();
  await http.post(`/api/client/appointments/${second.id}/cancel`, { reason: 'zq-cancelled' }, token);
  await idle();

  // The reminder, the visit, and what is written of it.
  app.clock.travelTo('2027-01-05T07:00:00.500Z');
  await idle();
  app.clock.advance(2 * HOUR);
  const later = { admin: await clinic.signIn(admin.user), doctor: await clinic.signIn(doctor.user) };
  const patient = (await http.post('/api/auth/login', PERSON)).body.token;
  const status = { status: 'completed', adminNotes: 'zq-admin-note' };
  expect((await http.put(`/api/admin/appointments/${visit.id}/status`, status, later.admin)).status).toBe(200);
  const review = { appointmentId: visit.id, rating: 5, comment: 'zq-comment' };
  expect((await http.post('/api/client/reviews', review, patient)).status).toBe(200);
  const report = { appointmentId: visit.id, diagnostic: 'zq-diagnosis' };
  expect((await http.post('/api/doctor/medical-reports', report, later.doctor)).status).toBe(201);

  // What admins search for and look at, links of mails, and paths that name somebody.
  await http.get(`/api/admin/jobs?q=${encodeURIComponent(PERSON.email)}`, later.admin);
  await http.get('/api/admin/users?cursor=zq-reason', later.admin);
  await http.get(`/api/nowhere/${PERSON.email}?name=Zqfirst`, later.admin);
  await http.get('/api/notifications/unsubscribe?token=zq-unsubscribe-token');
  const links = sink.mails.map(({ raw }) => /unsubscribe\?token=3?D?([\w.-]{20,})/.exec(raw.toString())?.[1] ?? '');
  const { id } = (await http.get('/api/auth/me', patient)).body;
  expect((await http.get(`/api/admin/users/${id}/export?reason=zq-asked-for`, later.admin)).status).toBe(200);
  expect((await http.post(`/api/admin/users/${id}/erase`, { reason: 'zq-asked-for' }, later.admin)).status).toBe(200);
  await idle();

  const lines = app.logs().map((line) => JSON.stringify(line));
  const secrets = [
    ...Object.values(PERSON),
    ...SAID,
    ...[token, refresh, ticket, patient, later.admin, later.doctor, again.body?.token, ...links],
    ...['zq-password-wrong', 'zq-unsubscribe-token', 'zq-key', 'zqdoctor', 'zqpopescu', 'user1@'],
  ].filter((secret): secret is string => typeof secret === 'string' && secret !== '');
  expect(givenAway(lines, secrets)).toEqual([]);
  expect(lines.join()).not.toContain('zq');

  // It was all there to be given away: the run is logged, its failures among it.
  process.stdout.write(`log scan: ${lines.length} lines, ${secrets.length} secrets, given away 0\n`);
  expect(lines.length).toBeGreaterThan(40);
  expect(sink.mails.length).toBeGreaterThan(0);
  expect(lines.filter((line) => /"level":"(warn|error)"/.test(line)).length).toBeGreaterThan(0);
});

it('finds what is given away', () => {
  expect(
    givenAway(['{"msg":"sent to a.b@clinic.example"}', '{"t":"eyJhbGciOiJIUzI1NiJ9.x"}', '{"n":"ANA"}', '{}'], ['ana']),
  ).toHaveLength(3);
});
