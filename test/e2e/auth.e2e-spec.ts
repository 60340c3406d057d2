import { SignInService } from '../../src/auth/sign-in.service';
import { Database } from '../../src/database/database';
import { JwtService } from '@nestjs/jwt';
import { SigningKeys } from '../../src/auth/signing-keys';
import { aRegistration } from '../builders/registration';
import { type TestApp, startApp } from '../support/app';
import { Clinic } from '../support/clinic';

describe('auth', () => {
  let app: TestApp;
  let clinic: Clinic;

  beforeAll(async () => {
    app = await startApp();
    clinic = new Clinic(app);
  });
  afterAll(() => app.close());

  const register = (changes: Record<string, unknown> = {}) => {
    const registration = aRegistration(changes);
    return app.http.post('/api/auth/register', registration).then((answer) => ({ answer, registration }));
  };
  const login = (body: unknown) => app.http.post('/api/auth/login', body);
  const userOf = async (email: string) => {
    const [row] = await clinic.rows('SELECT * FROM "User" WHERE emailKey = ?', [email.toLowerCase()]);
    return row;
  };
  const isSignedIn = async (token: string) => (await app.http.get('/api/notifications', token)).status === 200;

  describe('registering', () => {
    it('makes a Client who can sign in', async () => {
      const { answer, registration } = await register();
      expect(answer).toMatchObject({ status: 200, body: { message: expect.any(String) } });
      expect(answer.headers.get('cache-control')).toBe('no-store');

      const { password, ...profile } = registration;
      const { email } = profile;
      expect(await login({ email, password })).toMatchObject({ status: 200, body: { email, role: 'Client' } });
      expect(await userOf(email)).toMatchObject({ ...profile, role: 'Client', isActive: 1 });
    });

    it('stores the password as argon2id only', async () => {
      const { registration } = await register({ password: 'only ever hashed' });
      const row = await userOf(registration.email);
      expect(row?.['passwordHash']).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
      expect(JSON.stringify(row)).not.toContain('only ever hashed');
    });

    it('does without what is optional, and takes numbers sent as text', async () => {
      const bare = await register({ dateOfBirth: undefined, gender: null });
      expect(await userOf(bare.registration.email)).toMatchObject({ dateOfBirth: null, gender: null });
      const empty = await register({ dateOfBirth: '', gender: '2' });
      expect(await userOf(empty.registration.email)).toMatchObject({ dateOfBirth: null, gender: 2 });
    });

    it('trims all but the password', async () => {
      const { registration } = await register({
        firstName: '  Ana ',
        email: ' spaced@example.com ',
        password: ' 8 chars ',
      });
      expect(await userOf('spaced@example.com')).toMatchObject({ firstName: 'Ana', email: 'spaced@example.com' });
      expect((await login({ email: 'spaced@example.com', password: registration.password.trim() })).status).toBe(401);
      expect((await login({ email: 'spaced@example.com', password: registration.password })).status).toBe(200);
    });

    it('gives nobody a role or an id of their own choice', async () => {
      const { registration } = await register({
        role: 'Admin',
        id: 'mine',
        isActive: false,
        __proto__: { role: 'Admin' },
      });
      expect(await userOf(registration.email)).toMatchObject({ role: 'Client', isActive: 1 });
    });

    it.each([
      ['the e-mail address', (taken: string) => ({ email: taken.toUpperCase() }), ['email']],
      ['the user name', (_: string, name: string) => ({ userName: name.toUpperCase() }), ['userName']],
      [
        'both',
        (taken: string, name: string) => ({ email: taken.toUpperCase(), userName: name.toUpperCase() }),
        ['email', 'userName'],
      ],
    ])('refuses %s of another user in another case', async (_, changes, fields) => {
      const { registration } = await register();
      const before = await clinic.rowCounts();
      const { answer } = await register(changes(registration.email, registration.userName));
      expect(answer).toMatchObject({ status: 409, body: { code: 'duplicate', message: expect.any(String) } });
      expect(Object.keys(answer.body.errors)).toEqual(fields);
      expect(answer.body.detail).not.toContain('@');
      expect(await clinic.rowCounts()).toEqual(before);
    });

    it('creates one user when 20 register the same address at once', async () => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          register({ email: index % 2 ? 'race@example.com' : 'Race@Example.com' }),
        ),
      );
      const statuses = answers.map(({ answer }) => answer.status).sort();
      expect(statuses).toEqual([200, ...Array<number>(19).fill(409)]);
      expect(await clinic.rows(`SELECT id FROM "User" WHERE emailKey = 'race@example.com'`)).toHaveLength(1);
    });

    it.each([
      ['userName', undefined],
      ['userName', 'ab'],
      ['userName', 'a'.repeat(51)],
      ['userName', '   '],
      ['userName', 17],
      ['userName', 'nul\u0000'],
      ['firstName', ''],
      ['firstName', 'a'.repeat(101)],
      ['lastName', null],
      ['lastName', ['Marin']],
      ['displayName', undefined],
      ['displayName', 'bell\u0007'],
      ['email', 'not an address'],
      ['email', `${'a'.repeat(250)}@example.com`],
      ['email', { $ne: null }],
      ['password', '7 chars'],
      ['password', 'a'.repeat(129)],
      ['password', undefined],
      ['password', 12345678],
      ['dateOfBirth', '17.05.1990'],
      ['dateOfBirth', '2026-02-30'],
      ['dateOfBirth', '2999-01-01'],
      ['gender', 3],
      ['gender', 'male'],
      ['gender', 1.5],
    ])('refuses %s %j, names it and writes nothing', async (field, value) => {
      const before = await clinic.rowCounts();
      const { answer } = await register({ [field]: value });
      expect(answer).toMatchObject({
        status: 400,
        body: { status: 400, code: 'malformed', title: expect.any(String) },
      });
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(Object.keys(answer.body.errors)).toEqual([field]);
      expect(await clinic.rowCounts()).toEqual(before);
    });

    it.each([
      ['no body', undefined, 400],
      ['an array', '[]', 400],
      ['null', 'null', 400],
      ['text', '"register"', 400],
      ['broken JSON', '{"email":', 400],
      ['a large body', JSON.stringify({ email: 'a'.repeat(300_000) }), 413],
    ])('refuses %s and writes nothing', async (_, body, status) => {
      const before = await clinic.rowCounts();
      const answer = await app.http.post('/api/auth/register', body);
      expect(answer).toMatchObject({ status, body: { code: expect.any(String) } });
      expect(await clinic.rowCounts()).toEqual(before);
    });
  });

  describe('signing in', () => {
    it('answers with the role, a token and when it expires', async () => {
      const { registration } = await register();
      const now = app.clock.now().getTime();
      const { status, body } = await login({
        email: registration.email.toUpperCase(),
        password: registration.password,
      });
      expect(status).toBe(200);
      expect(body).toEqual({
        email: registration.email,
        role: 'Client',
        token: expect.any(String),
        expiry: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      });
      const minutes = (Date.parse(body.expiry) - now) / 60_000;
      expect(minutes).toBeGreaterThanOrEqual(60);
      expect(minutes).toBeLessThan(60.5);
      expect(await isSignedIn(body.token)).toBe(true);
    });

    it('puts nothing but ids and times into the token', async () => {
      const { registration } = await register();
      const { body } = await login({ email: registration.email, password: registration.password });
      const [header, payload] = (body.token as string)
        .split('.')
        .slice(0, 2)
        .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()));
      expect(header).toEqual({ alg: 'HS256', typ: 'JWT', kid: 'local' });
      expect(Object.keys(payload).sort()).toEqual(['exp', 'iat', 'sid', 'sub']);
      expect(payload.exp - payload.iat).toBe(3600);
    });

    it('answers alike to a wrong password, an unknown address and a deactivated user', async () => {
      const { registration } = await register();
      const off = (await register()).registration;
      await clinic.write('UPDATE "User" SET isActive = 0 WHERE emailKey = ?', [off.email.toLowerCase()]);
      const answers = await Promise.all([
        login({ email: registration.email, password: 'battery staple' }),
        login({ email: 'nobody@example.com', password: registration.password }),
        login({ email: off.email, password: off.password }),
      ]);
      for (const { status, body } of answers) {
        expect({ ...body, traceId: '' }).toEqual({ ...answers[0]?.body, traceId: '' });
        expect({ status, code: body.code }).toEqual({ status: 401, code: 'invalid-credentials' });
      }
    });

    it('begins no sign-in for a wrong password', async () => {
      const { registration } = await register();
      const before = await clinic.rowCounts();
      await login({ email: registration.email, password: 'battery staple' });
      expect((await clinic.rowCounts())['SignIn']).toBe(before['SignIn']);
    });

    it.each([
      ['no body', undefined, 'email', 'password'],
      ['no e-mail address', { password: 'correct horse' }, 'email'],
      ['an empty password', { email: 'ioana@example.com', password: '' }, 'password'],
      ['an object as password', { email: 'ioana@example.com', password: { $gt: '' } }, 'password'],
      ['a huge password', { email: 'ioana@example.com', password: 'a'.repeat(129) }, 'password'],
    ])('refuses %s, names it and writes nothing', async (_, body, ...fields) => {
      const before = await clinic.rowCounts();
      const answer = await login(body);
      expect(answer).toMatchObject({ status: 400, body: { code: 'malformed' } });
      expect(Object.keys(answer.body.errors)).toEqual(fields);
      expect(await clinic.rowCounts()).toEqual(before);
    });

    it('takes no credentials from the address, where logs would keep them', async () => {
      const { registration } = await register();
      const query = new URLSearchParams({ email: registration.email, password: registration.password });
      expect((await app.http.post(`/api/auth/login?${query}`, {})).status).toBe(400);
    });

    it('refuses a form, whatever is in it', async () => {
      const { registration } = await register();
      const form = new URLSearchParams({ email: registration.email, password: registration.password });
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      expect((await app.http.post('/api/auth/login', form.toString(), { headers })).status).toBe(415);
    });

    it('audits successes and refusals by id alone', async () => {
      const { registration } = await register();
      await login({ email: registration.email, password: registration.password });
      await login({ email: registration.email, password: 'battery staple' });
      await login({ email: 'stranger@example.com', password: 'battery staple' });
      const user = await userOf(registration.email);
      const entries = (await clinic.rows('SELECT * FROM "AuditEntry" ORDER BY id DESC')).slice(0, 4);
      expect(entries.reverse()).toMatchObject([
        { actorId: user?.['id'], action: 'user.create', subjectId: user?.['id'], data: '{"role":"Client"}' },
        { actorId: user?.['id'], action: 'user.sign-in', subjectType: 'sign-in' },
        {
          actorId: null,
          action: 'user.sign-in-refused',
          subjectId: user?.['id'],
          data: '{"code":"invalid-credentials"}',
        },
        { actorId: null, action: 'user.sign-in-refused', subjectId: 'unknown' },
      ]);
      expect(JSON.stringify(entries)).not.toMatch(/@|Ioana|Marin/);
    });
  });

  describe('a token', () => {
    const signed = (claims: object, options: object = {}) => {
      const { kid, secret } = app.get(SigningKeys).signing;
      return new JwtService().sign(claims, { algorithm: 'HS256', keyid: kid, secret, ...options });
    };
    const part = (value: unknown) =>
      Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

    it.each([
      ['absent', {}],
      ['of another scheme', { authorization: 'Basic aW9hbmE6cGFzcw==' }],
      ['empty', { authorization: 'Bearer ' }],
      ['no JWT', { authorization: 'Bearer abc' }],
      ['a JWT of nothing but dots', { authorization: 'Bearer ..' }],
      ['unsigned', { authorization: `Bearer ${part({ alg: 'none', kid: 'local' })}.${part({ sub: 'a', sid: 'b' })}.` }],
      [
        'of a payload that is not JSON',
        { authorization: `Bearer ${part({ alg: 'HS256', typ: 'JWT', kid: 'local' })}.${part('{')}.x` },
      ],
    ])('that is %s opens nothing', async (_, headers) => {
      const answer = await app.http.get('/api/notifications', { headers });
      expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    });

    it.each([
      ['another secret', { secret: 'x'.repeat(32) }],
      ['another algorithm', { algorithm: 'HS512' }],
      ['a key of another name', { keyid: 'other' }],
    ])('signed with %s opens nothing', async (_, options) => {
      const { token } = await clinic.client();
      const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
      expect(await isSignedIn(signed(claims))).toBe(true);
      expect((await app.http.get('/api/notifications', signed(claims, options))).status).toBe(401);
    });

    it.each<[string, (claims: Record<string, unknown>) => object]>([
      ['no sign-in', (claims) => ({ ...claims, sid: undefined })],
      ['a sign-in that does not exist', (claims) => ({ ...claims, sid: claims['sub'] })],
      ['the sign-in of somebody else', (claims) => ({ ...claims, sub: claims['sid'] })],
      ['objects for ids', (claims) => ({ ...claims, sid: { $gt: '' } })],
    ])('of ours that names %s opens nothing', async (_, change) => {
      const { token } = await clinic.client();
      const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
      expect((await app.http.get('/api/notifications', signed(change(claims)))).status).toBe(401);
    });

    it('is not taken from the address', async () => {
      const { token } = await clinic.client();
      expect((await app.http.get(`/api/notifications?access_token=${token}&token=${token}`)).status).toBe(401);
    });

    it('expires after an hour', async () => {
      const { token } = await clinic.client();
      app.clock.advance(59 * 60_000);
      expect(await isSignedIn(token)).toBe(true);
      app.clock.advance(60_000);
      expect(await isSignedIn(token)).toBe(false);
    });

    it('stops working at once with the logout, and with it no other sign-in', async () => {
      const { user, token } = await clinic.client();
      const other = await clinic.signIn(user);
      expect(await app.http.post('/api/auth/logout', undefined, token)).toMatchObject({
        status: 200,
        body: { message: expect.any(String) },
      });
      expect(await isSignedIn(token)).toBe(false);
      expect(await isSignedIn(other)).toBe(true);
      expect((await app.http.post('/api/auth/logout', undefined, token)).status).toBe(401);
    });

    it('stops working when its user is deactivated', async () => {
      const { id, token } = await clinic.client();
      await clinic.write('UPDATE "User" SET isActive = 0 WHERE id = ?', [id]);
      expect(await isSignedIn(token)).toBe(false);
    });

    it('dies with the role it was given to', async () => {
      const admin = await clinic.admin();
      const { id, user, token } = await clinic.client();
      const other = await clinic.signIn(user);
      const change = { userId: id, roleName: 'Admin' };
      expect((await app.http.put('/api/doctor/update-user-role', change, admin.token)).status).toBe(200);
      expect(await isSignedIn(token)).toBe(false);
      expect(await isSignedIn(other)).toBe(false);
    });

    it('gives no effect to a sign-in checked before the role changed', async () => {
      const admin = await clinic.admin();
      const { id, user } = await clinic.client();
      await app.http.put('/api/doctor/update-user-role', { userId: id, roleName: 'Admin' }, admin.token);
      expect(await isSignedIn(await clinic.signIn(user))).toBe(false);
    });

    it('is forgotten a day after it expired, and not sooner', async () => {
      const { id } = await clinic.client();
      const left = async () => (await clinic.rows('SELECT id FROM "SignIn" WHERE "userId" = ?', [id])).length;
      const remove = () => app.get(Database).transaction(() => app.get(SignInService).removeSome());
      expect(await left()).toBe(1);
      app.clock.advance(24 * 60 * 60_000);
      await remove();
      expect(await left()).toBe(1);
      app.clock.advance(61 * 60_000);
      await remove();
      expect(await left()).toBe(0);
    });

    it('is good by each of JWT_SECRETS, and by none that was taken out', async () => {
      const secrets = { old: `old:${'o'.repeat(32)}`, new: `new:${'n'.repeat(32)}` };
      const { user } = await clinic.client();
      const under = async <T>(given: string, work: (rotated: TestApp) => Promise<T>): Promise<T> => {
        const rotated = await startApp({ dataDir: app.dataDir, clock: app.clock, env: { JWT_SECRETS: given } });
        try {
          return await work(rotated);
        } finally {
          await rotated.close();
        }
      };
      const signIn = (rotated: TestApp) => new Clinic(rotated).signIn(user);
      const token = await under(secrets.old, signIn);
      const kidOf = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[0] ?? '', 'base64url').toString()).kid;
      expect(kidOf(token)).toBe('old');
      await under(`${secrets.new},${secrets.old}`, async (rotated) => {
        expect((await rotated.http.get('/api/auth/me', token)).status).toBe(200);
        expect(kidOf(await signIn(rotated))).toBe('new');
      });
      await under(secrets.new, async (rotated) => {
        expect((await rotated.http.get('/api/auth/me', token)).status).toBe(401);
      });
    });

    it('is good in every process, and ends in every process', async () => {
      const second = await startApp({ dataDir: app.dataDir, clock: app.clock });
      try {
        const { token } = await clinic.client();
        expect((await second.http.get('/api/notifications', token)).status).toBe(200);
        await second.http.post('/api/auth/logout', undefined, token);
        expect(await isSignedIn(token)).toBe(false);
      } finally {
        await second.close();
      }
    });
  });

  it('logs no address, name, password or token', () => {
    const logged = JSON.stringify(app.logs());
    expect(logged).toContain('/api/auth/login');
    expect(logged).not.toMatch(/@example|Marin|correct horse|battery staple|eyJ/i);
  });
});
