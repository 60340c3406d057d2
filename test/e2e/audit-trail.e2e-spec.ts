import { AuditService } from '../../src/audit/audit.service';
import { type TestApp, startApp } from '../support/app';
import type { ApiAnswer } from '../support/client';
import { Clinic, type Person } from '../support/clinic';

describe('GET /api/admin/audit', () => {
  let app: TestApp;
  let clinic: Clinic;
  let admin: Person;
  let ana: Person;

  const record = (at: string, actor: Person | null, action: string, id: string | number) => {
    app.clock.travelTo(at);
    const notice = {
      actor: actor && { userId: actor.id },
      action,
      subject: { type: 'thing', id },
      reason: `${action}!`,
    };
    return app.get(AuditService).record({ ...notice, data: { before: 1 } });
  };

  beforeAll(async () => {
    app = await startApp({ env: { ROLE: 'api' } });
    clinic = new Clinic(app);
    app.clock.travelTo('2027-01-01T08:00:00.000Z');
    ana = await clinic.admin();
    // Bucharest is two hours ahead: the first is of the 3rd there, the others of the 4th.
    await record('2027-01-03T21:59:59.000Z', ana, 'thing.open', 1);
    await record('2027-01-03T22:00:00.000Z', ana, 'thing.close', 1);
    await record('2027-01-04T09:00:00.000Z', null, 'thing.open', 'a:b');
    await record('2027-01-04T09:10:00.000Z', ana, 'thing.open', 2);
    app.clock.travelTo('2027-01-05T08:00:00.000Z');
    admin = await clinic.admin();
  });
  afterAll(() => app.close());

  const list = (query = '') => app.http.get(`/api/admin/audit${query}`, admin.token);
  const things = ({ body }: ApiAnswer): string[] =>
    body
      .filter(({ targetType }: { targetType: string }) => targetType === 'thing')
      .map(({ action, targetId }: { action: string; targetId: string }) => `${action} ${targetId}`);

  it('shows who did what to what, when and why, the newest first', async () => {
    const { status, body } = await list('?action=thing.open');
    expect([status, body[0]]).toEqual([
      200,
      {
        id: expect.stringMatching(/^\d+$/),
        at: expect.stringMatching(/^2027-01-04T09:1\d:\d\d\.\d{3}Z$/),
        who: ana.id,
        action: 'thing.open',
        targetType: 'thing',
        targetId: '2',
        reason: 'thing.open!',
        data: { before: 1 },
      },
    ]);
    expect(things(await list())).toEqual(['thing.open 2', 'thing.open a:b', 'thing.close 1', 'thing.open 1']);
  });

  it.each([
    ['?action=thing.close', ['thing.close 1']],
    ['?target=thing:1', ['thing.close 1', 'thing.open 1']],
    ['?target=thing:a:b', ['thing.open a:b']],
    ['?target=thing:1&action=thing.open', ['thing.open 1']],
    ['?who=system&action=thing.open', ['thing.open a:b']],
    ['?action=thing.open&to=2027-01-03', ['thing.open 1']],
    ['?from=2027-01-04&to=2027-01-04', ['thing.open 2', 'thing.open a:b', 'thing.close 1']],
    ['?who=nobody', []],
    ['?who=&action=&target=', ['thing.open 2', 'thing.open a:b', 'thing.close 1', 'thing.open 1']],
  ])('%s holds what it asks for', async (query, expected) => {
    expect(things(await list(query))).toEqual(expected);
  });

  it('tells what one user did', async () => {
    expect(things(await list(`?who=${ana.id}`))).toEqual(['thing.open 2', 'thing.close 1', 'thing.open 1']);
    expect(things(await list(`?who=${ana.id}&action=thing.close`))).toEqual(['thing.close 1']);
  });

  it('is read whole by its links, and counted up to a limit', async () => {
    const seen: string[] = [];
    let path: string | undefined = '/api/admin/audit?limit=2&count=true';
    let total: string | null = null;
    for (let page = 0; path && page < 50; page++) {
      const answer = await app.http.get(path, admin.token);
      total = answer.headers.get('x-total-count');
      seen.push(...things(answer));
      path = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1];
    }
    expect(seen).toEqual(['thing.open 2', 'thing.open a:b', 'thing.close 1', 'thing.open 1']);
    expect(Number(total)).toBeGreaterThanOrEqual(4);
    await clinic.write(
      `INSERT INTO "AuditEntry" ("at", "action", "subjectType", "subjectId")
       SELECT "at", 'thing.many', 'many', '1' FROM "AuditEntry"`,
    );
    for (let many = 4; many <= 10_000; many *= 2)
      await clinic.write(
        `INSERT INTO "AuditEntry" ("at", "action", "subjectType", "subjectId")
         SELECT "at", 'thing.many', 'many', '1' FROM "AuditEntry" WHERE "action" = 'thing.many'`,
      );
    const many = await list('?action=thing.many&count=true&limit=1');
    expect(many.headers.get('x-total-count')).toBe('10000+');
  });

  it.each([
    ['?target=thing', 'target'],
    ['?target=:1', 'target'],
    [`?target=${'x'.repeat(31)}:1`, 'target'],
    ['?from=2027-02-30', 'from'],
    ['?limit=0', 'limit'],
    ['?cursor=x', 'cursor'],
    [`?who=${'x'.repeat(37)}`, 'who'],
  ])('%s is refused by name', async (query, field) => {
    const { status, body } = await list(query);
    expect([status, Object.keys(body.errors)]).toEqual([400, [field]]);
  });
});
