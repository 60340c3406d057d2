import { Database } from '../../src/database/database';
import { Heartbeat } from '../../src/jobs/upkeep/heartbeat';
import { JobRunner } from '../../src/jobs/worker/job-runner';
import { JOB_STORE, type JobStore } from '../../src/jobs/store/job-store';
import { aJobRow, insertJobRows } from '../builders/job-row';
import { aNewJob } from '../builders/new-job';
import { type TestApp, startApp } from '../support/app';
import { Clinic, type Person } from '../support/clinic';

const NOW = '2027-01-04T08:20:00.000Z';

describe('the administration of queues and servers', () => {
  let app: TestApp;
  let clinic: Clinic;
  let admin: Person;

  beforeAll(async () => {
    app = await startApp({ env: { MAIL_RATE_PER_MINUTE: '600' } });
    clinic = new Clinic(app);
  });
  beforeEach(async () => {
    app.clock.travelTo(NOW);
    admin = await clinic.admin();
  });
  afterAll(() => app.close());

  const queues = () => app.http.get('/api/admin/queues', admin.token);
  const queue = async (name: string) => (await queues()).body.find((each: { name: string }) => each.name === name);
  const act = (name: string, action: string, body?: unknown) =>
    app.http.post(`/api/admin/queues/${name}/${action}`, body, admin.token);
  const edit = (name: string, body: unknown) => app.http.put(`/api/admin/queues/${name}`, body, admin.token);
  const lastAudit = async () => {
    const [entry] = await clinic.rows<{ data: string }>('SELECT * FROM "AuditEntry" ORDER BY id DESC');
    return { ...entry, data: JSON.parse(entry?.data ?? 'null') };
  };

  describe('GET /api/admin/queues', () => {
    it('shows each queue with what is due in it, what holds for it and how fast it goes', async () => {
      await insertJobRows(app.get(Database), [
        aJobRow(101, { queue: 'elsewhere', dueAt: '2027-01-04T08:00:00.000Z' }),
        aJobRow(102, { queue: 'elsewhere', dueAt: '2027-01-04T08:10:00.000Z' }),
        aJobRow(103, { queue: 'elsewhere', dueAt: '2027-01-05T08:00:00.000Z' }),
      ]);
      const { status, body } = await queues();
      expect(status).toBe(200);
      expect(body.map(({ name }: { name: string }) => name)).toEqual([
        'default',
        'elsewhere',
        'mail',
        'maintenance',
        'notifications',
      ]);
      expect(await queue('elsewhere')).toEqual({
        name: 'elsewhere',
        depth: '2',
        oldestDueAt: '2027-01-04T08:00:00.000Z',
        running: 0,
        perMinute: 0,
        paused: false,
        pausedBy: null,
        pausedAt: null,
        concurrency: null,
        ratePerMinute: null,
        latency: { wait: null, run: null },
      });
      expect(await queue('mail')).toMatchObject({ depth: '0', ratePerMinute: 600 });
    });

    it('tells how long the runs of its types waited and took', async () => {
      const buckets = (at: number) =>
        JSON.stringify(Array.from({ length: 15 }, (_, index) => (index === at ? 100 : 0)));
      await clinic.write(
        `INSERT INTO jobs_Stat (hour, type, outcome, serverId, count, waitSum, runSum, waitBuckets, runBuckets)
         VALUES ('2027-01-04T07', 'appointments.remind', 'succeeded', 'a', 100, 0, 0, ?, ?)`,
        [buckets(2), buckets(4)],
      );
      expect((await queue('notifications')).latency).toEqual({
        wait: { p50: 5, p95: 5, p99: 5 },
        run: { p50: 20, p95: 20, p99: 20 },
      });
      expect((await queue('mail')).latency).toEqual({ wait: null, run: null });
    });
  });

  describe('pause and resume', () => {
    const insert = async () => {
      const [notice] = await app
        .get(Database)
        .transaction(() =>
          app.get<JobStore>(JOB_STORE).insert([aNewJob({ type: 'auth.remove-sign-ins', payload: '{}' })]),
        );
      return notice?.id ?? 0;
    };
    const state = async (id: number) => (await clinic.rows('SELECT state FROM jobs_Job WHERE id = ?', [id]))[0]?.state;

    it('keep the jobs of a queue from being begun, and let them go on at once', async () => {
      const { status, body } = await act('default', 'pause', { reason: 'the disk is full' });
      expect([status, body]).toEqual([
        200,
        expect.objectContaining({ name: 'default', paused: true, pausedBy: admin.id }),
      ]);
      expect(body.pausedAt).toMatch(/^2027-01-04T08:20:\d\d\.\d{3}Z$/);
      expect(await lastAudit()).toMatchObject({
        actorId: admin.id,
        action: 'queue.pause',
        subjectType: 'queue',
        subjectId: 'default',
        reason: 'the disk is full',
        data: { before: { paused: false }, after: { paused: true } },
      });
      const id = await insert();
      await app.get(JobRunner).look();
      await app.get(JobRunner).idle();
      expect([await state(id), (await queue('default')).depth]).toEqual(['waiting', '1']);

      const resumed = await act('default', 'resume');
      expect(resumed.body).toMatchObject({ paused: false, pausedBy: null, pausedAt: null });
      await app.get(JobRunner).idle();
      expect(await state(id)).toBe('succeeded');
      expect(await lastAudit()).toMatchObject({
        action: 'queue.resume',
        reason: null,
        data: { after: { paused: false } },
      });
    });

    it('work on a queue that was never declared, as long as it has jobs', async () => {
      await insertJobRows(app.get(Database), [aJobRow(201, { queue: 'undeclared' })]);
      expect((await act('undeclared', 'pause')).body).toMatchObject({ name: 'undeclared', paused: true });
      expect((await act('undeclared', 'resume')).status).toBe(200);
    });

    it('are refused where it is so already, and the refusal audited', async () => {
      const resumed = await act('notifications', 'resume', { reason: 'try' });
      expect([resumed.status, resumed.body.code]).toEqual([409, 'queue-not-paused']);
      expect(await lastAudit()).toMatchObject({
        action: 'queue.resume-refused',
        subjectId: 'notifications',
        reason: 'try',
        data: { code: 'queue-not-paused' },
      });
      await act('notifications', 'pause');
      const paused = await act('notifications', 'pause');
      expect([paused.status, paused.body.code]).toEqual([409, 'queue-paused']);
      await act('notifications', 'resume');
    });

    it('are 404 for a queue that there is not', async () => {
      for (const name of ['none', 'x'.repeat(2_000), '%F0%9F%98%80'])
        for (const action of ['pause', 'resume']) expect([name, (await act(name, action)).status]).toEqual([name, 404]);
      expect((await edit('none', { concurrency: 1 })).status).toBe(404);
      expect(await clinic.rows(`SELECT 1 FROM jobs_Queue WHERE name = 'none'`)).toEqual([]);
    });
  });

  describe('PUT /api/admin/queues/{name}', () => {
    it('sets the limits that are given, and null lifts one', async () => {
      const set = await edit('maintenance', { concurrency: '2', ratePerMinute: 30, reason: 'slow' });
      expect([set.status, set.body]).toEqual([200, expect.objectContaining({ concurrency: 2, ratePerMinute: 30 })]);
      expect(await lastAudit()).toMatchObject({
        action: 'queue.edit',
        reason: 'slow',
        data: { before: { concurrency: null, ratePerMinute: null }, after: { concurrency: 2, ratePerMinute: 30 } },
      });
      const lifted = await edit('maintenance', { ratePerMinute: null });
      expect(lifted.body).toMatchObject({ concurrency: 2, ratePerMinute: null });
      expect((await edit('maintenance', { concurrency: null })).body).toMatchObject({ concurrency: null });
    });

    it('outlives a start of the same configuration, and gives way to another one', async () => {
      await edit('mail', { ratePerMinute: 6 });
      await app.get(Heartbeat).start();
      expect((await queue('mail')).ratePerMinute).toBe(6);
      await clinic.write(`UPDATE jobs_Queue SET declaredRate = 500 WHERE name = 'mail'`);
      await app.get(Heartbeat).start();
      expect((await queue('mail')).ratePerMinute).toBe(600);
    });

    it.each([
      [{ concurrency: 0 }, 'concurrency'],
      [{ concurrency: 1.5 }, 'concurrency'],
      [{ ratePerMinute: -1 }, 'ratePerMinute'],
      [{ ratePerMinute: 1_000_001 }, 'ratePerMinute'],
      [{ ratePerMinute: 'many' }, 'ratePerMinute'],
      [{ reason: 7 }, 'reason'],
    ])('refuses %j', async (body, field) => {
      const answer = await edit('maintenance', body);
      expect([answer.status, Object.keys(answer.body.errors)]).toEqual([400, [field]]);
    });
  });

  describe('GET /api/admin/servers', () => {
    it('shows who runs jobs, and who is silent', async () => {
      await app.get(Heartbeat).beat();
      await clinic.write(
        `INSERT INTO jobs_Server (id, host, pid, role, queues, types, workers, version, startedAt, heartbeatAt)
         VALUES ('gone', 'zz-gone', 7, 'worker', '["mail"]', '[]', 4, '1', ?, ?)`,
        ['2027-01-04T08:00:00.000Z', '2027-01-04T08:19:39.000Z'],
      );
      await insertJobRows(app.get(Database), [aJobRow(301, { state: 'processing', serverId: 'gone', queue: 'far' })]);
      const { status, body } = await app.http.get('/api/admin/servers', admin.token);
      const silent = body.find(({ id }: { id: string }) => id === 'gone');
      expect([status, silent]).toEqual([
        200,
        {
          id: 'gone',
          name: 'zz-gone',
          pid: 7,
          role: 'worker',
          queues: ['mail'],
          workers: 4,
          running: 1,
          startedAt: '2027-01-04T08:00:00.000Z',
          heartbeatAt: '2027-01-04T08:19:39.000Z',
          alive: false,
        },
      ]);
      const own = body.find(({ pid }: { pid: number }) => pid === process.pid);
      expect(own).toMatchObject({ role: 'all', alive: true, workers: app.config.jobWorkers });
      expect(own.queues).toEqual(app.config.jobQueues);
    });
  });
});
