import type { Browser } from 'playwright-core';
import { barriers, openBrowser, openPage, overhang, takePicture } from '../support/browser';
import { BusyClinic } from '../support/busy-clinic';

jest.setTimeout(180_000);

const NARROW = { viewport: { width: 360, height: 740 } };
const WIDE = { viewport: { width: 1280, height: 900 } };
const LOOKS = [
  ['light', 'en', { ...WIDE, colorScheme: 'light' }],
  ['dark', 'en', { ...WIDE, colorScheme: 'dark' }],
  ['romanian-light', 'ro', { ...WIDE, colorScheme: 'light', locale: 'ro-RO' }],
  ['narrow', 'en', { ...NARROW, colorScheme: 'light' }],
  ['romanian-narrow', 'ro', { ...NARROW, colorScheme: 'dark', locale: 'ro-RO' }],
] as const;

let busy: BusyClinic;
let browser: Browser;

beforeAll(async () => {
  busy = await BusyClinic.open();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await busy?.close();
});
beforeEach(() => busy.beat());

const PAGES: [string, () => string][] = [
  ['overview', () => ''],
  ['overview-week', () => '?period=week'],
  ['scheduled', () => '/jobs/scheduled'],
  ['enqueued', () => '/jobs/enqueued'],
  ['processing', () => '/jobs/processing'],
  ['succeeded', () => '/jobs/succeeded'],
  ['awaiting', () => '/jobs/awaiting'],
  ['retries', () => '/retries'],
  ['failed', () => '/jobs/failed'],
  ['deleted', () => '/jobs/deleted'],
  ['search', () => '/search?q=appointments.remind'],
  ['nothing', () => '/search?q=nobody%40example.com'],
  ['job', () => `/jobs/details/${busy.reminderId}`],
  ['done-job', () => '/jobs/details/2'],
  ['failed-job', () => '/jobs/details/9001'],
  ['bulk', () => '/jobs/bulk?do=requeue&list=failed&all=1'],
  ['bulk-some', () => '/jobs/bulk?do=cancel&list=search&q=x&job=9001&job=9022'],
  ['recurring', () => '/recurring'],
  ['queues', () => '/queues'],
  ['servers', () => '/servers'],
  ['mail', () => '/mail'],
  ['mail-file', () => mailFile()],
  ['audit', () => '/audit'],
];

let mail = '';
const mailFile = () => mail;

describe('each page of the dashboard', () => {
  beforeAll(async () => {
    const { page } = await openPage(browser, WIDE);
    await page.goto(busy.url('/mail'));
    const href = await page.locator('#mail-files tbody a').first().getAttribute('href');
    mail = (href ?? '').replace('/hangfire', '');
    await page.context().close();
  });

  it.each(PAGES)(
    '%s: nothing is complained about, nothing hangs over and nobody is shut out, in whatever look',
    async (name, path) => {
      for (const [look, language, options] of LOOKS) {
        const { page, complaints } = await openPage(browser, options);
        await page.goto(busy.url(path()));
        expect([look, await overhang(page)]).toEqual([look, 0]);
        expect([look, await page.locator('html').getAttribute('lang')]).toEqual([look, language]);
        expect([look, await barriers(page)]).toEqual([look, []]);
        expect([look, complaints]).toEqual([look, []]);
        await takePicture(page, `${name}-${look}`);
        await page.context().close();
      }
    },
  );

  it('says where nothing is that there is nothing', async () => {
    const { page, complaints } = await openPage(browser, WIDE);
    await page.goto(busy.url('/jobs/details/999999'));
    expect(await page.locator('h1').count()).toBe(1);
    expect(complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
    await takePicture(page, 'missing-light');
    await page.context().close();
  });

  it('is read without JavaScript', async () => {
    const { page, complaints } = await openPage(browser, { ...WIDE, javaScriptEnabled: false });
    await page.goto(busy.url('/jobs/scheduled'));
    expect(await page.locator('#job-9004').count()).toBe(1);
    expect(await page.locator('#live').isVisible()).toBe(false);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
