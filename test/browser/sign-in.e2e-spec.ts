import type { Browser } from 'playwright-core';
import { AccountService } from '../../src/auth/account.service';
import { UserService } from '../../src/users/user.service';
import { barriers, openBrowser, openPage, overhang, takePicture, tabTo } from '../support/browser';
import { BusyClinic } from '../support/busy-clinic';
import { PRODUCTION } from '../support/production';

jest.setTimeout(120_000);

const EMAIL = 'admin@example.com';
const PASSWORD = 'a long enough password';

let busy: BusyClinic;
let browser: Browser;

beforeAll(async () => {
  busy = await BusyClinic.open({ env: PRODUCTION });
  await busy.app.get(AccountService).ensureAdmin(EMAIL, PASSWORD);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await busy?.close();
});
beforeEach(() => busy.beat());

describe('the sign-in of the dashboard', () => {
  it.each([
    ['light', { viewport: { width: 1280, height: 900 }, colorScheme: 'light' as const }],
    ['dark', { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' as const }],
    ['romanian-narrow', { viewport: { width: 360, height: 740 }, colorScheme: 'light' as const, locale: 'ro-RO' }],
    ['romanian-dark', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' as const, locale: 'ro-RO' }],
  ])('shuts nobody out, in %s', async (look, options) => {
    const { page, complaints } = await openPage(browser, options);
    await page.goto(busy.url());
    expect([await overhang(page), await barriers(page)]).toEqual([0, []]);
    await takePicture(page, `sign-in-${look}`);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('goes by the keyboard, says what was wrong, and leads on to where one was going', async () => {
    const { page, complaints } = await openPage(browser, { viewport: { width: 1280, height: 900 } });
    await page.goto(busy.url('/jobs/failed?queue=mail'));
    await page.keyboard.type(EMAIL);
    await page.keyboard.press('Tab');
    await page.keyboard.type('something else');
    await page.keyboard.press('Enter');
    await page.locator('.trouble').waitFor();
    await takePicture(page, 'sign-in-wrong');
    // The password has the focus.
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/jobs/failed?queue=mail');
    expect(await page.locator('.visitor .name').innerText()).toBe('Clinic Admin');
    expect(complaints.filter((complaint) => !complaint.includes('401'))).toEqual([]);
    await takePicture(page, 'signed-in');

    await page.goto(busy.url('/jobs/details/9002'));
    await tabTo(page, '#do-requeue-button');
    await page.keyboard.press('Enter');
    await tabTo(page, '#do-requeue .btn.primary');
    await page.keyboard.press('Enter');
    await page.locator('.said').waitFor();
    await tabTo(page, '.visitor button');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/sign-in?to=*');
    await page.context().close();
  });

  it('is asked for again, and the page is gone, once the role has changed', async () => {
    const { page } = await openPage(browser, { viewport: { width: 360, height: 740 } });
    await page.goto(busy.url());
    await page.locator('[name=email]').fill(EMAIL);
    await page.locator('[name=password]').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.locator('.visitor').waitFor();
    expect(await overhang(page)).toBe(0);
    await takePicture(page, 'signed-in-narrow');
    await busy.clinic.admin();
    const user = await busy.app.get(UserService).findByEmail(EMAIL);
    await busy.app.get(UserService).changeRole(user?.id ?? '', 'Client');
    await page.waitForURL('**/sign-in?to=*');
    await page.context().close();
  });
});
