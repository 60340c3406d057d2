import { aRegistration } from '../builders/registration';
import { type TestApp, startApp } from '../support/app';
import { ReminderChoices } from '../../src/users/reminder-choices';
import { Clinic, type Person } from '../support/clinic';

const NEXT = 'battery staple';

let app: TestApp;
let clinic: Clinic;

beforeAll(async () => {
  app = await startApp({ env: { REMINDER_OFFSETS: '1440,60,4320' } });
  clinic = new Clinic(app);
});
afterAll(() => app.close());

const login = (email: string, password: string) => app.http.post('/api/auth/login', { email, password });
const isSignedIn = async (token: string) => (await app.http.get('/api/notifications', token)).status === 200;
const lastAudit = async () => (await clinic.rows('SELECT * FROM "AuditEntry" ORDER BY id DESC'))[0];

describe('another password', () => {
  const registered = async () => {
    const { email, password } = aRegistration();
    await app.http.post('/api/auth/register', aRegistration({ email, password }));
    return { email, password };
  };
  const change = (token: string, body: unknown) => app.http.put('/api/auth/password', body, token);

  it('is taken from then on, and ends all sign-ins but the present one', async () => {
    const { email, password } = await registered();
    const others = [await login(email, password), await login(email, password)];
    const present = await login(email, password);
    const { token } = present.body;
    expect(await change(token, { current: password, next: NEXT })).toMatchObject({ status: 204, body: null });

    expect(await isSignedIn(token)).toBe(true);
    for (const other of others) {
      expect(await isSignedIn(other.body.token)).toBe(false);
      const cookie = other.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
      expect((await app.http.post('/api/auth/refresh', undefined, { headers: { cookie } })).status).toBe(401);
    }
    const cookie = present.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
    const next = await app.http.post('/api/auth/refresh', undefined, { headers: { cookie } });
    expect(next.status).toBe(200);
    expect(await isSignedIn(next.body.token)).toBe(true);

    expect((await login(email, password)).status).toBe(401);
    expect((await login(email, NEXT)).status).toBe(200);
  });

  it('is refused without the present one, and changes nothing', async () => {
    const { email, password } = await registered();
    const { token } = (await login(email, password)).body;
    const answer = await change(token, { current: 'guessed', next: NEXT });
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'wrong-password', errors: { current: [expect.any(String)] } },
    });
    expect(await lastAudit()).toMatchObject({
      action: 'user.change-password-refused',
      data: '{"code":"wrong-password"}',
    });
    expect((await login(email, password)).status).toBe(200);
    expect(await isSignedIn(token)).toBe(true);
  });

  it.each([
    [{ next: NEXT }, 'current'],
    [{ current: 'correct horse' }, 'next'],
    [{ current: 'correct horse', next: '7 chars' }, 'next'],
    [{ current: 'correct horse', next: 'a'.repeat(129) }, 'next'],
    [{ current: { $ne: '' }, next: NEXT }, 'current'],
  ])('that is sent as %j is malformed', async (body, field) => {
    const { token } = await clinic.client();
    const answer = await change(token, body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'malformed' } });
    expect(Object.keys(answer.body.errors)).toEqual([field]);
  });

  it('leaves no effect to one of two that are sent together with the same present one', async () => {
    const { email, password } = await registered();
    const { token } = (await login(email, password)).body;
    const answers = await Promise.all([
      change(token, { current: password, next: 'the first one' }),
      change(token, { current: password, next: 'the other one' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 422]);
    expect(await isSignedIn(token)).toBe(true);
  });

  it('counts what is guessed as failed sign-ins', async () => {
    const { email, password } = await registered();
    const { token } = (await login(email, password)).body;
    for (let guess = 0; guess < 10; guess++) {
      expect((await change(token, { current: `guess ${guess}`, next: NEXT })).status).toBe(422);
    }
    expect(await change(token, { current: password, next: NEXT })).toMatchObject({
      status: 429,
      body: { code: 'too-many-attempts' },
    });
    expect((await login(email, password)).status).toBe(429);
  });

  it('is audited by id alone', async () => {
    const { email, password } = await registered();
    const { token } = (await login(email, password)).body;
    await change(token, { current: password, next: NEXT });
    const entry = await lastAudit();
    expect(entry).toMatchObject({ action: 'user.change-password', subjectType: 'user', data: null });
    expect(entry?.['actorId']).toBe(entry?.['subjectId']);
  });
});

describe('the own profile', () => {
  let person: Person;
  beforeEach(async () => {
    person = await clinic.client();
  });
  const get = () => app.http.get('/api/auth/me', person.token);
  const put = (body: unknown) => app.http.put('/api/auth/me', body, person.token);

  it('shows oneself, with what one has chosen, and no reports', async () => {
    const { user } = person;
    expect(await get()).toMatchObject({ status: 200 });
    expect((await get()).body).toEqual({
      id: user.id,
      userName: user.userName,
      email: user.email,
      firstName: user.firstName,
      lastName: user.lastName,
      displayName: user.displayName,
      dateOfBirth: null,
      gender: null,
      role: 'Client',
      createdAt: user.createdAt.toISOString(),
      isActive: true,
      language: 'en',
      emailReminders: true,
      reminderOffsets: [4320, 1440, 60],
    });
  });

  it('is for every role', async () => {
    for (const { token } of [await clinic.admin(), await clinic.doctor()]) {
      expect((await app.http.get('/api/auth/me', token)).status).toBe(200);
    }
  });

  it('takes what is sent and leaves the rest', async () => {
    const before = (await get()).body;
    const changes = {
      displayName: ' Ana P. ',
      language: 'ro',
      emailReminders: false,
      reminderOffsets: ['60', 1440, 60],
    };
    const expected = { ...before, ...changes, displayName: 'Ana P.', reminderOffsets: [1440, 60] };
    expect(await put(changes)).toMatchObject({ status: 200, body: expected });
    expect((await put({})).body).toEqual(expected);
    expect((await put({ displayName: null, language: null, emailReminders: null })).body).toEqual(expected);
    expect((await get()).body).toEqual(expected);
    expect((await put({ reminderOffsets: [] })).body.reminderOffsets).toEqual([]);
    expect((await put({ reminderOffsets: null })).body.reminderOffsets).toEqual([4320, 1440, 60]);
  });

  it('takes back what it shows', async () => {
    const shown = (await get()).body;
    expect((await put(shown)).body).toEqual(shown);
  });

  it('gives nobody another role, address or name', async () => {
    const before = (await get()).body;
    const changes = { role: 'Admin', email: 'x@example.com', id: 'x', isActive: false, userName: 'x', firstName: 'x' };
    expect((await put(changes)).body).toEqual(before);
  });

  it.each([
    ['displayName', ''],
    ['displayName', 'a'.repeat(101)],
    ['displayName', 7],
    ['language', 'de'],
    ['emailReminders', 'true'],
    ['emailReminders', 1],
    ['reminderOffsets', [30]],
    ['reminderOffsets', 60],
    ['reminderOffsets', ['soon']],
    ['reminderOffsets', Array<number>(101).fill(60)],
  ])('refuses %s %j, names it and changes nothing', async (field, value) => {
    const before = (await get()).body;
    const answer = await put({ [field]: value });
    expect(answer).toMatchObject({ status: 400, body: { code: 'malformed' } });
    expect(Object.keys(answer.body.errors).map((name) => name.split('.')[0])).toEqual([field]);
    expect((await get()).body).toEqual(before);
  });

  it('tells those who plan reminders of another choice, in the transaction that keeps it', async () => {
    const heard: unknown[] = [];
    let fails = false;
    app.get(ReminderChoices).register({
      replan: async (choice) => {
        const [row] = await clinic.rows('SELECT reminderOffsets FROM "User" WHERE id = ?', [choice.userId]);
        heard.push([choice, row?.reminderOffsets]);
        if (fails) throw new Error('the planner failed');
      },
    });
    await put({ reminderOffsets: [60] });
    await put({ displayName: 'Ana' });
    await put({ reminderOffsets: null });
    expect(heard).toEqual([
      [{ userId: person.id, offsets: [60] }, '[60]'],
      [{ userId: person.id, offsets: null }, null],
    ]);
    fails = true;
    expect((await put({ reminderOffsets: [1440] })).status).toBe(500);
    fails = false;
    expect((await get()).body.reminderOffsets).toEqual([4320, 1440, 60]);
  });

  it('is audited by the names of what was changed', async () => {
    await put({ displayName: 'Somebody Else', language: 'ro' });
    expect(await lastAudit()).toMatchObject({
      actorId: person.id,
      action: 'user.change-preferences',
      subjectId: person.id,
      data: '{"fields":["displayName","language"]}',
    });
  });
});
