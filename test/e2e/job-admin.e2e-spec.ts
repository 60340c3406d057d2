import { Database } from '../../src/database/database';
import { JobRunner } from '../../src/jobs/worker/job-runner';
import { aJobRow, insertJobRows, tagJob } from '../builders/job-row';
import { type TestApp, startApp } from '../support/app';
import type { ApiAnswer } from '../support/client';
import { Clinic, type DoctorPerson, type Person } from '../support/clinic';

const NOW = '2027-01-04T08:00:00.000Z';
const HOUR = 3_600_000;
const FIELDS = [
  'id',
  'type',
  'queue',
  'state',
  'payload',
  'key',
  'priority',
  'attempt',
  'maxAttempts',
  'createdAt',
  'dueAt',
  'startedAt',
  'finishedAt',
  'deadline',
  'server',
  'progress',
  'lastError',
  'expiresAt',
].sort();

interface Described {
  content: Record<string, { schema: { $ref?: string; items?: { $ref: string } } }>;
}

interface Operation {
  requestBody?: Described;
  responses: Record<string, Described>;
}

describe('/api/admin/jobs', () => {
  let app: TestApp;
  let clinic: Clinic;
  let admin: Person;
  let client: Person;
  let doctor: DoctorPerson;

  beforeAll(async () => {
    app = await startApp();
    app.clock.travelTo(NOW);
    clinic = new Clinic(app);
    await insert(
      [1, { type: 'test.b', dueAt: '2027-01-06T07:00:00.000Z', createdAt: '2027-01-02T21:59:59.999Z' }],
      [2, { type: 'test.b', state: 'awaiting', createdAt: '2027-01-02T22:00:00.000Z' }],
    );
    admin = await clinic.admin();
    client = await clinic.client();
    doctor = await clinic.doctor({ firstName: 'Dan', lastName: 'Pop' });
  });
  afterAll(() => app.close());

  const list = (query = '') => app.http.get(`/api/admin/jobs${query}`, admin.token);
  const idsOf = (answer: ApiAnswer): string[] => answer.body.map(({ id }: { id: string }) => id);
  const detail = (id: string | number) => app.http.get(`/api/admin/jobs/${id}`, admin.token);
  const act = (id: string | number, action: string, body?: unknown) =>
    app.http.post(`/api/admin/jobs/${id}/${action}`, body, admin.token);
  const insert = (...jobs: Parameters<typeof aJobRow>[]) =>
    insertJobRows(
      app.get(Database),
      jobs.map(([id, change]) => aJobRow(id, { queue: 'nowhere', createdAt: NOW, dueAt: NOW, ...change })),
    );
  const lastAudit = async () => (await clinic.rows('SELECT * FROM "AuditEntry" ORDER BY id DESC'))[0];

  describe('a reminder just promised', () => {
    let appointment: { id: string; startsAt: string; reminders: { jobId: string; dueAt: string }[] };
    let jobId: string;
    beforeAll(async () => {
      appointment = (await clinic.book(client, doctor.doctorId, '2027-01-05', '15:00')).body;
      jobId = appointment.reminders[0]?.jobId ?? '';
    });

    it('is listed as a scheduled job, in the shape of the contract', async () => {
      const { status, body } = await list('?state=scheduled');
      expect(status).toBe(200);
      const job = body.find(({ id }: { id: string }) => id === jobId);
      expect(Object.keys(job).sort()).toEqual(FIELDS);
      expect(job).toEqual({
        id: jobId,
        type: 'appointments.remind',
        queue: 'notifications',
        state: 'scheduled',
        payload: { appointmentId: Number(appointment.id), sequence: 0, offsetMinutes: 60 },
        key: `appointment:${appointment.id}:remind:60`,
        priority: 'normal',
        attempt: 0,
        maxAttempts: 10,
        createdAt: expect.stringMatching(/^2027-01-04T08:00:\d\d\.\d{3}Z$/),
        dueAt: '2027-01-05T12:00:00.000Z',
        startedAt: null,
        finishedAt: null,
        deadline: '2027-01-05T12:55:00.000Z',
        server: null,
        progress: null,
        lastError: null,
        expiresAt: null,
      });
    });

    it('tells its history, its log and what it concerns', async () => {
      const { status, body } = await detail(jobId);
      expect(status).toBe(200);
      expect(Object.keys(body).sort()).toEqual([...FIELDS, 'history', 'log', 'related'].sort());
      expect(body.history).toEqual([
        { state: 'scheduled', at: body.createdAt, reason: null, data: { dueAt: '2027-01-05T12:00:00.000Z' } },
      ]);
      expect(body.log).toEqual([]);
      expect(body.related).toEqual([
        { kind: 'appointment', id: appointment.id, detail: 'Dan Pop', at: appointment.startsAt },
      ]);
    });

    it('is found by its id, its key, a tag, its appointment and the e-mail address of its patient', async () => {
      const words = [
        jobId,
        `appointment:${appointment.id}:remind:60`,
        `appointmentId=${appointment.id}`,
        appointment.id,
        client.user.email.toUpperCase(),
        'appointments.remind',
      ];
      for (const q of words) {
        const found = idsOf(await list(`?q=${encodeURIComponent(q)}`));
        expect([q, found]).toEqual([q, expect.arrayContaining([jobId])]);
      }
    });
  });

  describe('a list', () => {
    beforeAll(async () => {
      await insert(
        [1001, { state: 'succeeded', type: 'test.a' }],
        [1002, { state: 'failed', type: 'test.a', queue: 'elsewhere' }],
        [1003, { state: 'deleted', type: 'test.b', key: 'gone' }],
        [1005, { type: 'test.a', dueAt: '2027-01-04T07:00:00.000Z', attempt: 2 }],
      );
      await tagJob(app.get(Database), 1001, 'appointmentId', '777');
    });
    const mine = async (query: string) =>
      (await list(query)).body
        .filter(({ type }: { type: string }) => /^test\.[ab]$/.test(type))
        .map(({ id }: { id: string }) => id);

    it.each([
      ['?state=succeeded', ['1001']],
      ['?state=failed', ['1002']],
      ['?state=deleted', ['1003']],
      ['?state=awaiting', ['2']],
      ['?state=enqueued', ['1005']],
      ['?state=scheduled', ['1']],
      ['?state=retries', ['1005']],
      ['?queue=elsewhere', ['1002']],
      ['?type=test.a', ['1005', '1002', '1001']],
      ['?type=test.a&queue=nowhere&state=', ['1005', '1001']],
      ['?key=gone', ['1003']],
      ['?q=777', ['1001']],
      ['?q=appointmentId=777&state=failed', []],
      ['?q=test.b&type=test.a', []],
      ['?q=nobody@example.com', []],
      ['?to=2027-01-02', ['1']],
      ['?from=2027-01-03&to=2027-01-03', ['2']],
      ['?state=scheduled&from=2027-01-06&to=2027-01-06', ['1']],
      ['?state=scheduled&to=2027-01-05', []],
    ])('%s holds what it asks for', async (query, expected) => {
      expect(await mine(query)).toEqual(expected);
    });

    it('refuses what makes no sense, by name', async () => {
      const foreign = Buffer.from('2027-01-04T08:00:00.000Z 3f-x').toString('base64url');
      for (const [query, field] of [
        ['?state=waiting', 'state'],
        ['?from=2027-02-30', 'from'],
        ['?limit=0', 'limit'],
        ['?limit=1001', 'limit'],
        ['?cursor=x', 'cursor'],
        [`?cursor=${foreign}`, 'cursor'],
        [`?q=${'x'.repeat(255)}`, 'q'],
      ]) {
        const { status, body } = await list(query);
        expect([query, status, Object.keys(body.errors ?? {})]).toEqual([query, 400, [field]]);
      }
    });

    /** Follows the links to the end; `between` is called after each page. */
    const readWhole = async (query: string, between: (page: number) => Promise<unknown>) => {
      const seen: number[] = [];
      let path: string | undefined = `/api/admin/jobs${query}&limit=4`;
      for (let page = 0; path; page++) {
        const answer = await app.http.get(path, admin.token);
        seen.push(...idsOf(answer).map(Number));
        path = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1];
        if (path) await between(page);
      }
      return seen;
    };

    it('is read whole by its links, the newest first, while jobs are inserted', async () => {
      const ids = Array.from({ length: 25 }, (_, index) => 2001 + index);
      const job = { type: 'test.paged', state: 'failed' };
      await insert(...ids.map((id): Parameters<typeof aJobRow> => [id, job]));
      const seen = await readWhole('?state=failed&type=test.paged', (page) => insert([2100 + 50 * page, job]));
      expect(seen).toEqual(ids.reverse());
    });

    it('is read whole by its links, the soonest due first, while jobs are inserted before and behind', async () => {
      const ids = Array.from({ length: 25 }, (_, index) => 3001 + index);
      const due = (minute: number) => ({
        type: 'test.paged',
        dueAt: new Date(Date.parse(NOW) + HOUR + minute * 60_000).toISOString(),
      });
      // Pairs are due at one instant.
      await insert(...ids.map((id, index): Parameters<typeof aJobRow> => [id, due(Math.floor(index / 2))]));
      const later: number[] = [];
      const seen = await readWhole('?state=scheduled&type=test.paged', async (page) => {
        later.push(3200 + 50 * page);
        await insert([3100 + page, due(-1)], [3200 + 50 * page, due(100 + page)]);
      });
      expect(later.length).toBeGreaterThan(5);
      expect(seen).toEqual([...ids, ...later]);
    });

    it('counts when asked, and stops counting at 10,000', async () => {
      const few = await list('?type=test.a&count=true&limit=1');
      expect(few.headers.get('x-total-count')).toBe('3');
      expect((await list('?type=test.a')).headers.get('x-total-count')).toBeNull();
      await insert([96001, { type: 'test.many', state: 'succeeded' }]);
      const columns = 'type, queue, priority, payload, state, dueAt, maxAttempts, createdAt';
      for (let many = 1; many <= 10_000; many *= 2)
        await clinic.write(
          `INSERT INTO jobs_Job (${columns}) SELECT ${columns} FROM jobs_Job WHERE type = 'test.many'`,
        );
      const many = await list('?type=test.many&count=true');
      expect(many.headers.get('x-total-count')).toBe('10000+');
      expect(many.body).toHaveLength(100);
    });
  });

  describe('by hand', () => {
    it('a scheduled job is run now', async () => {
      await insert([95001, { dueAt: '2027-01-06T07:00:00.000Z' }]);
      const { status, body } = await act(95001, 'run-now', { reason: 'the patient waits' });
      expect([status, body.id, body.state]).toEqual([200, '95001', 'enqueued']);
      expect(Object.keys(body).sort()).toEqual(FIELDS);
      expect(await lastAudit()).toMatchObject({
        actorId: admin.id,
        action: 'job.run-now',
        subjectType: 'job',
        subjectId: '95001',
        reason: 'the patient waits',
        data: '{"before":{"state":"scheduled"},"after":{"state":"enqueued"}}',
      });
      expect((await detail(95001)).body.history.at(-1)).toMatchObject({
        state: 'enqueued',
        reason: 'the patient waits',
      });
    });

    it('an open or a failed job is cancelled, with no reason given', async () => {
      await insert([95011, {}], [95012, { state: 'failed' }], [95013, { state: 'awaiting', parentId: 95012 }]);
      for (const id of [95011, 95012]) expect((await act(id, 'cancel')).body).toMatchObject({ state: 'deleted' });
      expect((await detail(95011)).body.history.at(-1)).toMatchObject({ state: 'deleted', reason: 'cancelled' });
      expect(await lastAudit()).toMatchObject({ action: 'job.cancel', subjectId: '95012', reason: null });
      expect((await detail(95013)).body.state).toBe('deleted');
    });

    it('an ended job is requeued', async () => {
      await insert([95021, { state: 'failed', attempt: 10 }]);
      const { status, body } = await act(95021, 'requeue', { reason: '  mail works again ' });
      expect([status, body]).toEqual([
        200,
        expect.objectContaining({ state: 'enqueued', attempt: 10, maxAttempts: 11 }),
      ]);
      expect(await lastAudit()).toMatchObject({
        action: 'job.requeue',
        subjectId: '95021',
        reason: 'mail works again',
      });
    });

    it('keeps all of a long reason in the audit, and its beginning in the history', async () => {
      await insert([95031, {}]);
      const reason = 'because '.repeat(250).trim();
      expect((await act(95031, 'cancel', { reason })).status).toBe(200);
      expect(await lastAudit()).toMatchObject({ reason });
      expect((await detail(95031)).body.history.at(-1).reason).toBe(reason.slice(0, 200));
      expect((await act(95031, 'cancel', { reason: `${reason}x`.repeat(2) })).body.errors).toHaveProperty('reason');
    });

    it.each([
      ['requeue', 'waiting', 95061],
      ['requeue', 'awaiting', 95062],
      ['cancel', 'succeeded', 95063],
      ['cancel', 'deleted', 95064],
      ['run-now', 'failed', 95065],
      ['run-now', 'succeeded', 95066],
    ])('%s is refused for a job that is %s, and the refusal audited', async (action, state, id) => {
      await insert([id, { state }]);
      const before = await detail(id);
      const { status, body } = await act(id, action, { reason: 'try' });
      expect([status, body.code]).toEqual([409, 'job-state']);
      expect((await detail(id)).body).toEqual(before.body);
      expect(await lastAudit()).toMatchObject({
        action: `job.${action}-refused`,
        subjectId: String(id),
        reason: 'try',
        data: '{"code":"job-state"}',
      });
    });

    it('a job whose key is taken, or whose deadline has passed, is not requeued', async () => {
      await insert([95041, { state: 'failed', key: 'twice' }], [95042, { key: 'twice' }], [95043, { state: 'failed' }]);
      expect((await act(95041, 'requeue')).body).toMatchObject({ status: 409, code: 'job-key-taken' });
      await clinic.write('UPDATE jobs_Job SET deadline = ? WHERE id = 95043', ['2027-01-04T07:59:00.000Z']);
      expect((await act(95043, 'requeue')).body).toMatchObject({ status: 409, code: 'job-deadline-passed' });
    });

    it('a job that does not exist is 404', async () => {
      expect((await detail(999_999)).status).toBe(404);
      for (const path of ['/abc', '/1.5', '/-1', '/9999999999999999'])
        expect([path, (await app.http.get(`/api/admin/jobs${path}`, admin.token)).status]).toEqual([path, 404]);
      for (const action of ['requeue', 'cancel', 'run-now']) expect((await act(999_999, action)).status).toBe(404);
    });
  });

  it('is for Admins only, in whatever way', async () => {
    await insert([95051, {}]);
    const routes = [
      ['GET', ''],
      ['GET', '/95051'],
      ['POST', '/95051/requeue'],
      ['POST', '/95051/cancel'],
      ['POST', '/95051/run-now'],
    ] as const;
    for (const [method, path] of routes) {
      const call = (token?: string) =>
        app.http.send(method, `/api/admin/jobs${path}`, undefined, token ? { token } : {});
      expect([method, path, (await call()).status]).toEqual([method, path, 401]);
      for (const { token } of [client, doctor]) {
        expect([method, path, (await call(token)).status]).toEqual([method, path, 403]);
      }
    }
    expect((await detail(95051)).body.state).toBe('enqueued');
  });

  it('is described by the OpenAPI document', async () => {
    const { body } = await app.http.get('/api/openapi.json');
    const operation = body.paths['/api/admin/jobs'].get;
    const parameters = operation.parameters.map(({ name }: { name: string }) => name).sort();
    expect(parameters).toEqual(['count', 'cursor', 'from', 'key', 'limit', 'q', 'queue', 'state', 'to', 'type'].sort());
    expect(operation.responses['200'].headers['X-Total-Count'].schema.type).toBe('string');
    expect(body.components.schemas.Job.required.sort()).toEqual(FIELDS);
    for (const action of ['requeue', 'cancel', 'run-now'])
      expect(body.paths[`/api/admin/jobs/{id}/${action}`].post.responses).toHaveProperty('409');
  });

  it('is described with an example of every body and every answer, and with the conflicts of every action', async () => {
    const { body: document } = await app.http.get('/api/openapi.json');
    const schemaOf = ({ content }: Described = { content: {} }) => {
      const schema = content['application/json']?.schema;
      const name = (schema?.items?.$ref ?? schema?.$ref)?.split('/').at(-1) ?? '';
      return document.components.schemas[name];
    };
    const paths = Object.keys(document.paths).filter((path) =>
      /^\/api\/admin\/(jobs|queues|recurring-jobs|servers|audit|deliveries)/.test(path),
    );
    expect(paths).toHaveLength(19);
    for (const path of paths) {
      for (const [method, operation] of Object.entries<Operation>(document.paths[path])) {
        expect([path, schemaOf(operation.responses['200']).examples?.[0]]).toEqual([path, expect.any(Object)]);
        if (operation.requestBody)
          expect([path, schemaOf(operation.requestBody).example]).toEqual([path, expect.any(Object)]);
        if (method === 'post' && !path.endsWith('/bulk')) expect(operation.responses).toHaveProperty('409');
      }
    }
  });

  it('tells what a reminder has sent, at its own job and at the one that mails it', async () => {
    const { body: appointment } = await clinic.book(client, doctor.doctorId, '2027-01-07', '15:00');
    const [{ jobId }] = appointment.reminders;
    app.clock.travelTo('2027-01-07T12:00:00.500Z');
    await app.get(JobRunner).idle();
    admin.token = await clinic.signIn(admin.user);

    const { body } = await detail(jobId);
    const states = body.history.map(({ state }: { state: string }) => state);
    expect(states).toEqual(['scheduled', 'processing', 'succeeded']);
    expect(body.related).toMatchObject([
      { kind: 'appointment', id: appointment.id },
      { kind: 'notification', detail: 'reminder' },
      { kind: 'delivery', detail: 'sent' },
    ]);
    const [mail] = (await list(`?q=deliveryId=${body.related[2].id}`)).body;
    expect(mail).toMatchObject({ type: 'notifications.deliver-email', state: 'succeeded' });
    expect((await detail(mail.id)).body.related).toEqual(body.related);
  });
});
