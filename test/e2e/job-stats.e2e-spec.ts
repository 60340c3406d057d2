import { Database } from '../../src/database/database';
import { aJobRow, insertJobRows } from '../builders/job-row';
import { type TestApp, startApp } from '../support/app';
import { Clinic, type Person } from '../support/clinic';

const NOW = '2027-01-04T08:20:00.000Z';
const NONE = {
  scheduled: '0',
  enqueued: '0',
  processing: '0',
  succeeded: '0',
  failed: '0',
  deleted: '0',
  awaiting: '0',
};

describe('figures of jobs over HTTP', () => {
  let app: TestApp;
  let clinic: Clinic;
  let admin: Person;

  beforeAll(async () => {
    app = await startApp({ env: { ROLE: 'api', CLINIC_TIME_ZONE: 'Asia/Kolkata' } });
    clinic = new Clinic(app);
  });
  beforeEach(async () => {
    app.clock.travelTo(NOW);
    admin = await clinic.admin();
    for (const table of ['jobs_State', 'jobs_Job', 'jobs_Stat']) await clinic.write(`DELETE FROM ${table}`);
  });
  afterAll(() => app.close());

  const ran = (hour: string, outcome: string, count: number, bucket = 0) => {
    const buckets = JSON.stringify(Array.from({ length: 15 }, (_, index) => (index === bucket ? count : 0)));
    return clinic.write(
      `INSERT INTO jobs_Stat (hour, type, outcome, serverId, count, waitSum, runSum, waitBuckets, runBuckets)
       VALUES (?, 'appointments.remind', ?, 'a', ?, 0, 0, ?, ?)`,
      [hour, outcome, count, buckets, buckets],
    );
  };
  const history = (period = '') => app.http.get(`/api/admin/jobs/history${period}`, admin.token);

  describe('GET /api/admin/jobs/stats', () => {
    it('counts by state and by queue, and tells how fast jobs go', async () => {
      const at = (minutes: number) => new Date(Date.parse(NOW) + minutes * 60_000).toISOString();
      await insertJobRows(app.get(Database), [
        aJobRow(1, { queue: 'mail', dueAt: at(-5) }),
        aJobRow(2, { queue: 'mail', dueAt: at(5), attempt: 1 }),
        aJobRow(3, { queue: 'mail', state: 'failed', finishedAt: at(-30) }),
        aJobRow(4, { queue: 'slow', state: 'failed', finishedAt: at(-61) }),
        aJobRow(5, { queue: 'slow', state: 'processing', serverId: 'a' }),
        aJobRow(6, { queue: 'slow', dueAt: at(-9) }),
      ]);
      await ran('2027-01-04T07', 'succeeded', 90, 1);
      await ran('2027-01-04T08', 'failed', 10, 6);
      await ran('2027-01-04T08', 'retried', 3, 6);
      await ran('2027-01-04T06', 'succeeded', 1_000);
      app.clock.advance(2_000);
      const { status, body } = await app.http.get('/api/admin/jobs/stats', admin.token);
      expect([status, body]).toEqual([
        200,
        {
          at: expect.stringMatching(/^2027-01-04T08:2\d:/),
          states: { ...NONE, scheduled: '1', enqueued: '2', processing: '1', failed: '2' },
          retries: '1',
          queues: [
            { ...NONE, name: 'mail', scheduled: '1', enqueued: '1', failed: '1' },
            { ...NONE, name: 'slow', enqueued: '1', processing: '1', failed: '1' },
          ],
          nextDueAt: at(5),
          oldestDueAt: at(-9),
          failedLastHour: '1',
          throughput: { perMinute: 0, succeeded: 90, failed: 10, deleted: 0, retried: 3 },
          latency: { wait: { p50: 2, p95: 100, p99: 100 }, run: { p50: 2, p95: 100, p99: 100 } },
        },
      ]);
    });

    it('counts once a second, however many ask', async () => {
      app.clock.advance(10_000);
      const stats = async () => (await app.http.get('/api/admin/jobs/stats', admin.token)).body;
      const answers = await Promise.all([stats(), stats(), stats(), stats()]);
      expect(new Set(answers.map(({ at }) => at)).size).toBe(1);
      await insertJobRows(app.get(Database), [aJobRow(1, { dueAt: NOW })]);
      app.clock.advance(1_000);
      expect(await stats()).toMatchObject({ states: { enqueued: '1' } });
    });
  });

  describe('GET /api/admin/jobs/history', () => {
    it('tells of each of the last 24 hours by the clinic’s clock, empty ones too', async () => {
      // In India it is 13:50, and the present hour began at 07:30Z.
      await ran('2027-01-04T08', 'succeeded', 5);
      await ran('2027-01-04T07', 'succeeded', 4);
      await ran('2027-01-04T07', 'deleted', 2);
      await ran('2027-01-04T07', 'postponed', 9);
      await ran('2027-01-03T09', 'failed', 1);
      await ran('2027-01-03T08', 'failed', 7);
      const { status, body } = await history();
      expect([status, body.length]).toEqual([200, 24]);
      expect(body.at(-1)).toEqual({
        from: '2027-01-04T07:30:00.000Z',
        to: '2027-01-04T08:30:00.000Z',
        succeeded: 5,
        failed: 0,
        deleted: 0,
      });
      expect(body.at(-2)).toMatchObject({ to: '2027-01-04T07:30:00.000Z', succeeded: 4, deleted: 2 });
      expect(body[0]).toEqual({
        from: '2027-01-03T08:30:00.000Z',
        to: '2027-01-03T09:30:00.000Z',
        succeeded: 0,
        failed: 1,
        deleted: 0,
      });
      const total = body.reduce((sum: number, { failed }: { failed: number }) => sum + failed, 0);
      expect(total).toBe(1);
      expect((await history('?period=day')).body).toEqual(body);
    });

    it('tells of each of the last 7 dates of the clinic', async () => {
      await ran('2027-01-03T18', 'succeeded', 1);
      await ran('2027-01-03T19', 'succeeded', 10);
      await ran('2026-12-28T18', 'failed', 100);
      await ran('2026-12-28T19', 'failed', 5);
      const { body } = await history('?period=week');
      expect(body).toHaveLength(7);
      expect(body[0]).toMatchObject({ from: '2026-12-28T18:30:00.000Z', to: '2026-12-29T18:30:00.000Z', failed: 5 });
      expect(body.at(-2)).toMatchObject({ succeeded: 1 });
      expect(body.at(-1)).toMatchObject({ from: '2027-01-03T18:30:00.000Z', succeeded: 10 });
    });

    it('refuses any other period', async () => {
      const { status, body } = await history('?period=year');
      expect([status, Object.keys(body.errors)]).toEqual([400, ['period']]);
    });
  });
});
