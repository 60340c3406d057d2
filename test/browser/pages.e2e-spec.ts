import type { Browser } from 'playwright-core';
import { type WatchedPage, barriers, openBrowser, openPage, overhang, takePicture } from '../support/browser';
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
beforeAll(async () => {
  const { page } = await openPage(browser, WIDE);
  await page.goto(busy.url('/mail'));
  const href = await page.locator('#mail-files tbody a').first().getAttribute('href');
  mail = (href ?? '').replace('/hangfire', '');
  await page.context().close();
});

describe.each(LOOKS)('each page of the dashboard, %s', (look, language, options) => {
  // One tab goes from page to page: to open one costs twice what is done in it.
  let tab: WatchedPage;
  beforeAll(async () => {
    tab = await openPage(browser, options);
  });
  afterAll(() => tab?.page.context().close());

  it.each(PAGES)('%s: nothing is complained about, nothing hangs over and nobody is shut out', async (name, path) => {
    const { page, complaints } = tab;
    await page.goto(busy.url(path()));
    expect(await overhang(page)).toBe(0);
    expect(await page.locator('html').getAttribute('lang')).toBe(language);
    expect(await barriers(page)).toEqual([]);
    await takePicture(page, `${name}-${look}`);
    expect(complaints.splice(0)).toEqual([]);
  });
});

describe('a page of the dashboard', () => {
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
