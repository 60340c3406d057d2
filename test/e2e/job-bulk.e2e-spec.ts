import { Database } from '../../src/database/database';
import { JobRunner } from '../../src/jobs/worker/job-runner';
import { JOB_STORE, type JobStore } from '../../src/jobs/store/job-store';
import { aNewJob } from '../builders/new-job';
import { aJobRow, insertJobRows, tagJob } from '../builders/job-row';
import { type TestApp, startApp } from '../support/app';
import { Clinic, type Person } from '../support/clinic';
import { eventually } from '../support/waiting';

const NOW = '2027-01-04T08:00:00.000Z';
const LATER = '2027-01-06T08:00:00.000Z';

describe('POST /api/admin/jobs/bulk', () => {
  let app: TestApp;
  let clinic: Clinic;
  let admin: Person;

  beforeAll(async () => {
    app = await startApp();
    clinic = new Clinic(app);
  });
  beforeEach(async () => {
    app.clock.travelTo(NOW);
    admin = await clinic.admin();
    for (const table of ['jobs_State', 'jobs_Tag', 'jobs_Job']) await clinic.write(`DELETE FROM ${table}`);
  });
  afterAll(() => app.close());

  const bulk = (body: unknown, token = admin.token) => app.http.post('/api/admin/jobs/bulk', body, token);
  const insert = (...jobs: Parameters<typeof aJobRow>[]) =>
    insertJobRows(
      app.get(Database),
      jobs.map(([id, change]) => aJobRow(id, { queue: 'nowhere', createdAt: NOW, dueAt: NOW, ...change })),
    );
  /** `count` jobs that wait for a later time, or have failed. */
  const insertMany = async (count: number, state: 'waiting' | 'failed') => {
    const job = aNewJob({ type: 'test.many', queue: 'nowhere', dueAt: new Date(LATER) });
    for (let left = count; left > 0; left -= 1_000) {
      const jobs = Array.from({ length: Math.min(1_000, left) }, () => job);
      await app.get(Database).transaction(() => app.get<JobStore>(JOB_STORE).insert(jobs));
    }
    await clinic.write(`UPDATE jobs_Job SET state = ? WHERE type = 'test.many'`, [state]);
  };
  const list = (state: string) => app.http.get(`/api/admin/jobs?state=${state}&count=true&limit=1`, admin.token);
  const states = async () => {
    const rows = await clinic.rows<{ id: number; state: string }>(
      `SELECT id, state FROM jobs_Job WHERE queue = 'nowhere' ORDER BY id`,
    );
    return Object.fromEntries(rows.map(({ id, state }) => [id, state]));
  };
  const audited = async () => {
    const rows = await clinic.rows<{ action: string; data: string; reason: string; actorId: string }>(
      `SELECT * FROM "AuditEntry" WHERE "action" LIKE 'job.bulk%' AND "actorId" = ? ORDER BY id`,
      [admin.id],
    );
    return rows.map(({ action, reason, data }) => ({ action, reason, data: JSON.parse(data) }));
  };

  it('cancels those of the ids that may be, and says how many there were', async () => {
    await insert([11, {}], [12, { state: 'failed' }], [13, { state: 'succeeded' }], [14, { dueAt: LATER }]);
    const { status, body } = await bulk({
      action: 'cancel',
      ids: ['11', 12, '13', '14', '14', '999'],
      reason: 'twice',
    });
    expect([status, body]).toEqual([200, { matched: 4, more: false, changed: 3, jobId: null }]);
    expect(await states()).toEqual({ 11: 'deleted', 12: 'deleted', 13: 'succeeded', 14: 'deleted' });
    const detail = await app.http.get('/api/admin/jobs/11', admin.token);
    expect(detail.body.history.at(-1)).toMatchObject({ state: 'deleted', reason: 'twice' });
    expect(await audited()).toEqual([
      { action: 'job.bulk-cancel', reason: 'twice', data: { matched: 4, changed: 3, ids: expect.any(Array) } },
    ]);
    expect((await audited())[0]?.data.ids.toSorted()).toEqual([11, 12, 14]);
  });

  it('requeues what a filter shows, and passes over what may not be', async () => {
    await insert(
      [21, { state: 'failed', type: 'test.a', attempt: 10 }],
      [22, { state: 'failed', type: 'test.b' }],
      [23, { state: 'failed', type: 'test.a', key: 'taken' }],
      [24, { type: 'test.c', key: 'taken' }],
    );
    const filter = { state: 'failed', type: 'test.a' };
    const dry = await bulk({ action: 'requeue', filter, dryRun: true });
    expect(dry.body).toEqual({ matched: 2, more: false, changed: 0, jobId: null });
    expect([await states(), await audited()]).toEqual([
      { 21: 'failed', 22: 'failed', 23: 'failed', 24: 'waiting' },
      [],
    ]);
    expect((await bulk({ action: 'requeue', filter })).body).toEqual({
      matched: 2,
      more: false,
      changed: 1,
      jobId: null,
    });
    expect(await states()).toMatchObject({ 21: 'waiting', 22: 'failed', 23: 'failed' });
    expect((await app.http.get('/api/admin/jobs/21', admin.token)).body).toMatchObject({ maxAttempts: 11 });
  });

  it('runs now what is scheduled, found by words too', async () => {
    await insert([31, { dueAt: LATER }], [32, { dueAt: LATER }], [33, { dueAt: LATER }]);
    await tagJob(app.get(Database), 31, 'appointmentId', '777');
    await tagJob(app.get(Database), 33, 'appointmentId', '777');
    expect((await bulk({ action: 'run-now', filter: { q: '777' } })).body).toMatchObject({ matched: 2, changed: 2 });
    const due = (await app.http.get('/api/admin/jobs?state=enqueued', admin.token)).body;
    expect(due.map(({ id }: { id: string }) => id).toSorted()).toEqual(['31', '33']);
  });

  it('leaves the place in the queue of what is due already', async () => {
    await insert([36, { dueAt: '2027-01-04T07:00:00.000Z' }], [37, { dueAt: NOW }]);
    const { body } = await bulk({ action: 'run-now', filter: { state: 'enqueued' } });
    expect(body).toMatchObject({ matched: 2, changed: 0 });
    const [first] = await clinic.rows('SELECT dueAt FROM jobs_Job WHERE id = 36');
    expect(first?.dueAt).toBe('2027-01-04T07:00:00.000Z');
  });

  it('does nothing, and says so, where nothing matches', async () => {
    const { body } = await bulk({ action: 'cancel', filter: { type: 'test.none' }, reason: 'just in case' });
    expect(body).toEqual({ matched: 0, more: false, changed: 0, jobId: null });
    expect(await audited()).toMatchObject([{ reason: 'just in case', data: { matched: 0, changed: 0, ids: [] } }]);
  });

  it.each(['scheduled', 'retries', 'failed', undefined] as const)(
    'goes through all of a list by the thousand, each job once (%s)',
    async (state) => {
      await insertMany(2_100, state === 'failed' ? 'failed' : 'waiting');
      if (state === 'retries') await clinic.write(`UPDATE jobs_Job SET attempt = 1 WHERE type = 'test.many'`);
      const action = state === 'failed' ? 'requeue' : 'run-now';
      const { body } = await bulk({ action, filter: { state, type: 'test.many' } });
      expect(body).toEqual({ matched: 2_100, more: false, changed: 2_100, jobId: null });
      const [counted] = await clinic.rows(
        `SELECT COUNT(*) AS count FROM jobs_Job WHERE state = 'waiting' AND dueAt < '${LATER}' AND revision = 2`,
      );
      expect(counted?.count).toBe(2_100);
      const batches = await audited();
      expect(batches.map(({ data }) => data.changed)).toEqual([1_000, 1_000, 100]);
      expect(new Set(batches.flatMap(({ data }) => data.ids)).size).toBe(2_100);
    },
  );

  it('hands more than are counted over to a job, which does it all', async () => {
    await insertMany(10_050, 'failed');
    const order = { action: 'cancel', filter: { state: 'failed', queue: 'nowhere' }, reason: 'too many' };
    expect((await bulk({ ...order, dryRun: true })).body).toEqual({
      matched: 10_000,
      more: true,
      changed: 0,
      jobId: null,
    });
    const { status, body } = await bulk(order);
    expect([status, body]).toEqual([200, { matched: 10_000, more: true, changed: 0, jobId: expect.any(String) }]);
    await app.get(JobRunner).idle();
    await eventually('the job has ended', async () => {
      const [job] = await clinic.rows('SELECT state FROM jobs_Job WHERE id = ?', [Number(body.jobId)]);
      return job?.state === 'succeeded';
    });
    const [left] = await clinic.rows(`SELECT COUNT(*) AS count FROM jobs_Job WHERE state = 'failed'`);
    expect(left?.count).toBe(0);
    const [handedOver, ...batches] = await audited();
    expect(handedOver).toMatchObject({ reason: 'too many', data: { jobId: Number(body.jobId) } });
    expect(batches.reduce((sum, { data }) => sum + data.changed, 0)).toBe(10_050);
    const { log } = (await app.http.get(`/api/admin/jobs/${body.jobId}`, admin.token)).body;
    expect(log.at(-1)?.message).toBe('10050 of 10050 jobs changed so far');
  });

  it('leaves the job alone that does it', async () => {
    await insertMany(10_001, 'waiting');
    const { body } = await bulk({ action: 'cancel', filter: { from: '2027-01-01' } });
    await eventually('the job has ended', async () => {
      const [job] = await clinic.rows('SELECT state FROM jobs_Job WHERE id = ?', [Number(body.jobId)]);
      return job?.state === 'succeeded';
    });
    expect(new Set(Object.values(await states()))).toEqual(new Set(['deleted']));
  });

  it('is done once for a key, and answered alike each time', async () => {
    const send = (body: unknown, key: string) =>
      app.http.send('POST', '/api/admin/jobs/bulk', body, { token: admin.token, headers: { 'idempotency-key': key } });
    await insertMany(1_500, 'failed');
    const requeue = { action: 'requeue', filter: { state: 'failed' } };
    const first = await send(requeue, 'bulk-1');
    expect(first.body).toEqual({ matched: 1_500, more: false, changed: 1_500, jobId: null });
    await clinic.write(`UPDATE jobs_Job SET state = 'failed' WHERE type = 'test.many'`);
    const again = await send(requeue, 'bulk-1');
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect((await list('failed')).headers.get('x-total-count')).toBe('1500');

    await insertMany(8_600, 'failed');
    const handedOver = await send({ action: 'cancel', filter: { state: 'failed' } }, 'bulk-2');
    const once = await send({ action: 'cancel', filter: { state: 'failed' } }, 'bulk-2');
    expect([once.status, once.body]).toEqual([200, handedOver.body]);
    expect(once.body).toEqual({ matched: 10_000, more: true, changed: 0, jobId: expect.any(String) });
    await eventually('the job has ended', async () => {
      const [job] = await clinic.rows('SELECT state FROM jobs_Job WHERE id = ?', [Number(once.body.jobId)]);
      return job?.state === 'succeeded';
    });
  });

  it('hands no search over, whose words may be somebody’s address', async () => {
    await insertMany(10_001, 'failed');
    await clinic.write(
      `INSERT INTO jobs_Tag (name, value, jobId) SELECT 'appointmentId', '5', id FROM jobs_Job WHERE type = 'test.many'`,
    );
    const { status, body } = await bulk({ action: 'cancel', filter: { q: 'appointmentId=5' } });
    expect([status, body.code]).toEqual([422, 'search-too-wide']);
    expect(await clinic.rows(`SELECT 1 FROM jobs_Job WHERE state = 'deleted'`)).toEqual([]);
  });

  it.each([
    [{ ids: ['1'] }, 'action'],
    [{ action: 'delete', ids: ['1'] }, 'action'],
    [{ action: 'cancel' }, 'filter'],
    [{ action: 'cancel', ids: ['1'], filter: { state: 'failed' } }, 'filter'],
    [{ action: 'cancel', ids: [] }, 'ids'],
    [{ action: 'cancel', ids: ['x'] }, 'ids.0'],
    [{ action: 'cancel', ids: Array.from({ length: 10_001 }, (_, id) => id) }, 'ids'],
    [{ action: 'cancel', filter: {} }, 'filter'],
    [{ action: 'cancel', filter: { state: '' } }, 'filter'],
    [{ action: 'cancel', filter: { state: 'waiting' } }, 'filter.state'],
    [{ action: 'cancel', filter: { from: '2027-02-30' } }, 'filter.from'],
    [{ action: 'cancel', filter: { state: 'failed' }, dryRun: 'yes' }, 'dryRun'],
    [{ action: 'cancel', ids: ['1'], reason: 'x'.repeat(2_001) }, 'reason'],
  ])('refuses by the name of the field what makes no sense (%#)', async (body, field) => {
    await insert([1, {}]);
    const answer = await bulk(body);
    expect([answer.status, Object.keys(answer.body.errors)]).toEqual([400, [field]]);
    expect(await states()).toEqual({ 1: 'waiting' });
  });

  it('is for Admins only', async () => {
    await insert([1, {}]);
    const order = { action: 'cancel', ids: ['1'] };
    expect((await app.http.post('/api/admin/jobs/bulk', order)).status).toBe(401);
    for (const person of [await clinic.client(), await clinic.doctor()])
      expect((await bulk(order, person.token)).status).toBe(403);
    expect(await states()).toEqual({ 1: 'waiting' });
  });
});
