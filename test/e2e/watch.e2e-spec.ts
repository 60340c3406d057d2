import { WatchService } from '../../src/alerts/watch.service';
import { VerifyService } from '../../src/alerts/verify.service';
import { EventLoop, type LoopDelay } from '../../src/common/event-loop';
import { CONNECTIONS, Database } from '../../src/database/database';
import type { Connections } from '../../src/database/session';
import { Jobs } from '../../src/jobs/jobs';
import { JOB_TRANSPORT, type BrokerState } from '../../src/jobs/transport/job-transport';
import { Heartbeat } from '../../src/jobs/upkeep/heartbeat';
import { JobRunner } from '../../src/jobs/worker/job-runner';
import { settleDeliveries } from '../../src/notifications/notification.jobs';
import { type TestApp, startApp } from '../support/app';
import { Clinic, type Person } from '../support/clinic';
import { HttpSink } from '../support/http-sink';
import { SmtpSink, refuse } from '../support/smtp-sink';
import { TestClock } from '../support/test-clock';

const MONDAY = '2027-01-04T08:00:00Z';
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The event loop as a test wants it to be. */
class FakeLoop extends EventLoop {
  wanted: LoopDelay = { mean: 0, p99: 0, max: 0 };

  override delay(): LoopDelay {
    return this.wanted;
  }
}

let outside: HttpSink;
let smtp: SmtpSink;
let app: TestApp;
let clinic: Clinic;
let admin: Person;
let loop: FakeLoop;

beforeEach(async () => {
  outside = await HttpSink.start();
  smtp = await SmtpSink.start();
});
afterEach(async () => {
  await app.close();
  await smtp.stop();
  await outside.stop();
});

async function start(env: Record<string, string> = {}, dataDir?: string): Promise<TestApp> {
  const clock = TestClock.at(MONDAY);
  loop = new FakeLoop();
  app = await startApp({
    clock,
    ...(dataDir !== undefined && { dataDir }),
    env: {
      SMTP_URL: smtp.url,
      ALERT_WEBHOOK_URL: outside.url('/alerts'),
      HEARTBEAT_URL: outside.url('/beat'),
      ...env,
    },
    override: (builder) => builder.overrideProvider(EventLoop).useValue(loop),
  });
  clinic = new Clinic(app);
  admin = await clinic.admin();
  return app;
}

/** One look of the watch; servers that live have given their heartbeat. */
async function look(after = 0): Promise<void> {
  app.clock.advance(after);
  await app.get(Heartbeat).beat();
  await app.get(WatchService).look();
}

const idle = () => app.get(JobRunner).idle();
const posted = (event?: string) =>
  outside
    .taken('/alerts')
    .filter(({ body }) => !event || body.event === event)
    .map(({ body }) => `${String(body.kind)} ${String(body.event)}`);
const notices = () =>
  clinic.rows<{ title: string; userId: string }>(
    `SELECT title, userId FROM "Notification" WHERE kind = 'alert' ORDER BY id`,
  );
const mailed = () => smtp.mails.map(({ parsed }) => parsed.subject);

/** Adds jobs that nobody runs: their type is unknown here. */
function strangers(count: number, dueAt: Date): Promise<unknown> {
  const job = `'test.stranger', 'default', 1, '{}', 'waiting', ?, 1, ?`;
  return clinic.write(
    `INSERT INTO jobs_Job (type, queue, priority, payload, state, dueAt, maxAttempts, createdAt)
     WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count}) SELECT ${job} FROM n`,
    [dueAt, dueAt],
  );
}

const failedJobs = (count: number, at: Date) =>
  clinic.write(
    `INSERT INTO jobs_Job (type, queue, priority, payload, state, maxAttempts, createdAt, finishedAt)
     WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
     SELECT 'test.broken', 'default', 1, '{}', 'failed', 1, ?, ? FROM n`,
    [at, at],
  );

describe('an alert', () => {
  it('is posted, shown and mailed to every Admin once, however often the watch looks, and so is its end', async () => {
    await start();
    const other = await clinic.admin();
    await clinic.client();
    await strangers(1, app.clock.now());
    await look(4 * MINUTE);
    expect(posted()).toEqual([]);
    for (let times = 0; times < 3; times++) await look(MINUTE + SECOND);
    await idle();

    expect(posted()).toEqual(['late opened']);
    expect(outside.taken('/alerts')[0]?.body).toMatchObject({
      id: expect.stringMatching(/^\d+\.opened$/),
      title: 'Work is late',
      text: expect.stringContaining('MedanoClinic: Work is late.'),
      figure: expect.any(Number),
      endedAt: null,
      link: expect.stringMatching(/\/hangfire$/),
    });
    expect(await notices()).toEqual([
      { title: 'Work is late', userId: admin.id },
      { title: 'Work is late', userId: other.id },
    ]);
    expect(mailed()).toEqual(['[MedanoClinic] Work is late', '[MedanoClinic] Work is late']);

    await clinic.write(`DELETE FROM jobs_Job WHERE type = 'test.stranger'`);
    for (let times = 0; times < 5; times++) await look(MINUTE);
    await idle();
    expect(posted()).toEqual(['late opened', 'late ended']);
    expect((await notices()).map(({ title }) => title).slice(2)).toEqual(['Over: Work is late', 'Over: Work is late']);
    expect(mailed().slice(2)).toEqual(['[MedanoClinic] Over: Work is late', '[MedanoClinic] Over: Work is late']);
    expect(new Set(smtp.mails.map(({ messageId }) => messageId)).size).toBe(4);
  });

  it('goes on where the leader before stopped', async () => {
    const { dataDir } = await start();
    await strangers(1, app.clock.now());
    await look(6 * MINUTE);
    await app.get(WatchService).look();
    expect(posted()).toEqual(['late opened']);
    const next = await startApp({
      dataDir,
      clock: app.clock,
      env: { SMTP_URL: smtp.url, ALERT_WEBHOOK_URL: outside.url('/alerts') },
    });
    await next.get(WatchService).look();
    await Promise.all([next.get(WatchService).look(), app.get(WatchService).look()]);
    expect(posted()).toEqual(['late opened']);
    expect(await notices()).toHaveLength(1);
    await next.close();
  });

  it('does not end and open again while its figure moves between the two thresholds', async () => {
    await start({ ALERT_FAILURES_PER_HOUR: '4' });
    const since = app.clock.now();
    await failedJobs(4, since);
    await look(MINUTE);
    await clinic.write(
      `UPDATE jobs_Job SET finishedAt = ? WHERE id = (SELECT min(id) FROM jobs_Job WHERE state = 'failed')`,
      [new Date(since.getTime() - 2 * HOUR)],
    );
    for (let times = 0; times < 10; times++) await look(MINUTE);
    await failedJobs(1, app.clock.now());
    await look(MINUTE);
    expect(posted()).toEqual(['failures opened']);
    app.clock.advance(2 * HOUR);
    await look();
    for (let times = 0; times < 6; times++) await look(MINUTE);
    expect(posted().filter((each) => each.startsWith('failures'))).toEqual(['failures opened', 'failures ended']);
  });

  it('is told by the webhook at the next look when it was not taken, and in the application meanwhile', async () => {
    await start();
    outside.status = 500;
    await strangers(1, app.clock.now());
    await look(6 * MINUTE);
    expect(posted()).toEqual([]);
    expect(await notices()).toHaveLength(1);
    outside.status = 204;
    await look(MINUTE);
    await look(MINUTE);
    expect(posted()).toEqual(['late opened']);
    expect(await notices()).toHaveLength(1);
  });

  it('is told in the reader’s language', async () => {
    await start();
    await clinic.write(`UPDATE "User" SET language = 'ro' WHERE id = ?`, [admin.id]);
    await strangers(1, app.clock.now());
    await look(6 * MINUTE);
    await idle();
    expect(await notices()).toMatchObject([{ title: 'Sarcinile întârzie' }]);
    expect(mailed()).toEqual(['[MedanoClinic] Sarcinile întârzie']);
  });
});

describe('the watch', () => {
  it('tells of a clinic without workers, once they have been away for two minutes', async () => {
    await start({ ROLE: 'api' });
    await look(MINUTE);
    expect(posted()).toEqual([]);
    await look(MINUTE);
    await look(MINUTE);
    expect(posted()).toEqual(['no-worker opened']);
    await clinic.write(
      `INSERT INTO jobs_Server (id, host, pid, role, queues, types, workers, version, startedAt, heartbeatAt)
       VALUES ('w', 'h', 1, 'worker', '[]', '[]', 4, '1', ?, ?)`,
      [app.clock.now(), app.clock.now()],
    );
    await look();
    expect(posted()).toEqual(['no-worker opened', 'no-worker ended']);
  });

  it('tells of a queue that grows, after it has for five minutes', async () => {
    await start({ ALERT_QUEUE_LENGTH: '50' });
    await strangers(60, new Date(app.clock.now().getTime() + MINUTE));
    await look(MINUTE + SECOND);
    await look(2 * MINUTE);
    expect(posted()).toEqual([]);
    await look(3 * MINUTE);
    expect(posted()).toContain('backlog opened');
    await clinic.write(`DELETE FROM jobs_Job WHERE type = 'test.stranger'`);
    await look();
    await look(3 * MINUTE);
    expect(posted('ended')).toContain('backlog ended');
  });

  it('leaves alone what waits in a queue that someone has paused', async () => {
    await start();
    await clinic.write(`UPDATE jobs_Queue SET paused = 1 WHERE name = 'default'`);
    await strangers(3, app.clock.now());
    await look(20 * MINUTE);
    expect(posted().filter((each) => !each.startsWith('unverified'))).toEqual([]);
  });

  it('tells of jobs that fail for good', async () => {
    await start({ ALERT_FAILURES_PER_HOUR: '3' });
    await failedJobs(2, app.clock.now());
    await look(MINUTE);
    expect(posted()).toEqual([]);
    await failedJobs(1, app.clock.now());
    await look(MINUTE);
    expect(posted()).toEqual(['failures opened']);
  });

  it('tells of a mail server that refuses, and by the same server that it takes mails again', async () => {
    await start({ REMINDER_OFFSETS: '60' });
    const doctor = await clinic.doctor();
    const client = await clinic.client();
    const times = ['10:00', '11:00', '12:00', '13:00'];
    smtp.nextAnswers(times.map(() => refuse(451, 'try later', 'mail')));
    for (const time of times) expect((await clinic.book(client, doctor.doctorId, '2027-01-06', time)).status).toBe(200);
    await idle();
    await look();
    expect(posted()).toEqual([]);
    await look(MINUTE);
    expect(posted()).toEqual(['mail-failing opened']);
    expect(outside.taken('/alerts')[0]?.body.figure).toBe(4);

    // The sums are kept by the hour.
    await look(2 * HOUR);
    await idle();
    for (let times = 0; times < 6; times++) await look(MINUTE);
    await idle();
    expect(posted().filter((each) => each.startsWith('mail'))).toEqual(['mail-failing opened', 'mail-failing ended']);
    expect(mailed()).toContain('[MedanoClinic] Over: Mail is failing');
  });

  it('tells of a process that is overloaded', async () => {
    await start();
    loop.wanted = { mean: 100, p99: 900, max: 1_500 };
    await look();
    await look(MINUTE);
    expect(posted()).toEqual(['slow-loop opened']);
    loop.wanted = { mean: 1, p99: 5, max: 30 };
    for (let times = 0; times < 6; times++) await look(MINUTE);
    expect(posted()).toEqual(['slow-loop opened', 'slow-loop ended']);
  });

  it('tells of Redis that has been away for five minutes', async () => {
    await start();
    const transport = app.get<{ broker: BrokerState }>(JOB_TRANSPORT);
    transport.broker = 'down';
    await look();
    await look(4 * MINUTE);
    expect(posted()).toEqual([]);
    await look(MINUTE);
    expect(posted()).toEqual(['redis-down opened']);
    transport.broker = 'up';
    await look();
    await look(MINUTE);
    expect(posted()).toEqual(['redis-down opened', 'redis-down ended']);
  });

  it('tells of what is not verified any more', async () => {
    await start();
    await look();
    await app.get(VerifyService).verifyAll();
    await look(15 * MINUTE);
    expect(posted()).toEqual([]);
    await look(2 * MINUTE);
    expect(posted()).toEqual(['unverified opened']);
    await app.get(VerifyService).verifyAll();
    await look();
    expect(posted()).toEqual(['unverified opened', 'unverified ended']);
  });

  it('says that it is blind without its database, by the webhook alone, and calls no heartbeat meanwhile', async () => {
    await start();
    await look();
    expect(outside.taken('/beat')).toHaveLength(1);
    const connections = app.get<Connections>(CONNECTIONS);
    const reading = jest.spyOn(connections.reader, 'query').mockRejectedValue(new Error('gone'));
    const watch = app.get(WatchService);
    await watch.look();
    expect(posted()).toEqual([]);
    await watch.look();
    await watch.look();
    expect(posted()).toEqual(['blind opened']);
    expect(outside.taken('/beat')).toHaveLength(1);
    reading.mockRestore();
    await watch.look();
    expect(posted()).toEqual(['blind opened', 'blind ended']);
    expect(outside.taken('/beat')).toHaveLength(2);
  });

  it('calls the heartbeat at each look, and keeps no incident that is over for ever', async () => {
    await start();
    await look();
    await look(MINUTE);
    expect(outside.taken('/beat')).toMatchObject([{ method: 'GET' }, { method: 'GET' }]);
    await clinic.write(
      `INSERT INTO "Alert" (kind, suspectedAt, openedAt, endedAt, figure, openPostedAt, endPostedAt, openToldAt, endToldAt)
       VALUES ('late', ?, ?, ?, 1, ?, ?, ?, ?)`,
      new Array<Date>(7).fill(app.clock.now()),
    );
    await look(91 * 24 * HOUR);
    expect(await clinic.rows(`SELECT id FROM "Alert" WHERE kind = 'late'`)).toEqual([]);
  });

  it('is no job: a process that runs none watches, too', async () => {
    await start({ ROLE: 'api' });
    await app.get(Database).transaction(() => app.get(Jobs).enqueue(settleDeliveries, {}));
    await look(6 * MINUTE);
    expect(posted()).toContain('late opened');
  });
});
