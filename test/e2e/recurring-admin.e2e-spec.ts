import { RecurringScheduler } from '../../src/jobs/upkeep/recurring-scheduler';
import { type TestApp, startApp } from '../support/app';
import { Clinic, type Person } from '../support/clinic';

const NOW = '2027-01-04T08:20:00.000Z';
const CLOSE_PAST = 'appointments.close-past';

describe('/api/admin/recurring-jobs', () => {
  let app: TestApp;
  let clinic: Clinic;
  let admin: Person;

  beforeAll(async () => {
    app = await startApp({ env: { ROLE: 'api' } });
    clinic = new Clinic(app);
  });
  beforeEach(async () => {
    app.clock.travelTo(NOW);
    admin = await clinic.admin();
    await clinic.write('DELETE FROM jobs_RecurringJob');
    await clinic.write('DELETE FROM jobs_Job');
    await app.get(RecurringScheduler).declare();
  });
  afterAll(() => app.close());

  const list = () => app.http.get('/api/admin/recurring-jobs', admin.token);
  const find = async (id = CLOSE_PAST) => (await list()).body.find((each: { id: string }) => each.id === id);
  const edit = (body: unknown, id = CLOSE_PAST) => app.http.put(`/api/admin/recurring-jobs/${id}`, body, admin.token);
  const trigger = (id = CLOSE_PAST, body?: unknown) =>
    app.http.post(`/api/admin/recurring-jobs/${id}/trigger`, body, admin.token);
  const lastAudit = async () => {
    const [entry] = await clinic.rows<{ data: string }>('SELECT * FROM "AuditEntry" ORDER BY id DESC');
    return { ...entry, data: JSON.parse(entry?.data ?? 'null') };
  };

  it('are shown with their next five occurrences', async () => {
    const { status, body } = await list();
    expect([status, body.map(({ id }: { id: string }) => id)]).toEqual([200, expect.arrayContaining([CLOSE_PAST])]);
    expect(await find()).toEqual({
      id: CLOSE_PAST,
      type: CLOSE_PAST,
      queue: 'maintenance',
      cron: '7 * * * *',
      timeZone: 'Europe/Bucharest',
      misfire: 'once',
      enabled: true,
      edited: false,
      next: [9, 10, 11, 12, 13].map((hour) => `2027-01-04T${String(hour).padStart(2, '0')}:07:00.000Z`),
      lastRunAt: null,
      lastJobId: null,
      error: null,
    });
  });

  it('show no occurrence where there will be none: disabled, unreadable, or at their end', async () => {
    await edit({ enabled: false });
    expect((await find()).next).toEqual([]);
    await clinic.write(`UPDATE jobs_RecurringJob SET enabled = 1, cron = 'nonsense' WHERE id = ?`, [CLOSE_PAST]);
    expect((await find()).next).toEqual([]);
    await clinic.write(`UPDATE jobs_RecurringJob SET nextRunAt = NULL WHERE id = ?`, [CLOSE_PAST]);
    expect((await find()).next).toEqual([]);
  });

  describe('PUT', () => {
    it('sets when it runs, from now on', async () => {
      const { status, body } = await edit({
        cron: '30 2 * * *',
        timeZone: 'Asia/Kolkata',
        misfire: 'skip',
        reason: 'quiet',
      });
      expect([status, body]).toEqual([
        200,
        expect.objectContaining({ cron: '30 2 * * *', timeZone: 'Asia/Kolkata', misfire: 'skip', edited: true }),
      ]);
      expect(body.next[0]).toBe('2027-01-04T21:00:00.000Z');
      expect(await lastAudit()).toMatchObject({
        actorId: admin.id,
        action: 'recurring-job.edit',
        subjectType: 'recurring-job',
        subjectId: CLOSE_PAST,
        reason: 'quiet',
        data: {
          before: { enabled: true, cron: '7 * * * *', timeZone: 'Europe/Bucharest', misfire: 'once' },
          after: { enabled: true, cron: '30 2 * * *', timeZone: 'Asia/Kolkata', misfire: 'skip' },
        },
      });
    });

    it('holds when the application starts again, and when a release declares something else', async () => {
      await edit({ cron: '30 2 * * *' });
      await app.get(RecurringScheduler).declare();
      expect(await find()).toMatchObject({ cron: '30 2 * * *', edited: true });
      const declared = `{"type":"${CLOSE_PAST}","queue":"maintenance","payload":"{}","cron":"1 * * * *","timeZone":"Europe/Bucharest","misfire":"once"}`;
      await clinic.write(`UPDATE jobs_RecurringJob SET declared = ? WHERE id = ?`, [declared, CLOSE_PAST]);
      await app.get(RecurringScheduler).declare();
      expect(await find()).toMatchObject({ cron: '30 2 * * *', edited: true });
    });

    it('enables it from now on, without what was missed meanwhile', async () => {
      expect((await edit({ enabled: false })).body).toMatchObject({ enabled: false, cron: '7 * * * *' });
      app.clock.travelTo('2027-01-04T12:20:00.000Z');
      admin = await clinic.admin();
      await app.get(RecurringScheduler).tick();
      expect((await edit({ enabled: true })).body.next[0]).toBe('2027-01-04T13:07:00.000Z');
      await app.get(RecurringScheduler).tick();
      expect(await clinic.rows('SELECT 1 FROM jobs_Job WHERE type = ?', [CLOSE_PAST])).toEqual([]);
    });

    it('leaves the next run alone where only something else changes', async () => {
      const { next } = await find();
      expect((await edit({ misfire: 'each' })).body).toMatchObject({ misfire: 'each', next });
      expect((await edit({})).body).toMatchObject({ misfire: 'each', next });
    });

    it('sets right what could not be scheduled', async () => {
      await clinic.write(
        `UPDATE jobs_RecurringJob SET cron = 'x', nextRunAt = NULL, error = 'It cannot' WHERE id = ?`,
        [CLOSE_PAST],
      );
      expect((await edit({ cron: '7 * * * *' })).body).toMatchObject({ error: null, edited: false });
    });

    it.each([
      [{ cron: '61 * * * *' }, 'cron'],
      [{ cron: '0 0 31 2 *' }, 'cron'],
      [{ cron: 'daily' }, 'cron'],
      [{ cron: '' }, 'cron'],
      [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
      [{ timeZone: '+02:00' }, 'timeZone'],
      [{ misfire: 'twice' }, 'misfire'],
      [{ enabled: 'yes' }, 'enabled'],
      [{ reason: 'x'.repeat(2_001) }, 'reason'],
    ])('refuses what makes no sense by the name of the field (%#)', async (body, field) => {
      const before = await find();
      const answer = await edit(body);
      expect([answer.status, Object.keys(answer.body.errors)]).toEqual([400, [field]]);
      expect(await find()).toEqual(before);
    });
  });

  describe('trigger', () => {
    it('enqueues a run at once, and leaves its times alone', async () => {
      const { next } = await find();
      const { status, body } = await trigger(CLOSE_PAST, { reason: 'at once' });
      expect([status, body]).toEqual([200, expect.objectContaining({ next, lastJobId: expect.any(String) })]);
      const job = (await app.http.get(`/api/admin/jobs/${body.lastJobId}`, admin.token)).body;
      expect(job).toMatchObject({ type: CLOSE_PAST, state: 'enqueued', key: `recurring:${CLOSE_PAST}`, payload: {} });
      expect(await lastAudit()).toMatchObject({
        action: 'recurring-job.trigger',
        subjectId: CLOSE_PAST,
        reason: 'at once',
        data: { job: Number(body.lastJobId) },
      });
    });

    it('is refused while a run has not ended, and the refusal audited', async () => {
      await trigger();
      const { status, body } = await trigger();
      expect([status, body.code]).toEqual([409, 'recurring-job-open']);
      expect(await lastAudit()).toMatchObject({ action: 'recurring-job.trigger-refused', subjectId: CLOSE_PAST });
    });

    it('runs one that is disabled too', async () => {
      await edit({ enabled: false });
      expect((await trigger()).status).toBe(200);
    });

    it('runs one with misfire each beside its open runs', async () => {
      await edit({ misfire: 'each' });
      const first = (await trigger()).body.lastJobId;
      app.clock.advance(1_000);
      expect((await trigger()).body.lastJobId).not.toBe(first);
    });

    it('is refused where this release has no such job', async () => {
      await clinic.write(`UPDATE jobs_RecurringJob SET type = 'old.sweep-floor' WHERE id = ?`, [CLOSE_PAST]);
      expect((await trigger()).body).toMatchObject({ status: 409, code: 'recurring-job-unknown' });
      expect(await find()).toMatchObject({ edited: false });
    });
  });

  it('are 404 where there is none', async () => {
    for (const id of ['none', 'x'.repeat(2_000), '%F0%9F%98%80']) {
      expect((await trigger(id)).status).toBe(404);
      expect((await edit({ enabled: false }, id)).status).toBe(404);
    }
  });
});
