import type { Browser, Page } from 'playwright-core';
import { barriers, openBrowser, openPage, takePicture, tabTo } from '../support/browser';
import { BusyClinic } from '../support/busy-clinic';

jest.setTimeout(120_000);

const WIDE = { viewport: { width: 1280, height: 900 } };
const NARROW = { viewport: { width: 360, height: 740 } };

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

const valueOf = async (sql: string, parameters: (string | number)[] = []): Promise<unknown> => {
  const [row] = await busy.clinic.rows<{ value: unknown }>(sql, parameters);
  return row?.value;
};
const stateOf = (id: number) => valueOf('SELECT state AS value FROM jobs_Job WHERE id = ?', [id]);
const audited = () => valueOf('SELECT "action" AS value FROM "AuditEntry" ORDER BY id DESC LIMIT 1');

/** Opens the form behind a button, says why, and sends it: all by the keyboard. */
async function actByKeyboard(page: Page, id: string, fill: (page: Page) => Promise<void> = () => Promise.resolve()) {
  await tabTo(page, `[id="${id}-button"]`);
  await page.keyboard.press('Enter');
  await page.locator(`[id="${id}"]`).waitFor({ state: 'visible' });
  await fill(page);
  await tabTo(page, `[id="${id}-reason"]`);
  await page.keyboard.type('because');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.locator('.said').waitFor();
}

/** Types over what a field has. */
async function retype(page: Page, selector: string, words: string): Promise<void> {
  await tabTo(page, selector);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(words);
}

interface Act {
  path: () => string;
  id: () => string;
  fill?: (page: Page) => Promise<void>;
  says: RegExp;
  action: string;
  did: () => Promise<unknown>;
  expected: unknown;
}

const CRON = 'appointments.close-past';
const recurring = (column: string) => () =>
  valueOf(`SELECT "${column}" AS value FROM jobs_RecurringJob WHERE id = ?`, [CRON]);
const queue = (column: string) => () => valueOf(`SELECT "${column}" AS value FROM jobs_Queue WHERE name = 'mail'`);

const ACTS: Record<string, Act> = {
  'running a job now': {
    path: () => '/jobs/details/9021',
    id: () => 'do-run-now',
    says: /Job 9021 is due now/,
    action: 'job.run-now',
    did: () => valueOf(`SELECT reason AS value FROM jobs_State WHERE jobId = 9021 ORDER BY seq DESC LIMIT 1`),
    expected: 'because',
  },
  'requeueing a job': {
    path: () => '/jobs/details/9001',
    id: () => 'do-requeue',
    says: /Job 9001 was requeued/,
    action: 'job.requeue',
    did: () => valueOf('SELECT count(*) AS value FROM jobs_State WHERE jobId = 9001 AND reason = ?', ['because']),
    expected: 1,
  },
  'deleting a job': {
    path: () => '/jobs/details/9004',
    id: () => 'do-cancel',
    says: /Job 9004 was deleted/,
    action: 'job.cancel',
    did: () => stateOf(9004),
    expected: 'deleted',
  },
  'pausing a queue': {
    path: () => '/queues',
    id: () => 'pause-mail',
    says: /Queue mail is paused/,
    action: 'queue.pause',
    did: queue('pausedBy'),
    expected: 'local-visitor',
  },
  'limiting a queue': {
    path: () => '/queues',
    id: () => 'limits-mail',
    fill: (page) => retype(page, '[id="limits-mail"] [name=concurrency]', '7'),
    says: /limits of queue mail were changed/,
    action: 'queue.edit',
    did: queue('concurrency'),
    expected: 7,
  },
  'resuming a queue': {
    path: () => '/queues',
    id: () => 'resume-mail',
    says: /Queue mail runs again/,
    action: 'queue.resume',
    did: queue('pausedBy'),
    expected: null,
  },
  'triggering a recurring job': {
    path: () => '/recurring',
    id: () => `trigger-${CRON}`,
    says: /appointments.close-past was triggered/,
    action: 'recurring-job.trigger',
    did: audited,
    expected: 'recurring-job.trigger',
  },
  'editing a recurring job': {
    path: () => '/recurring',
    id: () => `edit-${CRON}`,
    fill: (page) => retype(page, `[id="edit-${CRON}"] [name=cron]`, '11 * * * *'),
    says: /appointments.close-past was changed/,
    action: 'recurring-job.edit',
    did: recurring('cron'),
    expected: '11 * * * *',
  },
  'disabling a recurring job': {
    path: () => '/recurring',
    id: () => `disable-${CRON}`,
    says: /appointments.close-past is disabled/,
    action: 'recurring-job.edit',
    did: async () => Number(await recurring('enabled')()),
    expected: 0,
  },
  'enabling a recurring job': {
    path: () => '/recurring',
    id: () => `enable-${CRON}`,
    says: /appointments.close-past is enabled/,
    action: 'recurring-job.edit',
    did: async () => Number(await recurring('enabled')()),
    expected: 1,
  },
  'sending a mail again': {
    path: () => '/mail',
    id: () => `resend-${busy.refusedDeliveryId}`,
    says: /will be sent again/,
    action: 'delivery.resend',
    did: audited,
    expected: 'delivery.resend',
  },
};

describe('by the keyboard alone', () => {
  it.each(Object.entries(ACTS))('%s', async (name, { path, id, fill, says, action, did, expected }) => {
    const { page, complaints } = await openPage(browser, WIDE);
    await page.goto(busy.url(path()));
    await actByKeyboard(page, id(), fill);
    expect(await page.locator('.said').innerText()).toMatch(says);
    expect(await audited()).toBe(action);
    expect(await did()).toEqual(expected);
    expect(await barriers(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await takePicture(page, `done-${name.replaceAll(' ', '-')}`);
    await page.context().close();
  });

  it('choosing some jobs, looking at what that would touch, and requeueing them', async () => {
    const { page, complaints } = await openPage(browser, WIDE);
    await page.goto(busy.url('/jobs/failed'));
    expect(await page.locator('#bulk-requeue').isDisabled()).toBe(true);
    for (const id of [9013, 9011]) {
      await tabTo(page, `#job-${id} input`);
      await page.keyboard.press('Space');
    }
    expect(await page.locator('#picked').innerText()).toBe('Selected: 2');
    await takePicture(page, 'selection');
    await tabTo(page, '#bulk-requeue');
    await page.keyboard.press('Enter');
    await page.locator('h1', { hasText: 'Requeue 2 jobs?' }).waitFor();
    expect(await stateOf(9011)).toBe('failed');
    await tabTo(page, '#bulk-reason');
    await page.keyboard.type('because');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('.said').waitFor();
    expect(await page.locator('.said').innerText()).toBe('2 jobs were requeued.');
    expect([await stateOf(9011), await stateOf(9012), await stateOf(9013)]).toEqual(['waiting', 'failed', 'waiting']);
    expect(await audited()).toBe('job.bulk-requeue');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('choosing all that match a filter, and deleting them', async () => {
    const { page, complaints } = await openPage(browser, WIDE);
    await page.goto(busy.url('/jobs/failed?type=reports.export-month'));
    await tabTo(page, '[data-pick-all]');
    await page.keyboard.press('Space');
    await tabTo(page, '#bulk-cancel');
    await page.keyboard.press('Enter');
    await page.locator('h1', { hasText: /Delete \d jobs?\?/ }).waitFor();
    await tabTo(page, '#bulk-reason');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('.said').waitFor();
    expect(await page.locator('.said').innerText()).toMatch(/^\d jobs? (was|were) deleted\.$/);
    expect([await stateOf(9012), await stateOf(9002)]).toEqual(['deleted', 'failed']);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('closing a form without a deed, back to the button', async () => {
    const { page } = await openPage(browser, WIDE);
    await page.goto(busy.url('/queues'));
    await tabTo(page, '#pause-default-button');
    await page.keyboard.press('Enter');
    await page.locator('#pause-default').waitFor({ state: 'visible' });
    await page.keyboard.press('Escape');
    await page.locator('#pause-default').waitFor({ state: 'hidden' });
    expect(await page.evaluate('document.activeElement.id')).toBe('pause-default-button');
    await page.context().close();
  });
});

describe('a form', () => {
  it.each([
    ['light', { ...WIDE, colorScheme: 'light' as const }],
    ['dark', { ...WIDE, colorScheme: 'dark' as const }],
    ['romanian-narrow', { ...NARROW, colorScheme: 'light' as const, locale: 'ro-RO' }],
  ])('shuts nobody out when it is open, in %s', async (look, options) => {
    const { page, complaints } = await openPage(browser, options);
    await page.goto(busy.url('/recurring'));
    await page.locator(`[id="edit-${CRON}-button"]`).click();
    await page.locator(`[id="edit-${CRON}"]`).waitFor({ state: 'visible' });
    expect(await barriers(page)).toEqual([]);
    await takePicture(page, `dialog-${look}`);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('tells what cannot be, in a sentence on the page', async () => {
    const { page } = await openPage(browser, WIDE);
    await page.goto(busy.url('/recurring'));
    await actByKeyboard(page, `edit-${CRON}`, (it) => retype(it, `[id="edit-${CRON}"] [name=cron]`, '0 0 31 2 *'));
    expect(await page.locator('.said').innerText()).toBe(
      'Nothing was changed. That is not a cron expression whose time ever comes.',
    );
    await takePicture(page, 'refused');
    await page.context().close();
  });

  it('works without JavaScript', async () => {
    const { page } = await openPage(browser, { ...WIDE, javaScriptEnabled: false });
    await page.goto(busy.url('/jobs/details/9005'));
    await page.locator('#do-cancel-button').click();
    await page.locator('#do-cancel .btn.bad').click();
    await page.locator('.said').waitFor();
    expect(await stateOf(9005)).toBe('deleted');
    await page.goto(busy.url('/jobs/deleted'));
    await page.locator('#job-9005 input').check();
    await page.locator('#bulk-requeue').click();
    await page.locator('h1', { hasText: 'Requeue 1 job?' }).waitFor();
    await page.context().close();
  });
});
