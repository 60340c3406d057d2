import { VerifyService } from '../../src/alerts/verify.service';
import { WatchService } from '../../src/alerts/watch.service';
import { ReminderHealingService } from '../../src/appointments/reminder-healing.service';
import { AttemptLimitService } from '../../src/auth/attempt-limit.service';
import { RefreshService } from '../../src/auth/refresh.service';
import { SignInService } from '../../src/auth/sign-in.service';
import { Database } from '../../src/database/database';
import { IdempotencyService } from '../../src/idempotency/idempotency.service';
import { type TestApp, startApp } from '../support/app';
import { Clinic, type Person } from '../support/clinic';

let app: TestApp;
let client: Person;

beforeAll(async () => {
  app = await startApp({ embedded: true, env: { ROLE: 'api' } });
  client = await new Clinic(app).client();
});
afterAll(() => app.close());

/** The plans of the statements that `work` runs, whoever wrote them; inserting one row needs none. */
async function plansOf(work: () => Promise<unknown>): Promise<string[][]> {
  const database = app.get(Database);
  const statements = new Map<string, unknown[]>();
  const logQuery = (sql: string, parameters: unknown[] = []) => void statements.set(sql, parameters);
  const writer = await database.transaction(() => Promise.resolve(database.manager.connection));
  for (const { logger } of [writer, database.manager.connection]) Object.assign(logger, { logQuery });
  const queries = jest.spyOn(database, 'query');
  await work();
  for (const [sql, parameters] of queries.mock.calls) logQuery(sql, parameters as unknown[]);
  queries.mockRestore();
  const plans: string[][] = [];
  for (const [sql, parameters] of statements) {
    if (/^\s*INSERT/.test(sql)) continue;
    const plan = await database.query<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, parameters as string[]);
    plans.push(plan.map(({ detail }) => detail));
  }
  return plans;
}

describe('a request of somebody who is signed in', () => {
  it('is let in by one statement, which seeks the sign-in and its user by their primary keys', async () => {
    const plans = await plansOf(() =>
      app.http
        .get('/api/nothing', client.token)
        .then(() => app.http.post('/api/admin/appointment-hours', {}, client.token)),
    );
    expect(plans).toEqual([
      ['SEARCH s USING INDEX sqlite_autoindex_SignIn_1 (id=?)', 'SEARCH u USING INDEX sqlite_autoindex_User_1 (id=?)'],
    ]);
  });
});

describe('statements about sign-ins, attempts and keys of requests', () => {
  it('seek', async () => {
    const { user } = client;
    const [signIn] = await app.get(Database).query<{ id: string }>('SELECT id FROM "SignIn"');
    const { refresh } = await app.get(SignInService).beginRefreshable(user);
    const database = app.get(Database);
    const limits = app.get(AttemptLimitService);
    const plans = await plansOf(async () => {
      await app.get(RefreshService).refresh(refresh.token);
      await limits.countFailedSignIn('somebody', '198.51.100.1');
      await limits.assertSignInAllowed('somebody', '198.51.100.1');
      await limits.countRegistration('198.51.100.1');
      await database.transaction(() => app.get(SignInService).removeSome());
      await database.transaction(() => limits.removeSome());
      await database.transaction(() => app.get(IdempotencyService).removeSome());
      await app.get(SignInService).end({ userId: user.id, role: 'Client', signInId: signIn?.id ?? '' });
    });
    expect(plans.join()).toContain('UX_SignIn_refreshHash (refreshHash=?)');
    expect(plans.join()).toContain('IX_SignIn_family (familyId=?)');
    expect(plans.flat().filter((step) => /^SCAN (?!r\b|json_each)/.test(step))).toEqual([]);
  });
});

describe('statements of the watch and the verification', () => {
  it('seek what grows', async () => {
    const now = app.clock.now();
    const plans = await plansOf(async () => {
      await app.get(VerifyService).verifyAll();
      await app.get(WatchService).look();
      await app.get(ReminderHealingService).heal(aLostReminder(), now);
    });
    expect(plans.join()).toContain('IX_Reminder_outcome (outcome=? AND dueAt>?');
    const grows = /^SCAN (jobs_(Job|State|Log|Tag)|job|Reminder|Notification|Delivery|Appointment|User|[nd])\b/;
    expect(plans.flat().filter((step) => grows.test(step))).toEqual([]);
  });

  const aLostReminder = () => ({
    id: 1,
    appointmentId: 1,
    sequence: 0,
    offset: 60,
    dueAt: app.clock.now(),
    jobId: null,
    outcome: 'planned' as const,
  });
});
