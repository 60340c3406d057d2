import { JobRunner } from '../../src/jobs/worker/job-runner';
import { type TestApp, startApp } from '../support/app';
import { Clinic, type DoctorPerson, type Person } from '../support/clinic';
import { RecordedSpans } from '../support/recorded-spans';
import { SmtpSink, refuse } from '../support/smtp-sink';
import { TestClock } from '../support/test-clock';

const MONDAY = '2027-01-04T08:00:00Z';
const TUESDAY = '2027-01-05';
const DUE = '2027-01-05T12:00:00.000Z';
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const OTHER = '0af7651916cd43dd8448eb211c80319c';
const parentOf = (traceId: string) => `00-${traceId}-00f067aa0ba902b7-01`;

let sink: SmtpSink;
let app: TestApp;
let clinic: Clinic;
let doctor: DoctorPerson;

beforeEach(async () => {
  sink = await SmtpSink.start();
  app = await startApp({ clock: TestClock.at(MONDAY), env: { SMTP_URL: sink.url } });
  clinic = new Clinic(app);
  doctor = await clinic.doctor();
});
afterEach(async () => {
  await app.close();
  await sink.stop();
});

const idle = () => app.get(JobRunner).idle();

/** Books as a caller does whose own work is a part of a trace. */
async function book(by: Person, traceparent?: string): Promise<{ id: string; headers: Headers }> {
  const { status, body, headers } = await app.http.post(
    '/api/client/appointments',
    { doctorId: doctor.doctorId, appointmentDate: TUESDAY, appointmentTime: '15:00', reason: 'A check-up' },
    { token: by.token, headers: traceparent ? { traceparent } : {} },
  );
  expect({ status, body }).toMatchObject({ status: 200 });
  return { id: String(body.id), headers };
}

/** The trace of each job about an appointment, by its type. */
async function tracesOf(id: string): Promise<Record<string, (string | undefined)[]>> {
  const rows = await clinic.rows<{ type: string; traceParent: string | null }>(
    `SELECT j.type, j.traceParent FROM jobs_Job j JOIN jobs_Tag t ON t.jobId = j.id
     WHERE t.name = 'appointmentId' AND t.value = ? ORDER BY j.id`,
    [id],
  );
  const traces: Record<string, (string | undefined)[]> = {};
  for (const { type, traceParent } of rows) (traces[type] ??= []).push(traceParent?.split('-')[1]);
  return traces;
}

describe('the trace of a request', () => {
  it('goes from the booking to its reminder and on to the mail of that, also in a batch with those of others', async () => {
    const { id } = await book(await clinic.client(), parentOf(TRACE));
    doctor = await clinic.doctor();
    const other = await book(await clinic.client(), parentOf(OTHER));
    await idle();
    app.clock.travelTo(DUE);
    await idle();
    expect(sink.mails).toHaveLength(4);
    expect(await tracesOf(id)).toEqual({
      'appointments.remind': [TRACE],
      'notifications.deliver-email': [TRACE, TRACE],
    });
    expect(await tracesOf(other.id)).toEqual({
      'appointments.remind': [OTHER],
      'notifications.deliver-email': [OTHER, OTHER],
    });
  });

  it('is begun where the caller has none, or sends what is none', async () => {
    const { id, headers } = await book(await clinic.client(), '00-nonsense-01');
    const traceId = headers.get('x-request-id');
    expect(traceId).toMatch(/^[\da-f]{32}$/);
    expect((await tracesOf(id))['appointments.remind']).toEqual([traceId]);
  });

  it('is in the log lines of the request and of its jobs, beside the id that the caller gave', async () => {
    sink.nextAnswers([refuse(451, 'try later', 'mail')]);
    await book(await clinic.client(), parentOf(TRACE));
    await idle();
    expect(app.logs()).toContainEqual(
      expect.objectContaining({ context: 'Http', route: '/api/client/appointments', traceId: TRACE }),
    );
    expect(app.logs()).toContainEqual(
      expect.objectContaining({ jobType: 'notifications.deliver-email', reason: 'retry', traceId: TRACE }),
    );
    const headers = { 'x-request-id': 'my-own-id', traceparent: parentOf(OTHER) };
    const answer = await app.http.get('/api/nothing/here', { headers });
    expect(answer.headers.get('x-request-id')).toBe('my-own-id');
    expect(answer.body.traceId).toBe(OTHER);
    expect(app.logs()).toContainEqual(expect.objectContaining({ traceId: OTHER, requestId: 'my-own-id', status: 404 }));
  });
});

describe('where spans are recorded', () => {
  let recorded: RecordedSpans;

  beforeAll(() => void (recorded = RecordedSpans.start()));
  beforeEach(() => void recorded.spans.splice(0));

  it('each request and each job is one, below what it follows from; a batch of many is linked to all', async () => {
    await book(await clinic.client(), parentOf(TRACE));
    doctor = await clinic.doctor();
    await book(await clinic.client(), parentOf(OTHER));
    await idle();
    app.clock.travelTo(DUE);
    await idle();
    const named = (name: string) => recorded.spans.filter((span) => span.name === name);
    expect(named('POST /api/client/appointments')).toMatchObject([
      { traceId: TRACE, parentSpanId: '00f067aa0ba902b7', ended: true, failed: false },
      { traceId: OTHER, ended: true },
    ]);
    const [batch] = named('appointments.remind');
    expect(batch?.links.map(({ context }) => context.traceId).sort()).toEqual([OTHER, TRACE]);
    expect(batch).toMatchObject({ parentSpanId: null, ended: true });
    const mails = named('notifications.deliver-email');
    expect(mails.map(({ traceId }) => traceId).sort()).toEqual([OTHER, OTHER, TRACE, TRACE]);
    expect(mails.every(({ ended, parentSpanId }) => ended && parentSpanId !== null)).toBe(true);
  });

  it('a job that fails is a span that failed', async () => {
    sink.nextAnswers([refuse(550, 'no such user')]);
    await book(await clinic.client());
    await idle();
    expect(recorded.spans.filter(({ failed }) => failed).map(({ name }) => name)).toEqual([
      'notifications.deliver-email',
    ]);
  });
});
