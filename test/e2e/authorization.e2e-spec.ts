import { Controller, Get, Module, Post } from '@nestjs/common';
import { Anyone } from '../../src/auth/access';
import { AccessCheck } from '../../src/auth/access-check';
import type { Route } from '../../src/auth/routes';
import type { Role } from '../../src/users/actor';
import { API_CONTRACT, AWAITED } from '../support/api-contract';
import { type TestApp, startApp } from '../support/app';
import type { ApiAnswer } from '../support/client';
import { Clinic, type Person } from '../support/clinic';

const ROLES = ['Admin', 'Client', 'Doctor'] as const;

describe('authorization', () => {
  let app: TestApp;
  let clinic: Clinic;
  let people: Record<Role, Person>;

  beforeAll(async () => {
    app = await startApp();
    clinic = new Clinic(app);
    people = { Admin: await clinic.admin(), Client: await clinic.client(), Doctor: await clinic.doctor() };
  });
  afterAll(() => app.close());

  const routes = () => app.get(AccessCheck).routes();
  const outsideApi = ({ path }: Route) => /^(health|metrics)(\/|$)/.test(path) || isDashboard(path);
  const isDashboard = (path: string) => `/${path}/`.startsWith(`${app.config.dashboardPath}/`);

  /** Calls a route with ids and a body that lead nowhere: only who may call it is asked. */
  const call = (route: Route, token?: string): Promise<ApiAnswer> => {
    const path = route.path.replaceAll(/:(\w+)/g, (_, name) => (name === 'day' ? 'Monday' : '999999999'));
    const body = ['GET', 'DELETE'].includes(route.method) ? undefined : {};
    return app.http.send(route.method, `${outsideApi(route) ? '' : '/api'}/${path}`, body, token ? { token } : {});
  };

  it('is as the contract says', () => {
    const sorted = (access: Route['access']) => (Array.isArray(access) ? access.toSorted() : access);
    const declared = new Map(routes().map(({ method, path, access }) => [`${method} ${path}`, sorted(access)]));
    const promised = Object.entries(API_CONTRACT).filter(([route]) => !AWAITED.includes(route));
    expect(promised.map(([route]) => [route, declared.get(route)])).toEqual(promised);
    expect(AWAITED.filter((route) => declared.has(route))).toEqual([]);
  });

  it('asks for a sign-in on every route that is not for anyone', async () => {
    const guarded = routes().filter(({ access }) => access !== 'anyone');
    expect(guarded.length).toBeGreaterThanOrEqual(12);
    for (const route of guarded) {
      const { status, body } = await call(route);
      expect([route.handler, status, body?.code]).toEqual([route.handler, 401, 'unauthenticated']);
    }
  });

  it.each(ROLES)('lets a %s into the routes of that role, and into no other', async (role) => {
    for (const route of routes()) {
      if (route.access === 'anyone') continue;
      // A logout ends the sign-in.
      const token = await clinic.signIn(people[role].user);
      const { status } = await call(route, token);
      const outcome = status === 403 ? 'refused' : status === 401 ? 'signed out' : status >= 500 ? 'failed' : 'let in';
      expect([route.handler, outcome]).toEqual([route.handler, route.access?.includes(role) ? 'let in' : 'refused']);
    }
  });

  it('lets anyone into the routes for anyone, even with a token that is no good', async () => {
    for (const route of routes().filter((each) => each.access === 'anyone' && !isDashboard(each.path))) {
      for (const token of [undefined, 'no token']) {
        // A refresh lacks its cookie, which is another refusal.
        const { body } = await call(route, token);
        const refused = ['unauthenticated', 'forbidden'].includes(String(body?.code));
        expect([route.handler, refused]).toEqual([route.handler, false]);
      }
    }
  });

  it('matches paths in any case, and guards them alike', async () => {
    expect((await app.http.get('/api/Admin/USERS')).status).toBe(401);
    expect((await app.http.get('/API/admin/users', people.Client.token)).status).toBe(403);
    expect((await app.http.get('/Api/Admin/Users', people.Admin.token)).status).toBe(200);
  });

  it('guards HEAD as it guards GET', async () => {
    expect((await app.http.send('HEAD', '/api/admin/users')).status).toBe(401);
    expect((await app.http.send('HEAD', '/api/admin/users', undefined, people.Client.token)).status).toBe(403);
  });

  it('audits a call of the wrong role by the name of the route', async () => {
    await app.http.get('/api/admin/users?secret=1', people.Client.token);
    const [entry] = await clinic.rows('SELECT * FROM "AuditEntry" ORDER BY id DESC');
    expect(entry).toMatchObject({
      actorId: people.Client.id,
      action: 'route.call-refused',
      subjectType: 'route',
      subjectId: 'AdminUserController.list',
      data: '{"code":"forbidden"}',
    });
  });
});

describe('a route that declares nobody', () => {
  @Controller('parking')
  class ParkingController {
    @Get()
    @Anyone()
    list() {
      return [];
    }

    @Post(':id/barrier')
    open() {
      return {};
    }
  }

  @Module({ controllers: [ParkingController] })
  class ParkingModule {}

  it('keeps the application from starting, and is named', async () => {
    const starting = startApp({ modules: [ParkingModule] });
    await expect(starting).rejects.toThrow('POST parking/:id/barrier (ParkingController.open)');
    await expect(starting).rejects.not.toThrow('ParkingController.list');
  });
});
