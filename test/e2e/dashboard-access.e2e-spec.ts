import { AccountService } from '../../src/auth/account.service';
import { FormTokens } from '../../src/dashboard/access/form-tokens';
import { LOCAL_VISITOR } from '../../src/dashboard/access/visitor';
import { TEXTS } from '../../src/dashboard/dashboard-text';
import { MESSAGES } from '../../src/dashboard/message-text';
import { Database } from '../../src/database/database';
import { UserService } from '../../src/users/user.service';
import { aJobRow, insertJobRows } from '../builders/job-row';
import { aRegistration } from '../builders/registration';
import { PRODUCTION } from '../support/production';
import { type TestApp, startApp } from '../support/app';
import { Clinic } from '../support/clinic';
import { PlainBrowser, expectPage, heading, noticeOn } from '../support/pages';

const NOW = '2027-01-04T08:00:00.000Z';
const PASSWORD = 'a long enough password';
const ADMIN = 'admin@example.com';
const OTHER = 'other@example.com';
const SIGN_IN = 'dashboard-sign-in';

/** How the audit has what was done, the newest last. */
const audited = (clinic: Clinic, like: string) =>
  clinic.rows<{ actorId: string | null; action: string; subjectId: string; reason: string | null }>(
    `SELECT actorId, action, subjectId, reason FROM "AuditEntry" WHERE action LIKE ? ORDER BY id`,
    [like],
  );

describe('the dashboard in production', () => {
  let app: TestApp;
  let clinic: Clinic;

  beforeAll(async () => {
    app = await startApp({ env: PRODUCTION });
    app.clock.travelTo(NOW);
    clinic = new Clinic(app);
    for (const email of [ADMIN, OTHER]) await app.get(AccountService).ensureAdmin(email, PASSWORD);
    await app
      .get(AccountService)
      .register(aRegistration({ email: 'client@example.com', password: PASSWORD }), '127.0.0.1');
    await insertJobRows(app.get(Database), [aJobRow(901, { state: 'failed', queue: 'nowhere', finishedAt: NOW })]);
  });
  afterAll(() => app.close());

  const browser = (headers?: Record<string, string>) => new PlainBrowser(`${app.url}/hangfire`, headers);

  const signIn = async (tab: PlainBrowser, email = ADMIN, password = PASSWORD, path = '') =>
    tab.submit(await tab.open(path), '/sign-in', { email, password });

  it.each(['', '/jobs/failed', '/jobs/details/901', '/search?q=1', '/nothing'])(
    'asks for a sign-in at %j and goes on there',
    async (path) => {
      const tab = browser();
      const door = await tab.open(path);
      expect([door.status, heading(door)]).toEqual([200, TEXTS.en.signIn.title]);
      expectPage(door);
      expect(door.html).not.toMatch(/test\.run|class="pages"/);
      const answer = await tab.post('/sign-in', {
        ...{ email: ADMIN, password: PASSWORD, to: `/hangfire${path}` },
        token: /name="token" value="([^"]+)"/.exec(door.html)?.[1] ?? '',
      });
      expect([answer.status, answer.headers['location']]).toEqual([303, `/hangfire${path}`]);
      expect(heading(await tab.open())).not.toBe(TEXTS.en.signIn.title);
    },
  );

  it('opens its files to anyone, and nothing else', async () => {
    expect((await browser().open('/assets/dashboard.css')).status).toBe(200);
    for (const path of ['/jobs/failed', '/jobs/details/901']) {
      const { status, headers } = await browser().send('GET', path);
      expect([path, status, headers['location']]).toEqual([
        path,
        303,
        `/hangfire/sign-in?to=${encodeURIComponent(`/hangfire${path}`)}`,
      ]);
    }
  });

  it('keeps the sign-in in a cookie that no script and no other site can use', async () => {
    const tab = browser();
    const door = await tab.open();
    const token = /name="token" value="([^"]+)"/.exec(door.html)?.[1] ?? '';
    const plain = await tab.post('/sign-in', { email: ADMIN, password: PASSWORD, token });
    const line = [plain.headers['set-cookie'] ?? []].flat().find((each) => each.startsWith(SIGN_IN));
    expect(line).toMatch(/^dashboard-sign-in=[\w.-]+; Path=\/hangfire; HttpOnly; SameSite=Strict$/);
    // It is no Bearer token's place.
    const { status } = await app.http.get('/api/admin/jobs', {
      headers: { cookie: `${SIGN_IN}=${tab.cookie(SIGN_IN)}` },
    });
    expect(status).toBe(401);
  });

  it('keeps the cookie to TLS where a trusted proxy says that there is TLS', async () => {
    const behind = await startApp({ env: { ...PRODUCTION, TRUST_PROXY: 'loopback' } });
    await behind.get(AccountService).ensureAdmin(ADMIN, PASSWORD);
    const tab = new PlainBrowser(`${behind.url}/hangfire`, { 'x-forwarded-proto': 'https' });
    const door = await tab.open();
    const token = /name="token" value="([^"]+)"/.exec(door.html)?.[1] ?? '';
    const answer = await tab.post('/sign-in', { email: ADMIN, password: PASSWORD, token });
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) expect(line).toMatch(/; Secure/);
    await behind.close();
  });

  it.each([
    ['a wrong password', ADMIN, 'wrong', 'user.sign-in-refused'],
    ['an unknown address', 'nobody@example.com', PASSWORD, 'user.sign-in-refused'],
    ['nothing', '', '', 'user.sign-in-refused'],
    ['what can be no password', ADMIN, 'x'.repeat(500), 'user.sign-in-refused'],
  ])('refuses %s with a sentence, and keeps no sign-in', async (_, email, password, action) => {
    const tab = browser();
    const before = (await audited(clinic, action)).length;
    const answer = await signIn(tab, email, password);
    expect([answer.status, heading(answer)]).toEqual([401, TEXTS.en.signIn.title]);
    expect(answer.html).toContain(TEXTS.en.signIn.wrong);
    expect(tab.cookieNames).not.toContain(SIGN_IN);
    expect(await audited(clinic, action)).toHaveLength(before + 1);
    // What was typed stays but for the password.
    if (email !== '') expect(answer.html).toContain(`value="${email}"`);
    if (password !== '') expect(answer.html).not.toContain(`"${password}"`);
  });

  it('refuses who is no Admin, without a sign-in, and writes it down', async () => {
    const tab = browser();
    const answer = await signIn(tab, 'client@example.com');
    expect([answer.status, tab.cookieNames.includes(SIGN_IN)]).toEqual([403, false]);
    expect(answer.html).toContain(TEXTS.en.signIn['not-admin']);
    expect(await audited(clinic, 'dashboard.sign-in-refused')).toHaveLength(1);
  });

  it('counts failed sign-ins with those of the API, and says how long to wait', async () => {
    const email = 'guessed@example.com';
    await app.get(AccountService).ensureAdmin(email, PASSWORD);
    const guess = () => signIn(browser(), email, 'wrong');
    for (let tries = 0; tries < 5; tries++) {
      expect((await guess()).status).toBe(401);
      expect((await app.http.post('/api/auth/login', { email, password: 'wrong' })).status).toBe(401);
    }
    const answer = await signIn(browser(), email);
    expect(answer.status).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(answer.html).toContain('There were too many attempts. Try again in ');
    expect((await app.http.post('/api/auth/login', { email, password: PASSWORD })).status).toBe(429);
  });

  it('leads nowhere else after the sign-in', async () => {
    const tab = browser();
    const door = await tab.open('/sign-in?to=https://evil.example/hangfire');
    expect(heading(await tab.submit(door, '/sign-in', { email: ADMIN, password: PASSWORD }))).not.toBe('evil');
  });

  it('says who has signed in, and signs out at once on every process', async () => {
    const tab = browser();
    const page = await signIn(tab);
    expect(page.html).toContain('Clinic Admin');
    const kept = tab.cookie(SIGN_IN) ?? '';
    expect(heading(await tab.submit(page, '/sign-out'))).toBe(TEXTS.en.signIn.title);
    expect(tab.cookieNames).not.toContain(SIGN_IN);
    tab.setCookie(SIGN_IN, kept);
    expect(heading(await tab.open())).toBe(TEXTS.en.signIn.title);
  });

  it.each<[string, (userId: string) => Promise<unknown>]>([
    ['another role', (id) => app.get(UserService).changeRole(id, 'Client')],
    ['a deactivation', (id) => clinic.write(`UPDATE "User" SET isActive = 0 WHERE id = ?`, [id])],
    ['an expiry', () => Promise.resolve(app.clock.advance(61 * 60_000))],
  ])('ends with %s', async (_, change) => {
    const tab = browser();
    await signIn(tab, OTHER);
    expect((await tab.send('GET', '/jobs/failed')).status).toBe(200);
    const user = await app.get(UserService).findByEmail(OTHER);
    await change(user?.id ?? '');
    expect((await tab.send('GET', '/jobs/failed')).status).toBe(303);
    await clinic.write(`UPDATE "User" SET isActive = 1, role = 'Admin' WHERE id = ?`, [user?.id ?? '']);
    app.clock.travelTo(NOW);
  });

  it('takes no token that is not its own', async () => {
    for (const token of ['x', 'a.b.c', `${'x'.repeat(40)}.e30.x`, '%E0%A4%A']) {
      const tab = browser();
      tab.setCookie(SIGN_IN, token);
      expect([token, (await tab.send('GET', '')).status]).toEqual([token, 303]);
    }
    const { token } = await clinic.client();
    const tab = browser();
    tab.setCookie(SIGN_IN, token);
    expect((await tab.send('GET', '')).status).toBe(303);
  });
});

describe('a change in the dashboard', () => {
  let app: TestApp;
  let clinic: Clinic;

  beforeAll(async () => {
    app = await startApp();
    app.clock.travelTo(NOW);
    clinic = new Clinic(app);
    const job = { queue: 'nowhere', createdAt: NOW, dueAt: NOW, finishedAt: NOW };
    await insertJobRows(app.get(Database), [
      aJobRow(901, { ...job, state: 'failed' }),
      aJobRow(902, { ...job, state: 'failed' }),
    ]);
  });
  afterAll(() => app.close());

  const browser = () => new PlainBrowser(`${app.url}/hangfire`);
  const tokenOn = ({ html }: { html: string }) => /name="token" value="([^"]+)"/.exec(html)?.[1] ?? '';
  const stateOf = async (id: number) =>
    (await clinic.rows<{ state: string }>('SELECT state FROM jobs_Job WHERE id = ?', [id]))[0]?.state;

  it.each<[string, Record<string, string>, 'origin' | 'stale', boolean]>([
    ['another site', { 'sec-fetch-site': 'cross-site' }, 'origin', true],
    ['another origin of this site', { 'sec-fetch-site': 'same-site' }, 'origin', true],
    ['the address bar', { 'sec-fetch-site': 'none' }, 'origin', true],
    ['who does not say', { 'sec-fetch-site': '' }, 'origin', true],
    ['a page without its token', {}, 'stale', false],
  ])('is refused to %s', async (_, headers, trouble, withToken) => {
    const tab = browser();
    const token = withToken ? tokenOn(await tab.open('/jobs/details/901')) : 'x';
    const answer = await tab.post('/jobs/details/901/requeue', { token }, headers);
    expect([answer.status, heading(answer)]).toEqual([403, MESSAGES.en[trouble].title]);
    expect(answer.html).toContain(MESSAGES.en[trouble].detail);
    expect(await stateOf(901)).toBe('failed');
  });

  it.each(['text/plain', 'multipart/form-data; boundary=x', 'application/json'])(
    'is refused to a body of %s without a token',
    async (type) => {
      const { status } = await browser().send(
        'POST',
        '/jobs/details/901/requeue',
        { 'content-type': type, 'sec-fetch-site': 'same-origin' },
        '{}',
      );
      expect(status).toBe(403);
    },
  );

  it('is done for the visitor of this machine, and written down as theirs', async () => {
    const tab = browser();
    const page = await tab.open('/jobs/details/902');
    const after = await tab.submit(page, '/jobs/details/902/requeue', { reason: 'the address was mended' });
    expect([after.status, heading(after), noticeOn(after)]).toEqual([200, 'Job 902', 'Job 902 was requeued.']);
    expect(after.html).toContain('the address was mended');
    expect(await audited(clinic, 'job.%')).toEqual([
      { actorId: 'local-visitor', action: 'job.requeue', subjectId: '902', reason: 'the address was mended' },
    ]);
    // Told once.
    expect(noticeOn(await tab.open('/jobs/details/902'))).toBeUndefined();
  });

  it('is not told to the script that refreshes another page', async () => {
    const tab = browser();
    const sent = await tab.post('/jobs/details/902/cancel', { token: tokenOn(await tab.open('/jobs/details/902')) });
    expect(sent.status).toBe(303);
    expect(noticeOn(await tab.send('GET', '/jobs/failed', { 'sec-fetch-mode': 'cors' }))).toBeUndefined();
    expect(noticeOn(await tab.open('/jobs/details/902'))).toBe('Job 902 was deleted.');
  });

  it('that the state forbids is refused with a sentence on the page', async () => {
    const tab = browser();
    const page = await tab.open('/jobs/details/901');
    await tab.submit(page, '/jobs/details/901/cancel');
    const after = await tab.submit(page, '/jobs/details/901/cancel');
    expect([after.status, noticeOn(after)]).toEqual([200, `Nothing was changed. ${TEXTS.en.refusals['job-state']}`]);
    expect(after.html).not.toContain('action="/hangfire/jobs/details/901/cancel"');
  });

  it('of a job that is gone leads to the page that says so', async () => {
    const tab = browser();
    const token = tokenOn(await tab.open('/jobs/details/901'));
    const sent = await tab.post('/jobs/details/999/cancel', { token });
    expect(sent.status).toBe(303);
    expect((await tab.open('/jobs/details/999')).status).toBe(404);
  });

  it('with what cannot be is refused as malformed', async () => {
    const tab = browser();
    const token = tokenOn(await tab.open('/jobs/details/901'));
    const answer = await tab.post('/jobs/details/901/requeue', { token, reason: 'x'.repeat(5000) });
    expect([answer.status, heading(answer)]).toEqual([400, MESSAGES.en.malformed.title]);
  });
});

describe('a read-only dashboard', () => {
  it('offers nothing and refuses everything, with a sentence', async () => {
    const app = await startApp({ env: { DASHBOARD_READ_ONLY: 'true' } });
    await insertJobRows(app.get(Database), [aJobRow(901, { state: 'failed', queue: 'nowhere' })]);
    const tab = new PlainBrowser(`${app.url}/hangfire`);
    const page = await tab.open('/jobs/details/901');
    expect(page.html).toContain(TEXTS.en.readOnly);
    expect(page.html).not.toContain('<form method="post"');
    const token = app.get(FormTokens).forVisitor(LOCAL_VISITOR);
    const answer = await tab.post('/jobs/details/901/requeue', { token });
    expect([answer.status, heading(answer)]).toEqual([403, MESSAGES.en['read-only'].title]);
    expect(answer.html).toContain(MESSAGES.en['read-only'].detail);
    await app.close();
  });
});
