import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { JOB_LISTS } from '../../src/dashboard/dashboard-links';
import { TEXTS } from '../../src/dashboard/dashboard-text';
import { Database } from '../../src/database/database';
import { JobRunner } from '../../src/jobs/worker/job-runner';
import { aJobRow, insertJobRows } from '../builders/job-row';
import { type TestApp, startApp } from '../support/app';
import { Clinic } from '../support/clinic';
import { type PageAnswer, PlainBrowser, expectPage, heading, noticeOn } from '../support/pages';

const NOW = '2027-01-04T08:00:00.000Z';
const CRON = 'appointments.close-past';

describe('the pages of the dashboard beside those of jobs', () => {
  let app: TestApp;
  let clinic: Clinic;
  let browser: PlainBrowser;

  beforeAll(async () => {
    // Mails are read from files, whose folder belongs to the application.
    app = await startApp({ embedded: true });
    app.clock.travelTo(NOW);
    clinic = new Clinic(app);
    const [client, doctor] = [await clinic.client(), await clinic.doctor({ firstName: 'Dan', lastName: 'Pop' })];
    await clinic.book(client, doctor.doctorId, '2027-01-05', '15:00');
    await app.get(JobRunner).idle();
    const job = { queue: 'nowhere', createdAt: NOW, dueAt: NOW, finishedAt: NOW };
    await insertJobRows(
      app.get(Database),
      Array.from({ length: 120 }, (_, index) => aJobRow(5000 + index, { ...job, type: 'test.many', state: 'failed' })),
    );
  });
  beforeEach(() => {
    browser = new PlainBrowser(`${app.url}/hangfire`);
  });
  afterAll(() => app.close());

  const count = async (state: string) => {
    const [row] = await clinic.rows<{ n: number }>(
      `SELECT count(*) AS n FROM jobs_Job WHERE type = 'test.many' AND state = ?`,
      [state],
    );
    return row?.n;
  };

  it.each(
    (['recurringPage', 'queuesPage', 'serversPage', 'mailPage', 'auditPage'] as const).flatMap((page) =>
      (['en', 'ro'] as const).map((language) => [page, language] as const),
    ),
  )('%s in %s', async (page, language) => {
    const answer = await browser.open(`/${page.replace('Page', '')}?lang=${language}`);
    expect([answer.status, heading(answer)]).toEqual([200, TEXTS[language][page].title]);
    expectPage(answer);
  });

  describe('recurring jobs', () => {
    it('are edited, and refuse what cannot be with a sentence', async () => {
      const change = async (fields: Record<string, string>) =>
        noticeOn(
          await browser.submit(await browser.open('/recurring'), `/recurring/${CRON}/change`, {
            cron: '9 * * * *',
            timeZone: 'Europe/Bucharest',
            misfire: 'skip',
            ...fields,
          }),
        );
      expect(await change({})).toBe(`${CRON} was changed.`);
      expect(await change({ cron: 'never' })).toBe(`Nothing was changed. ${TEXTS.en.refusals['malformed-cron']}`);
      expect(await change({ timeZone: 'Mars' })).toBe(
        `Nothing was changed. ${TEXTS.en.refusals['malformed-timeZone']}`,
      );
      const { html } = await browser.open('/recurring');
      const [, row = ''] = new RegExp(`<tr id="recurring-${CRON}"(.*?)</tr>`, 's').exec(html) ?? [];
      expect(row).toContain('hourly at minute 9');
      expect(row).toContain(TEXTS.en.recurringPage.misfires.skip);
      // The next five, by the clock of the clinic.
      for (const time of ['10:09', '11:09', '12:09', '13:09', '14:09']) expect(row).toContain(`today ${time}`);
    });

    it('that are not there are refused with a sentence', async () => {
      const page = await browser.open('/recurring');
      const token = /name="token" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
      expect((await browser.post('/recurring/no.such/trigger', { token })).status).toBe(303);
      expect(noticeOn(await browser.open('/recurring'))).toBe(`Nothing was changed. ${TEXTS.en.refusals['not-found']}`);
    });
  });

  describe('queues', () => {
    it('are paused once, and say by whom', async () => {
      const page = await browser.open('/queues');
      const paused = await browser.submit(page, '/queues/default/pause', { reason: 'a test' });
      expect(noticeOn(paused)).toBe('Queue default is paused.');
      expect(paused.html).toContain(TEXTS.en.people.local);
      expect(noticeOn(await browser.submit(page, '/queues/default/pause'))).toBe(
        `Nothing was changed. ${TEXTS.en.refusals['queue-paused']}`,
      );
      expect(noticeOn(await browser.submit(paused, '/queues/default/resume'))).toBe('Queue default runs again.');
    });

    it('take limits, and lose them by an empty field', async () => {
      const page = await browser.open('/queues');
      const limited = await browser.submit(page, '/queues/default/limits', { concurrency: '3', ratePerMinute: '' });
      expect(limited.html).toContain('3 at a time');
      const free = await browser.submit(page, '/queues/default/limits', { concurrency: '', ratePerMinute: '' });
      expect(free.html).not.toContain('3 at a time');
    });
  });

  describe('many jobs', () => {
    const bulk = (query: string) => browser.open(`/jobs/bulk?${query}`);

    it('are shown before they are touched, and touched only then', async () => {
      const page = await bulk('do=requeue&list=failed&type=test.many&all=1');
      expect([page.status, heading(page)]).toEqual([200, 'Requeue 120 jobs?']);
      expectPage(page);
      expect(page.html.match(/<tr id="job-/g)).toHaveLength(50);
      expect(page.html).toContain('the first 50 of 120');
      expect(await count('failed')).toBe(120);
    });

    it('are named one by one, and those whose state forbids it are counted as left alone', async () => {
      await clinic.write(`UPDATE jobs_Job SET state = 'deleted' WHERE id = 5000`);
      const page = await bulk('do=cancel&list=failed&job=5000&job=5001&job=5002');
      expect(heading(page)).toBe('Delete 3 jobs?');
      expect(page.html).toContain('1 of them will be left as it is');
      const after = await browser.submit(page, '/jobs/bulk');
      expect(heading(after)).toBe(TEXTS.en.lists.failed.title);
      expect(noticeOn(after)).toBe('2 jobs were deleted. 1 was left as it was: its state does not allow it.');
    });

    it('are requeued by their filter, with one entry of the audit', async () => {
      const page = await bulk('do=requeue&list=failed&type=test.many&all=1');
      const after = await browser.submit(page, '/jobs/bulk', { reason: 'the printer is back' });
      expect(noticeOn(after)).toBe('117 jobs were requeued.');
      expect([await count('waiting'), await count('failed')]).toEqual([117, 0]);
      const { html } = await browser.open('/audit?action=job.bulk-requeue');
      expect(html.match(/<tr id="entry-/g)).toHaveLength(1);
      expect(html).toContain('the printer is back');
    });

    it.each([
      ['do=requeue&list=failed', 'nothing was ticked'],
      ['do=requeue&list=failed&job=999999', 'what is gone was ticked'],
      ['do=requeue&list=search&all=1', 'nothing was searched for'],
      ['do=requeue&list=search&all=1&q=nobody%40example.com', 'nothing was found'],
    ])('are none where %s: %s', async (query) => {
      expect(heading(await bulk(query))).toBe(TEXTS.en.bulk.nothing);
    });
  });

  describe('mail', () => {
    it('is shown as text and, in a sandbox, as HTML', async () => {
      const page = await browser.open('/mail');
      const file = /href="\/hangfire(\/mail\/files\/[^"]+)"/.exec(page.html)?.[1] ?? '';
      const mail = await browser.open(file);
      expect(heading(mail)).toContain('Appointment confirmed');
      expect(mail.html).toContain('Your appointment at MedanoClinic is booked.');
      expect(mail.html).toContain(`<iframe class="foreign" src="/hangfire${file}/html" sandbox`);
      const { headers, html } = await browser.send('GET', `${file}/html`);
      expect(headers['content-security-policy']).toBe(
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; " +
          "frame-ancestors 'self'; sandbox",
      );
      expect(headers['x-frame-options']).toBe('SAMEORIGIN');
      expect(html).toContain('Your appointment is confirmed');
      const raw = await browser.send('GET', `${file}/raw`);
      expect(raw.headers['content-type']).toBe('message/rfc822');
      expect(raw.headers['content-disposition']).toMatch(/^attachment; filename="[\w.@-]+\.eml"$/);
    });

    it('that is not ours runs nothing either', async () => {
      const folder = path.join(app.dataDir, 'mail');
      mkdirSync(folder, { recursive: true });
      const script = '<script>alert(1)</script>';
      writeFileSync(
        path.join(folder, 'strange.eml'),
        `Subject: ${script}\r\nTo: "${script}" <a@example.com>\r\nContent-Type: text/html\r\n\r\n${script}<b>hello</b>\r\n`,
      );
      const { html } = await browser.open('/mail/files/strange.eml');
      expect(html).not.toContain(script);
      expect((await browser.send('GET', '/mail/files/strange.eml/html')).headers['content-security-policy']).toContain(
        '; sandbox',
      );
      expect((await browser.open('/mail')).html).not.toContain(script);
    });

    it.each([
      '..%2f..%2fclinic.db',
      '..%2fjwt-secret',
      'jwt-secret',
      '.hidden.eml',
      'nothing.eml',
      '%00.eml',
      'a%2fb.eml',
      '..%5cx.eml',
    ])('is read from its folder only: not %s', async (name) => {
      for (const part of ['', '/html', '/raw'])
        expect([part, (await browser.send('GET', `/mail/files/${name}${part}`)).status]).toEqual([part, 404]);
    });

    it('that was taken is not sent again', async () => {
      const page = await browser.open('/mail');
      const token = /name="token" value="([^"]+)"/.exec((await browser.open('/queues')).html)?.[1] ?? '';
      const id = /<tr id="delivery-(\d+)"/.exec(page.html)?.[1] ?? '';
      expect((await browser.post(`/mail/${id}/resend`, { token })).status).toBe(303);
      expect(noticeOn(await browser.open('/mail'))).toBe(`Nothing was changed. ${TEXTS.en.refusals['delivery-sent']}`);
    });

    it('has no files where it goes out', async () => {
      const sending = await startApp({ env: { SMTP_URL: 'smtp://127.0.0.1:1' } });
      const other = new PlainBrowser(`${sending.url}/hangfire`);
      expect((await other.open('/mail')).html).not.toContain('id="mail-files"');
      expect((await other.open('/mail/files/strange.eml')).status).toBe(404);
      await sending.close();
    });
  });

  it('the audit is filtered, and says which filter makes no sense', async () => {
    const { html } = await browser.open('/audit?target=queue:default');
    expect(html.match(/<tr id="entry-/g)?.length).toBeGreaterThanOrEqual(4);
    expect(html).not.toContain(TEXTS.en.auditPage.notThat);
    for (const query of ['target=x', 'from=yesterday', 'after=x']) {
      const answer = await browser.open(`/audit?${query}`);
      expect([query, answer.status]).toEqual([query, 200]);
      expect(answer.html).toContain(TEXTS.en.auditPage.notThat);
    }
  });

  it('the overview draws a day or a week', async () => {
    for (const [query, period] of [
      ['', 'day'],
      ['?period=week', 'week'],
      ['?period=century', 'day'],
    ] as const) {
      const { html, status } = await browser.open(query);
      expect([query, status]).toEqual([query, 200]);
      expect(html).toMatch(new RegExp(`id="period-${period}" href="[^"]+" aria-current="true"`));
    }
  });

  it('no form fails by what it is sent', async () => {
    const token = /name="token" value="([^"]+)"/.exec((await browser.open('/queues')).html)?.[1] ?? '';
    const strange = ['', '\u0000', '💥'.repeat(3000), '{"a":1}', '-1', '1e99', '__proto__'];
    const forms = [
      ...['requeue', 'cancel', 'run-now'].map((action) => `/jobs/details/5001/${action}`),
      '/jobs/bulk',
      ...['pause', 'resume', 'limits'].map((action) => `/queues/${encodeURIComponent('x/💥')}/${action}`),
      ...['trigger', 'enable', 'disable', 'change'].map((action) => `/recurring/__proto__/${action}`),
      '/mail/999999999999999/resend',
      '/mail/x/resend',
      '/sign-in',
      '/nothing',
    ];
    // Refusals are written down.
    const counted = async () => ({ ...(await clinic.rowCounts()), AuditEntry: 0 });
    const before = await counted();
    for (const form of forms) {
      for (const words of strange) {
        const fields = { reason: words, cron: words, concurrency: words, job: [words, words], do: words, list: words };
        const { status } = await browser.post(form, { token, ...fields });
        expect([form, words.slice(0, 10), status >= 500]).toEqual([form, words.slice(0, 10), false]);
      }
    }
    expect(await counted()).toEqual(before);
  });

  it('all are reached from every page', async () => {
    const { html }: PageAnswer = await browser.open();
    const paths = [...html.matchAll(/id="page-\w+"/g)].length;
    expect(paths).toBe(9);
    for (const list of JOB_LISTS)
      expect((await browser.open(list === 'retries' ? '/retries' : `/jobs/${list}`)).status).toBe(200);
  });
});
