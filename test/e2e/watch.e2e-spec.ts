import { WatchService } from '../../src/alerts/watch.service';
import { EventLoop } from '../../src/common/event-loop';
import { Database } from '../../src/database/database';
import { Jobs } from '../../src/jobs/jobs';
import { settleDeliveries } from '../../src/notifications/notification.jobs';
import type { TestApp } from '../support/app';
import type { Clinic, Person } from '../support/clinic';
import type { HttpSink } from '../support/http-sink';
import { WatchedClinic } from '../support/watched-clinic';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** An event loop that nothing keeps busy: what else this machine does is no incident of the clinic. */
const CALM: Pick<EventLoop, 'delay'> = { delay: () => ({ mean: 0, p99: 0, max: 0 }) };

let watched: WatchedClinic;
let outside: HttpSink;
let app: TestApp;
let clinic: Clinic;
let admin: Person;

afterEach(() => watched.close());

async function start(env: Record<string, string> = {}): Promise<void> {
  watched = await WatchedClinic.start({
    env,
    override: (builder) => builder.overrideProvider(EventLoop).useValue(CALM),
  });
  ({ app, clinic, outside, admin } = watched);
}

const look = (after?: number) => watched.look(after);
const idle = () => watched.idle();
const posted = () => watched.posted();
const notices = () => watched.notices();
const mailed = () => watched.mailed();

/** Adds jobs that nobody runs: their type is unknown here. */
async function strangers(count: number, dueAt: Date): Promise<void> {
  for (let nth = 0; nth < count; nth++) {
    await clinic.write(
      `INSERT INTO jobs_Job (type, queue, priority, payload, state, dueAt, maxAttempts, createdAt)
       VALUES ('test.stranger', 'default', 1, '{}', 'waiting', ?, 1, ?)`,
      [dueAt, dueAt],
    );
  }
}

async function failedJobs(count: number, at: Date): Promise<void> {
  for (let nth = 0; nth < count; nth++) {
    await clinic.write(
      `INSERT INTO jobs_Job (type, queue, priority, payload, state, maxAttempts, createdAt, finishedAt)
       VALUES ('test.broken', 'default', 1, '{}', 'failed', 1, ?, ?)`,
      [at, at],
    );
  }
}

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
    expect(new Set(watched.smtp.mails.map(({ messageId }) => messageId)).size).toBe(4);
  });

  it('goes on where the leader before stopped', async () => {
    await start();
    await strangers(1, app.clock.now());
    await look(6 * MINUTE);
    await app.get(WatchService).look();
    expect(posted()).toEqual(['late opened']);
    const next = await watched.another();
    await next.get(WatchService).look();
    await Promise.all([next.get(WatchService).look(), app.get(WatchService).look()]);
    expect(posted()).toEqual(['late opened']);
    expect(await notices()).toHaveLength(1);
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
  it('leaves alone what waits in a queue that someone has paused', async () => {
    await start();
    await clinic.write(`UPDATE jobs_Queue SET paused = 1 WHERE name = 'default'`);
    await strangers(3, app.clock.now());
    await look(20 * MINUTE);
    expect(posted().filter((each) => !each.startsWith('unverified'))).toEqual([]);
  });

  it('says that it is blind where it cannot read, by the webhook alone, and calls no heartbeat meanwhile', async () => {
    await start();
    await look();
    expect(outside.taken('/beat')).toHaveLength(1);
    await watched.renameTable('Alert', 'Alert_away');
    await look();
    expect(posted()).toEqual([]);
    await look();
    await look();
    expect(posted()).toEqual(['blind opened']);
    expect(outside.taken('/beat')).toHaveLength(1);
    await watched.renameTable('Alert_away', 'Alert');
    await look();
    expect(posted()).toEqual(['blind opened', 'blind ended']);
    expect(outside.taken('/beat')).toHaveLength(2);
    expect(await notices()).toEqual([]);
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
