import { DemoService } from '../../src/admin/demo.service';
import { FirstAccounts } from '../../src/admin/first-accounts';
import { AccountService } from '../../src/auth/account.service';
import { Clock } from '../../src/common/clock';
import { StartupNotes } from '../../src/common/startup-notes';
import { Config, ConfigurationError } from '../../src/config/config';
import { aRegistration } from '../builders/registration';
import { type TestApp, startApp } from '../support/app';
import { Clinic, type Person } from '../support/clinic';

describe('the list of users', () => {
  let app: TestApp;
  let clinic: Clinic;
  let admin: Person;

  beforeAll(async () => {
    app = await startApp();
    clinic = new Clinic(app);
    admin = await clinic.admin();
  });
  afterAll(() => app.close());

  const get = (path: string) => app.http.get(path, admin.token);

  it('shows everyone, newest first, and nothing of their passwords', async () => {
    await clinic.client();
    const registration = aRegistration();
    await app.http.post('/api/auth/register', registration);
    const { status, body } = await get('/api/admin/users');
    expect(status).toBe(200);
    expect(body).toHaveLength(3);
    expect(body[0]).toEqual({
      id: expect.stringMatching(/^[\da-f-]{36}$/),
      userName: registration.userName,
      email: registration.email,
      firstName: 'Ioana',
      lastName: 'Marin',
      displayName: 'Ioana M.',
      dateOfBirth: '1990-05-17',
      gender: 1,
      role: 'Client',
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      isActive: true,
      medicalReports: [],
    });
    expect(body[2].id).toBe(admin.id);
    expect(JSON.stringify(body)).not.toContain('argon2');
  });

  it('comes in pages that miss and repeat nothing, even of users of one instant', async () => {
    for (let each = 0; each < 5; each++) await clinic.client();
    await clinic.write(`UPDATE "User" SET createdAt = '2026-01-01T00:00:00.000Z' WHERE id <> ?`, [admin.id]);
    const all = (await get('/api/admin/users')).body.map(({ id }: { id: string }) => id);

    const paged: string[] = [];
    for (let next: string | null = '/api/admin/users?limit=2&count=true'; next;) {
      const { body, headers } = await get(next);
      expect(headers.get('x-total-count')).toBe(String(all.length));
      expect(body.length).toBeLessThanOrEqual(2);
      paged.push(...body.map(({ id }: { id: string }) => id));
      next = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1] ?? null;
    }
    expect(paged).toEqual(all);
  });

  it.each(['limit=0', 'limit=1001', 'limit=ten', 'cursor=ten'])('refuses ?%s and names it', async (query) => {
    const answer = await get(`/api/admin/users?${query}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'malformed' } });
    expect(Object.keys(answer.body.errors)).toEqual([query.split('=')[0]]);
  });
});

describe('the first accounts', () => {
  const ADMIN = { ADMIN_EMAIL: 'Boss@clinic.example', ADMIN_PASSWORD: 'first password' };
  const login = (app: TestApp, email: string, password: string) =>
    app.http.post('/api/auth/login', { email, password });
  const firstAccounts = (app: TestApp, changes: Partial<Config>) =>
    new FirstAccounts(
      new Config({ ...app.config, ...changes }),
      app.get(AccountService),
      app.get(DemoService),
      app.get(StartupNotes),
      app.get(Clock),
    );

  // The demo is made on no other.
  describe('of an empty embedded database', () => {
    let app: TestApp;
    let clinic: Clinic;
    let before: Record<string, number>;

    beforeAll(async () => {
      app = await startApp({ env: ADMIN, demo: true, embedded: true });
      clinic = new Clinic(app);
      before = await clinic.rowCounts();
    });
    afterAll(() => app.close());

    it('are one Admin, two Doctors with hours and two Clients of the demo, and the Admin of the configuration', async () => {
      const roles = await clinic.rows('SELECT role, COUNT(*) AS count FROM "User" GROUP BY role ORDER BY role');
      expect(roles).toEqual([
        { role: 'Admin', count: 2 },
        { role: 'Client', count: 2 },
        { role: 'Doctor', count: 2 },
      ]);
      expect(before).toMatchObject({ Doctor: 2, AppointmentHour: 140, Appointment: 0 });
      expect(await clinic.rows('SELECT id FROM "Doctor" ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
    });

    it('are printed with a password that signs each of them in, and never logged', async () => {
      const printed = app.get(StartupNotes).lines('http://localhost:5000').join('\n');
      const password = /password (\S+)/.exec(printed)?.[1] ?? '';
      const people = [...printed.matchAll(/^ {2}(Admin|Doctor|Client) +(\S+@\S+)$/gm)];
      expect(people).toHaveLength(5);
      for (const [, role, email = ''] of people) {
        expect(await login(app, email, password)).toMatchObject({ status: 200, body: { role } });
      }
      expect(JSON.stringify(app.logs())).not.toMatch(new RegExp(`${password}|first password|@`));
    });

    it('let the Admin of the configuration in', async () => {
      expect(await login(app, 'boss@clinic.example', 'first password')).toMatchObject({
        status: 200,
        body: { role: 'Admin', email: 'Boss@clinic.example' },
      });
    });

    it('are left as they are by the next start, whatever the configuration says', async () => {
      const users = await clinic.rows('SELECT * FROM "User" ORDER BY id');
      await firstAccounts(app, {
        admin: { email: 'BOSS@clinic.example', password: 'second password' },
      }).onApplicationBootstrap();
      expect(await clinic.rows('SELECT * FROM "User" ORDER BY id')).toEqual(users);
    });

    it('do not make an Admin of somebody who has the address', async () => {
      await firstAccounts(app, {
        admin: { email: 'client@demo.example', password: 'second password' },
      }).onApplicationBootstrap();
      expect((await login(app, 'client@demo.example', 'second password')).status).toBe(401);
      expect(await clinic.rows(`SELECT role FROM "User" WHERE emailKey = 'client@demo.example'`)).toEqual([
        { role: 'Client' },
      ]);
    });

    it('keep production from starting while the demo is there', async () => {
      await expect(firstAccounts(app, { production: true }).onApplicationBootstrap()).rejects.toThrow(
        ConfigurationError,
      );
    });
  });

  describe('of a database with users of its own', () => {
    it('are the Admin of the configuration alone, in production and outside it', async () => {
      const own = await startApp();
      await own.http.post('/api/auth/register', aRegistration());
      const app = await startApp({ dataDir: own.dataDir, clock: own.clock, demo: true });
      const clinic = new Clinic(app);
      try {
        expect(await clinic.rows('SELECT role FROM "User"')).toEqual([{ role: 'Client' }]);
        await firstAccounts(app, {
          production: true,
          admin: { email: 'boss@clinic.example', password: 'first password' },
        }).onApplicationBootstrap();
        expect(await clinic.rows('SELECT role FROM "User" ORDER BY role')).toEqual([
          { role: 'Admin' },
          { role: 'Client' },
        ]);
        expect(app.get(StartupNotes).lines('')).toEqual([]);
      } finally {
        await app.close();
        await own.close();
      }
    });
  });
});
