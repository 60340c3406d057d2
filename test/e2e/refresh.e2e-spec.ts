import { Database } from '../../src/database/database';
import { SignInService } from '../../src/auth/sign-in.service';
import { aRegistration } from '../builders/registration';
import { type TestApp, startApp } from '../support/app';
import type { ApiAnswer } from '../support/client';
import { Clinic } from '../support/clinic';

const ORIGIN = 'http://localhost:3000';
const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

let app: TestApp;
let clinic: Clinic;

beforeAll(async () => {
  app = await startApp({ env: { TRUST_PROXY: 'loopback', PUBLIC_URL: 'https://clinic.example' } });
  clinic = new Clinic(app);
});
afterAll(() => app.close());

interface Session {
  token: string;
  /** `refresh=…`, as the browser sends it. */
  cookie: string;
}

const setCookie = ({ headers }: ApiAnswer) => headers.getSetCookie().find((each) => each.startsWith('refresh=')) ?? '';
const sessionOf = (answer: ApiAnswer): Session => ({
  token: answer.body.token,
  cookie: setCookie(answer).split(';', 1)[0] ?? '',
});

async function registered() {
  const { email, password } = aRegistration();
  await app.http.post('/api/auth/register', aRegistration({ email, password }));
  return { email, password };
}

async function signedIn(credentials?: { email: string; password: string }): Promise<Session> {
  return sessionOf(await app.http.post('/api/auth/login', credentials ?? (await registered())));
}

const refresh = (cookie: string, headers: Record<string, string> = {}) =>
  app.http.post('/api/auth/refresh', undefined, { headers: { ...(cookie && { cookie }), ...headers } });
const refreshed = async (cookie: string) => {
  const answer = await refresh(cookie);
  expect(answer.status).toBe(200);
  return sessionOf(answer);
};
const isSignedIn = async (token: string) => (await app.http.get('/api/notifications', token)).status === 200;
const expectRefused = ({ status, body }: ApiAnswer) =>
  expect({ status, code: body.code }).toEqual({ status: 401, code: 'invalid-credentials' });

describe('the refresh cookie', () => {
  it('is given with the login, out of the reach of scripts and other sites', async () => {
    const answer = await app.http.post('/api/auth/login', await registered());
    const [pair = '', ...attributes] = setCookie(answer).split('; ');
    expect(pair).toMatch(/^refresh=[\w-]{43}$/);
    expect(attributes.filter((each) => !each.startsWith('Expires='))).toEqual([
      'Path=/api/auth',
      'HttpOnly',
      'SameSite=Strict',
    ]);
    const expires = Date.parse(attributes.find((each) => each.startsWith('Expires='))?.slice(8) ?? '');
    expect(Math.round((expires - app.clock.now().getTime()) / DAY)).toBe(14);
    expect(JSON.stringify(answer.body)).not.toContain(pair.slice(8));
  });

  it('is for TLS alone where there is TLS', async () => {
    const answer = await app.http.post('/api/auth/login', await registered(), {
      headers: { 'x-forwarded-proto': 'https' },
    });
    expect(setCookie(answer)).toMatch(/; Secure(;|$)/);
  });

  it('is stored as a hash', async () => {
    const { cookie } = await signedIn();
    const rows = JSON.stringify(await clinic.rows('SELECT * FROM "SignIn"'));
    expect(rows).not.toContain(cookie.slice('refresh='.length));
  });
});

describe('refreshing', () => {
  it('answers as the login does, with a new token and a new cookie', async () => {
    const { email, password } = await registered();
    const first = await signedIn({ email, password });
    const answer = await refresh(first.cookie);
    expect(answer).toMatchObject({
      status: 200,
      body: { email, role: 'Client', token: expect.any(String), expiry: expect.any(String) },
    });
    expect(Object.keys(answer.body)).toEqual(['email', 'role', 'token', 'expiry']);
    const second = sessionOf(answer);
    expect(second.cookie).not.toBe(first.cookie);
    expect(await isSignedIn(second.token)).toBe(true);
  });

  it('works after the token has expired, for 14 days each time', async () => {
    let session = await signedIn();
    for (let week = 1; week <= 3; week++) {
      app.clock.advance(13 * DAY);
      expect(await isSignedIn(session.token)).toBe(false);
      session = await refreshed(session.cookie);
      expect(await isSignedIn(session.token)).toBe(true);
    }
    app.clock.advance(14 * DAY);
    const late = await refresh(session.cookie);
    expectRefused(late);
    expect(setCookie(late)).toMatch(/^refresh=;.*Expires=Thu, 01 Jan 1970/);
  });

  it('needs a cookie of ours', async () => {
    for (const cookie of ['', 'refresh=', 'refresh=%', `refresh=${'x'.repeat(43)}`, `refresh=${'x'.repeat(5000)}`]) {
      expectRefused(await refresh(cookie));
    }
    const { token } = await signedIn();
    expectRefused(await refresh(`refresh=${token}`));
  });

  it('is for one of two tabs that wake up together; the other is refused and keeps the cookie of the first', async () => {
    const { cookie } = await signedIn();
    const answers = await Promise.all([refresh(cookie), refresh(cookie)]);
    const won = answers.find(({ status }) => status === 200);
    const lost = answers.find(({ status }) => status === 401);
    if (!won || !lost) throw new Error(`One of two wins: ${answers.map(({ status }) => status).join()}`);
    expectRefused(lost);
    expect(setCookie(lost)).toBe('');
    app.clock.advance(9_000);
    expectRefused(await refresh(cookie));
    const { token, cookie: next } = sessionOf(won);
    expect(await isSignedIn(token)).toBe(true);
    await refreshed(next);
  });

  it('ends the whole family when a token is used again later, and no other sign-in', async () => {
    const credentials = await registered();
    const other = await signedIn(credentials);
    const first = await signedIn(credentials);
    const second = await refreshed(first.cookie);
    const third = await refreshed(second.cookie);
    app.clock.advance(10_000);
    const reuse = await refresh(first.cookie);
    expectRefused(reuse);
    expect(setCookie(reuse)).toMatch(/^refresh=;/);
    for (const { token, cookie } of [first, second, third]) {
      expect(await isSignedIn(token)).toBe(false);
      expectRefused(await refresh(cookie));
    }
    expect(await isSignedIn(other.token)).toBe(true);
    await refreshed(other.cookie);
    const entries = await clinic.rows(`SELECT data FROM "AuditEntry" WHERE action = 'user.refresh-refused'`);
    expect(entries).toEqual([{ data: '{"reused":true,"code":"invalid-credentials"}' }]);
  });

  it('is refused to a user who was deactivated or given another role', async () => {
    const admin = await clinic.admin();
    for (const change of ['deactivate', 'promote']) {
      const { email, password } = await registered();
      const { cookie } = await signedIn({ email, password });
      const [user] = await clinic.rows('SELECT id FROM "User" WHERE emailKey = ?', [email.toLowerCase()]);
      const id = String(user?.id);
      if (change === 'deactivate') await clinic.write('UPDATE "User" SET isActive = 0 WHERE id = ?', [id]);
      else await app.http.put('/api/doctor/update-user-role', { userId: id, roleName: 'Admin' }, admin.token);
      expectRefused(await refresh(cookie));
    }
  });

  it.each([['http://localhost:3001'], ['null'], ['https://clinic.example.evil.example']])(
    'is not for pages of %s, and uses nothing up',
    async (origin) => {
      const { cookie } = await signedIn();
      expect(await refresh(cookie, { origin })).toMatchObject({ status: 403, body: { code: 'foreign-origin' } });
      await refreshed(cookie);
    },
  );

  it('is for pages of the configured origins, of the public address and of our own', async () => {
    for (const origin of [ORIGIN, 'https://clinic.example', app.url]) {
      const { cookie } = await signedIn();
      const answer = await refresh(cookie, { origin });
      expect([origin, answer.status]).toEqual([origin, 200]);
    }
  });

  it('writes nothing of its tokens into the log', async () => {
    const { cookie } = await signedIn();
    await refreshed(cookie);
    expect(JSON.stringify(app.logs())).not.toContain(cookie.slice('refresh='.length));
  });
});

describe('the logout', () => {
  it('ends the token and its whole family, and takes the cookie away', async () => {
    const first = await signedIn();
    const second = await refreshed(first.cookie);
    const answer = await app.http.post('/api/auth/logout', undefined, second.token);
    expect(answer.status).toBe(200);
    expect(setCookie(answer)).toMatch(/^refresh=; Path=\/api\/auth; Expires=Thu, 01 Jan 1970/);
    expect(await isSignedIn(first.token)).toBe(false);
    expectRefused(await refresh(second.cookie));
  });
});

describe('what is kept of sign-ins', () => {
  it('is removed a day after their refresh tokens have expired, and not sooner', async () => {
    const { cookie } = await signedIn();
    await refreshed(cookie);
    const remove = async () => {
      await app.get(Database).transaction(() => app.get(SignInService).removeSome());
      const [row] = await clinic.rows<{ left: number }>(`SELECT COUNT(*) AS "left" FROM "SignIn"`);
      return row?.left;
    };
    await remove();
    app.clock.advance(14 * DAY + 23 * HOUR);
    expect(await remove()).toBeGreaterThanOrEqual(2);
    app.clock.advance(2 * HOUR);
    expect(await remove()).toBe(0);
  });
});
