import type { Browser } from 'playwright-core';
import { barriers, openBrowser, openPage, takePicture } from '../support/browser';
import { BusyClinic } from '../support/busy-clinic';
import { eventually } from '../support/waiting';

jest.setTimeout(120_000);

const WIDE = { viewport: { width: 1280, height: 900 } };

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

describe('the overview', () => {
  it('shows by itself what has changed since', async () => {
    const { page, complaints } = await openPage(browser, WIDE);
    await page.goto(busy.url());
    const waiting = page.locator('dl.strip > div').first().locator('dd');
    const before = Number.parseInt(await waiting.innerText(), 10);
    await busy.clinic.book(await busy.clinic.client(), busy.doctors[0]?.doctorId ?? 0, '2027-01-05', '17:00');
    await eventually('the figure changes', async () => Number.parseInt(await waiting.innerText(), 10) === before + 1);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('leads by the keyboard to a job, and back to a list that is searched', async () => {
    const { page, complaints } = await openPage(browser, WIDE);
    await page.goto(busy.url());
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
    await page.goto(busy.url());
    await page.getByRole('link', { name: 'RO', exact: true }).click();
    await page.locator('html[lang=ro]').waitFor();
    await page.locator('#page-jobs').click();
    await page.waitForURL('**/jobs/scheduled');
    expect(await page.locator('html').getAttribute('lang')).toBe('ro');
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('a list that is read while it changes', () => {
  it('says which rows have changed or left, and counts only what can still be chosen', async () => {
    const { page, complaints } = await openPage(browser, WIDE);
    await page.goto(busy.url('/jobs/failed'));
    await page.locator('#job-9012 input').check();
    await page.locator('#job-9013 input').check();
    await page.locator('#job-9012 input').hover();
    await busy.clinic.write(`UPDATE jobs_Job SET state = 'deleted' WHERE id = 9012`);
    await busy.clinic.write('UPDATE jobs_Job SET attempt = 7 WHERE id = 9011');
    await page.locator('#job-9012.gone .note').waitFor();
    await page.locator('#job-9011.changed .note').waitFor();
    expect(await page.locator('#job-9012 input').isDisabled()).toBe(true);
    expect(await page.locator('#picked').innerText()).toBe('Selected: 1');
    expect(await barriers(page)).toEqual([]);
    await takePicture(page, 'changed');
    // What nobody points at goes after a while; what is still there is plain again.
    await page.locator('h1').hover();
    await page.locator('#job-9012').waitFor({ state: 'detached' });
    expect(await page.locator('#job-9013 input').isChecked()).toBe(true);
    await page.locator('#job-9011:not(.changed)').waitFor();
    expect(await page.locator('.note').count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('leaves an open form and what was typed into it alone', async () => {
    const { page } = await openPage(browser, WIDE);
    await page.goto(busy.url('/queues'));
    await page.locator('#limits-mail-button').click();
    await page.locator('#limits-mail [name=concurrency]').fill('42');
    const time = () => page.locator('#foot time').getAttribute('datetime');
    const before = await time();
    await eventually('the page is refreshed', async () => (await time()) !== before);
    expect(await page.locator('#limits-mail').isVisible()).toBe(true);
    expect(await page.locator('#limits-mail [name=concurrency]').inputValue()).toBe('42');
    await page.context().close();
  });
});
