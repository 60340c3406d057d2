import type { Browser } from 'playwright-core';
import { Database } from '../../src/database/database';
import { Heartbeat } from '../../src/jobs/upkeep/heartbeat';
import { JobRunner } from '../../src/jobs/worker/job-runner';
import { aJobRow, insertJobRows } from '../builders/job-row';
import { type TestApp, startApp } from '../support/app';
import { openBrowser, openPage, overhang, takePicture } from '../support/browser';
import { Clinic, type DoctorPerson } from '../support/clinic';
import { eventually } from '../support/waiting';

jest.setTimeout(120_000);

/** 10:00 of a Monday in Bucharest. */
const NOW = '2027-01-04T08:00:00.000Z';
const NARROW = { viewport: { width: 360, height: 740 } };
const WIDE = { viewport: { width: 1280, height: 900 } };
const OTHER_SERVER = 'worker-2:4127:abcdef01';
const minutesAgo = (minutes: number) => new Date(Date.parse(NOW) - minutes * 60_000).toISOString();

let app: TestApp;
let clinic: Clinic;
let doctors: DoctorPerson[];
let browser: Browser;
let reminderId: string;

beforeAll(async () => {
  app = await startApp();
  app.clock.travelTo(NOW);
  clinic = new Clinic(app);
  doctors = [await clinic.doctor({ firstName: 'Dan', lastName: 'Pop' }), await clinic.doctor()];
  reminderId = await bookADay();
  await app.get(JobRunner).idle();
  await clinic.write(
    `INSERT INTO jobs_Server (id, host, pid, role, queues, types, workers, version, startedAt, heartbeatAt)
     VALUES (?, 'worker-2', 4127, 'worker', '["mail"]', '[]', 20, 'v20', ?, ?)`,
    [OTHER_SERVER, minutesAgo(200), NOW],
  );
  await insertJobRows(app.get(Database), troubles());
  await clinic.write(
    `UPDATE jobs_Job SET lastError = 'MailRefused: The server refused the mail: 550 5.1.1 User unknown', attempt = 1
     WHERE id = 9001`,
  );
  await clinic.write('UPDATE jobs_Job SET progress = 42, attempt = 1 WHERE id = 9003');
  await clinic.write(`UPDATE jobs_State SET reason = 'mail-refused', data = ? WHERE jobId = 9001`, [
    JSON.stringify({ error: 'MailRefused: …', stack: 'MailRefused: …\n    at SmtpMailSender.send (smtp.ts:40:9)' }),
  ]);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});
beforeEach(async () => {
  await app.get(Heartbeat).beat();
  await clinic.write(`UPDATE jobs_Server SET heartbeatAt = ? WHERE id = ?`, [app.clock.now(), OTHER_SERVER]);
});

/** Visits over the afternoon and the next day; the id of the first one's reminder job. */
async function bookADay(): Promise<string> {
  let first = '';
  for (const [index, doctor] of doctors.entries()) {
    for (const [day, hours] of [
      ['2027-01-04', [13, 15, 16, 18]],
      ['2027-01-05', [9, 10, 11, 12]],
    ] as const) {
      const patient = await clinic.client();
      for (const hour of hours.slice(index)) {
        const { body } = await clinic.book(patient, doctor.doctorId, day, `${String(hour).padStart(2, '0')}:00`);
        first ||= body.reminders[0].jobId;
      }
    }
  }
  return first;
}

function troubles() {
  const job = {
    createdAt: minutesAgo(90),
    dueAt: minutesAgo(90),
    startedAt: minutesAgo(89),
    finishedAt: minutesAgo(88),
  };
  return [
    aJobRow(9001, { ...job, state: 'failed', type: 'notifications.deliver-email', queue: 'mail' }),
    aJobRow(9002, { ...job, state: 'failed', type: 'reports.export-month-with-a-long-name', queue: 'default' }),
    aJobRow(9003, { ...job, state: 'processing', type: 'reports.export-month', serverId: OTHER_SERVER }),
    aJobRow(9004, { ...job, type: 'reports.export-month', attempt: 3, dueAt: '2027-01-04T08:20:00.000Z' }),
    aJobRow(9005, { ...job, type: 'reports.send-month', state: 'awaiting', parentId: 9002 }),
  ];
}

const url = (path = '') => `${app.url}/hangfire${path}`;

const PAGES: [string, () => string][] = [
  ['overview', () => url()],
  ['scheduled', () => url('/jobs/scheduled')],
  ['processing', () => url('/jobs/processing')],
  ['succeeded', () => url('/jobs/succeeded')],
  ['awaiting', () => url('/jobs/awaiting')],
  ['retries', () => url('/retries')],
  ['failed', () => url('/jobs/failed')],
  ['search', () => url('/search?q=appointments.remind')],
  ['nothing', () => url('/search?q=nobody%40example.com')],
  ['job', () => url(`/jobs/details/${reminderId}`)],
  ['failed-job', () => url('/jobs/details/9001')],
];

describe('each page of the dashboard', () => {
  it.each(PAGES)('%s: nothing is complained about and nothing hangs over, in whatever look', async (name, address) => {
    for (const [look, options] of [
      ['light', { ...WIDE, colorScheme: 'light' }],
      ['dark', { ...WIDE, colorScheme: 'dark' }],
      ['narrow', { ...NARROW, colorScheme: 'light' }],
      ['romanian-narrow', { ...NARROW, colorScheme: 'dark', locale: 'ro-RO' }],
    ] as const) {
      const { page, complaints } = await openPage(browser, options);
      await page.goto(address());
      expect([look, await overhang(page)]).toEqual([look, 0]);
      expect([look, await page.locator('html').getAttribute('lang')]).toEqual([
        look,
        look === 'romanian-narrow' ? 'ro' : 'en',
      ]);
      expect([look, complaints]).toEqual([look, []]);
      await takePicture(page, `${name}-${look}`);
      await page.context().close();
    }
  });

  it('says where nothing is that there is nothing', async () => {
    const { page, complaints } = await openPage(browser, WIDE);
    await page.goto(url('/jobs/details/999999'));
    expect(await page.locator('h1').count()).toBe(1);
    expect(complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
    await takePicture(page, 'missing-light');
    await page.context().close();
  });

  it('is read without JavaScript', async () => {
    const { page, complaints } = await openPage(browser, { ...WIDE, javaScriptEnabled: false });
    await page.goto(url('/jobs/scheduled'));
    expect(await page.locator('#job-9004').count()).toBe(1);
    expect(await page.locator('#live').isVisible()).toBe(false);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('the overview', () => {
  it('shows by itself what has changed since', async () => {
    const { page, complaints } = await openPage(browser, WIDE);
    await page.goto(url());
    const waiting = page.locator('dl.strip > div').first().locator('dd');
    const before = Number.parseInt(await waiting.innerText(), 10);
    await clinic.book(await clinic.client(), doctors[0]?.doctorId ?? 0, '2027-01-05', '17:00');
    await eventually('the figure changes', async () => Number.parseInt(await waiting.innerText(), 10) === before + 1);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('leads by the keyboard to a job, and back to a list that is searched', async () => {
    const { page, complaints } = await openPage(browser, WIDE);
    await page.goto(url());
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toBe('skip');
    await page.locator('#page-failed').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/jobs/failed');
    await page.locator('#job-9001 a.job-id').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/jobs/details/9001');
    await page.locator('input[name=q]').fill('9004');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/search?q=9004');
    expect(await page.locator('tbody tr').count()).toBe(1);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('keeps the language that was chosen', async () => {
    const { page, complaints } = await openPage(browser, WIDE);
    await page.goto(url());
    await page.getByRole('link', { name: 'RO', exact: true }).click();
    await page.locator('html[lang=ro]').waitFor();
    await page.locator('#page-jobs').click();
    await page.waitForURL('**/jobs/scheduled');
    expect(await page.locator('html').getAttribute('lang')).toBe('ro');
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
