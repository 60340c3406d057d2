import { networkInterfaces } from 'node:os';
import { JOB_LISTS } from '../../src/dashboard/dashboard-links';
import { TEXTS } from '../../src/dashboard/dashboard-text';
import { MESSAGES } from '../../src/dashboard/message-text';
import { Database } from '../../src/database/database';
import { JOB_FIGURES } from '../../src/jobs/store/job-figures';
import { Heartbeat } from '../../src/jobs/upkeep/heartbeat';
import { aJobRow, insertJobRows } from '../builders/job-row';
import { type TestApp, startApp } from '../support/app';
import { Clinic } from '../support/clinic';
import { type PageAnswer, expectPage, heading, visit } from '../support/pages';

const NOW = '2027-01-04T08:00:00.000Z';
function lastOf<T>(list: readonly T[]): T {
  const last = list.at(-1);
  if (last === undefined) throw new Error('The list is empty.');
  return last;
}

describe('the dashboard', () => {
  let app: TestApp;
  let clinic: Clinic;
  let appointment: { id: string; reminders: { jobId: string }[] };

  beforeAll(async () => {
    app = await startApp();
    app.clock.travelTo(NOW);
    clinic = new Clinic(app);
    const [client, doctor] = [await clinic.client(), await clinic.doctor({ firstName: 'Dan', lastName: 'Pop' })];
    appointment = (await clinic.book(client, doctor.doctorId, '2027-01-05', '15:00')).body;
    const job = (id: number, change: Parameters<typeof aJobRow>[1]) =>
      aJobRow(id, { queue: 'nowhere', createdAt: NOW, dueAt: NOW, ...change });
    await insertJobRows(app.get(Database), [
      job(901, { state: 'succeeded', startedAt: NOW, finishedAt: NOW }),
      job(902, { state: 'failed', finishedAt: NOW }),
      job(903, { state: 'deleted', finishedAt: NOW }),
      job(904, { state: 'awaiting', parentId: 902 }),
      job(905, {}),
      job(906, { attempt: 2, dueAt: '2027-01-04T09:00:00.000Z' }),
      job(907, { state: 'processing', serverId: 'elsewhere', startedAt: NOW }),
    ]);
    // Heard of for the next hour, so that nobody takes its job over while the tests run.
    await clinic.write(
      `INSERT INTO jobs_Server (id, host, pid, role, queues, types, workers, version, startedAt, heartbeatAt)
       VALUES ('elsewhere', 'elsewhere', 1, 'worker', '[]', '[]', 1, 'v20', ?, ?)`,
      [NOW, '2027-01-04T09:00:00.000Z'],
    );
  });
  afterAll(() => app.close());

  const page = (path: string, headers?: Record<string, string>) => visit(`${app.url}/hangfire${path}`, headers);
  const jobsOn = ({ html }: PageAnswer) => [...html.matchAll(/<tr id="job-(\d+)"/g)].map((match) => match[1]);

  describe('opens', () => {
    it.each(['localhost', 'localhost:5000', 'LOCALHOST', '127.0.0.1', '[::1]:5000'])(
      'to this machine by the name %s',
      async (host) => {
        const answer = await page('', { host });
        expect(answer.status).toBe(200);
        expectPage(answer);
      },
    );

    it.each<Record<string, string>>([
      { host: 'clinic.example' },
      { host: 'localhost.evil.example' },
      { 'x-forwarded-for': '127.0.0.1' },
      { 'x-forwarded-host': 'localhost' },
      { forwarded: 'for=127.0.0.1' },
      { 'x-real-ip': '127.0.0.1' },
      { via: '1.1 proxy' },
    ])('to nobody with %j', async (headers) => {
      for (const path of [
        '',
        '/jobs/scheduled',
        `/jobs/details/902`,
        '/search?q=1',
        '/assets/dashboard.css',
        '/nothing',
      ]) {
        const answer = await page(path, headers);
        expect([path, answer.status, heading(answer)]).toEqual([path, 403, MESSAGES.en.elsewhere.title]);
        expectPage(answer);
        expect(answer.html).not.toContain('MedanoClinic');
      }
    });

    it('to nobody from another machine, whatever it calls itself', async () => {
      const address = Object.values(networkInterfaces())
        .flat()
        .find((each) => each?.family === 'IPv4' && !each.internal)?.address;
      if (address === undefined) return; // a machine without a network has no other address to come from
      const open = await startApp({ env: { HOST: '0.0.0.0' } });
      const url = `http://${address}:${new URL(open.url).port}/hangfire`;
      expect((await visit(url, { host: 'localhost' })).status).toBe(403);
      await open.close();
    });
  });

  describe('overview', () => {
    beforeEach(() => app.get(Heartbeat).beat());

    it('says what is wrong, and what is on its way', async () => {
      const answer = await page('');
      expect(answer.status).toBe(200);
      expect(heading(answer)).toContain('No live server serves the queue nowhere');
      expect(answer.html).toContain('1 job has failed for good');
      expect(answer.html).toContain('the 1 future appointment has its reminders');
      expect(jobsOn(answer)).toEqual(['902']);
    });

    it('notices a reminder without its job', async () => {
      const { jobId } = appointment.reminders[0] ?? { jobId: '' };
      await clinic.write(`UPDATE jobs_Job SET state = 'succeeded' WHERE id = ?`, [jobId]);
      expect(heading(await page(''))).not.toContain('lacks a reminder');
      app.clock.advance(31_000);
      await app.get(Heartbeat).beat();
      expect(heading(await page(''))).toContain('1 future appointment lacks a reminder');
      await clinic.write(`UPDATE jobs_Job SET state = 'waiting' WHERE id = ?`, [jobId]);
      app.clock.travelTo(NOW);
    });
  });

  describe('lists', () => {
    const expected: Record<string, string[]> = {
      scheduled: ['906'],
      enqueued: ['905'],
      processing: ['907'],
      succeeded: ['901'],
      awaiting: ['904'],
      retries: ['906'],
      failed: ['902'],
      deleted: ['903'],
    };

    it.each(JOB_LISTS.flatMap((list) => [[list, 'en'] as const, [list, 'ro'] as const]))(
      'shows %s jobs in %s',
      async (list, language) => {
        const path = list === 'retries' ? '/retries' : `/jobs/${list}`;
        const answer = await page(`${path}?lang=${language}&queue=nowhere`);
        expect(answer.status).toBe(200);
        expectPage(answer);
        expect(answer.html).toContain(`<html lang="${language}">`);
        expect(heading(answer)).toBe(TEXTS[language].lists[list].title);
        expect(jobsOn(answer)).toEqual(expected[list]);
      },
    );

    it('shows all of a list without a filter', async () => {
      expect(jobsOn(await page('/jobs/scheduled'))).toEqual(['906', appointment.reminders[0]?.jobId]);
      expect(jobsOn(await page('/jobs/scheduled?type=appointments.remind'))).toEqual([appointment.reminders[0]?.jobId]);
    });

    it('says what a job concerns', async () => {
      const { html } = await page('/jobs/scheduled?type=appointments.remind');
      expect(html).toContain(`Appointment ${appointment.id}`);
      expect(html).toContain('Dan Pop');
    });

    it.each([
      ['905', ['905']],
      ['test.run', ['907', '906', '905', '904', '903', '902', '901']],
      ['nobody@example.com', []],
      ['', []],
      ['<script>', []],
    ])('finds by %j', async (words, ids) => {
      const answer = await page(`/search?q=${encodeURIComponent(words)}`);
      expect([answer.status, jobsOn(answer)]).toEqual([200, ids]);
      expect(answer.html).not.toContain('<script>');
    });

    it('is paged both ways, whatever is inserted meanwhile', async () => {
      const rows = Array.from({ length: 120 }, (_, index) =>
        aJobRow(2000 + index, { type: 'test.paged', state: 'deleted', queue: 'nowhere', createdAt: NOW }),
      );
      await insertJobRows(app.get(Database), rows);
      const newestFirst = rows.map(({ id }) => String(id)).reverse();
      const link = ({ html }: PageAnswer, rel: string) => {
        const href = new RegExp(`<a class="btn" href="([^"]+)" rel="${rel}"`).exec(html)?.[1];
        return href?.replaceAll('&amp;', '&').replace('/hangfire', '');
      };
      const read = async (start: PageAnswer, rel: string) => {
        const pages = [start];
        for (let path = link(start, rel); path;) {
          await insertJobRows(app.get(Database), [{ ...rows[0], id: 3000 + inserted++ } as (typeof rows)[number]]);
          const answer = await page(path);
          pages.push(answer);
          path = link(answer, rel);
        }
        return pages;
      };
      let inserted = 0;
      const onward = await read(await page('/jobs/deleted?type=test.paged'), 'next');
      expect(onward.map(jobsOn)).toEqual([
        newestFirst.slice(0, 50),
        newestFirst.slice(50, 100),
        newestFirst.slice(100),
      ]);
      const back = await read(lastOf(onward), 'prev');
      const added = Array.from({ length: inserted }, (_, index) => String(3000 + index)).reverse();
      const all = [...added, ...newestFirst];
      expect(new Set(back.flatMap(jobsOn))).toEqual(new Set(all));
      expect(jobsOn(lastOf(back))).toEqual(all.slice(0, 50));
    });

    it('shows the first page for a place that makes no sense', async () => {
      for (const query of ['after=x', 'before=', 'after=1&after=2', `type=${'x'.repeat(300)}`, 'lang=xx']) {
        const answer = await page(`/jobs/failed?${query}`);
        expect([query, answer.status, jobsOn(answer)]).toEqual([query, 200, ['902']]);
      }
    });
  });

  describe('job page', () => {
    it.each(['en', 'ro'] as const)('tells all of a job in %s', async (language) => {
      const answer = await page(`/jobs/details/${appointment.reminders[0]?.jobId}?lang=${language}`);
      expect(answer.status).toBe(200);
      expectPage(answer);
      expect(heading(answer)).toBe(TEXTS[language].jobNumber(appointment.reminders[0]?.jobId ?? ''));
      expect(answer.html).toContain(`appointment:${appointment.id}:remind:60`);
      expect(answer.html).toContain('Dan Pop');
      expect(answer.html).toContain(TEXTS[language].states.scheduled);
    });

    it('shows the last error with its stack, once', async () => {
      await clinic.write(`UPDATE jobs_Job SET lastError = 'Error: Boom' WHERE id = 902`);
      const data = JSON.stringify({ error: 'Error: Boom', stack: 'Error: Boom\n    at there (x.ts:1:1)' });
      await clinic.write(`UPDATE jobs_State SET data = ? WHERE jobId = 902`, [data]);
      const { html } = await page('/jobs/details/902');
      expect(html.match(/at there/g)).toHaveLength(1);
      expect(html).toContain('Error: Boom');
    });

    it.each(['en', 'ro'] as const)(
      'says in %s that there is no such job, and where the others are',
      async (language) => {
        for (const path of [
          '/jobs/details/999999',
          '/jobs/details/x',
          '/jobs/nothing',
          '/nothing/at/all',
          '/jobs/retries',
        ]) {
          const answer = await page(`${path}?lang=${language}`);
          expect([path, answer.status, heading(answer)]).toEqual([path, 404, MESSAGES[language].missing.title]);
          expectPage(answer);
          expect(answer.html).toContain('href="/hangfire/jobs/failed"');
        }
      },
    );
  });

  it('remembers the language that was chosen, and asks the browser before', async () => {
    const chosen = await page('?lang=ro');
    const [cookie = ''] = [chosen.headers['set-cookie'] ?? []].flat();
    expect(cookie).toMatch(/^dashboard-language=ro; Max-Age=\d+; Path=\/hangfire; .*HttpOnly; SameSite=Strict$/);
    const languageOf = ({ html }: PageAnswer) => /<html lang="(\w+)">/.exec(html)?.[1];
    const kept = { cookie: 'a=b; dashboard-language=ro; c=d' };
    expect(languageOf(await page('', kept))).toBe('ro');
    expect(languageOf(await page('?lang=en', kept))).toBe('en');
    expect(languageOf(await page('', { 'accept-language': 'fr, ro;q=0.9, en;q=0.8' }))).toBe('ro');
    expect(languageOf(await page('', { 'accept-language': 'fr' }))).toBe('en');
    expect((await page('')).headers['set-cookie']).toBeUndefined();
    expect((await page('/jobs/failed?queue=nowhere')).html).toContain(
      'href="/hangfire/jobs/failed?queue=nowhere&amp;lang=ro"',
    );
  });

  it('serves its files to be kept for ever, under an address that changes with them', async () => {
    const { html } = await page('');
    const addresses = [...html.matchAll(/(?:href|src)="(\/hangfire\/assets\/[^"]+)"/g)].map((match) => match[1]);
    expect(addresses.length).toBeGreaterThanOrEqual(7);
    for (const address of addresses) {
      expect(address).toMatch(/\?v=[0-9a-f]{12}$/);
      const { status, headers, html: content } = await visit(app.url + address);
      expect([address, status, headers['cache-control']]).toEqual([
        address,
        200,
        'public, max-age=31536000, immutable',
      ]);
      expect(headers['content-type']).toMatch(/^(text\/css|text\/javascript|image\/svg\+xml)/);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(content.length).toBeGreaterThan(50);
    }
    for (const name of ['dashboard.ts', '..%2fdashboard.controller.ts', '..%2f..%2f..%2f.env', 'constructor'])
      expect((await page(`/assets/${name}`)).status).toBe(404);
  });

  it('changes nothing, whatever it is sent without a form of its own', async () => {
    const before = await clinic.rowCounts();
    for (const method of ['POST', 'PUT', 'DELETE']) {
      for (const path of ['', '/jobs/details/905', '/jobs/details/905/delete', '/jobs/failed']) {
        const { status } = await visit(`${app.url}/hangfire${path}`, {}, method);
        expect([method, path, status]).toEqual([method, path, path === '' ? 404 : 403]);
      }
    }
    expect(await clinic.rowCounts()).toEqual(before);
    expect((await visit(`${app.url}/hangfire`, {}, 'HEAD')).status).toBe(200);
  });

  it('is never called from a page of another origin', async () => {
    const { headers } = await page('', { origin: 'http://localhost:3000' });
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it('lies at DASHBOARD_PATH, in whatever case, and nowhere else', async () => {
    const moved = await startApp({ env: { DASHBOARD_PATH: '/Staff/Jobs' } });
    for (const path of ['/staff/jobs', '/STAFF/Jobs/', '/Staff/jobs/Jobs/Failed', '/staff/jobs/assets/dashboard.css'])
      expect([path, (await visit(moved.url + path)).status]).toEqual([path, 200]);
    expect((await visit(`${moved.url}/staff/jobs`)).html).toContain('href="/staff/jobs/jobs/failed"');
    expect((await visit(`${moved.url}/hangfire`)).status).toBe(404);
    expect((await visit(`${moved.url}/api/staff/jobs`)).status).toBe(404);
    await moved.close();
  });

  it('says so when it cannot be shown, in words of ours', async () => {
    const counts = () => Promise.reject(new Error('secret'));
    const failing = await startApp({
      override: (builder) => builder.overrideProvider(JOB_FIGURES).useValue({ counts }),
    });
    for (const path of ['', '/jobs/failed', '/nothing']) {
      const answer = await visit(`${failing.url}/hangfire${path}`);
      expect([path, answer.status, heading(answer)]).toEqual([path, 500, MESSAGES.en.broken.title]);
      expectPage(answer);
      expect(answer.html).not.toContain('secret');
    }
    expect(failing.logs().filter(({ msg }) => msg === 'a page failed')).toHaveLength(3);
    await failing.close();
  });
});
