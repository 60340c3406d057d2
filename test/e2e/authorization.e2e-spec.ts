import { Controller, Get, Module, Post } from '@nestjs/common';
import { Anyone } from '../../src/auth/access';
import { AccessCheck } from '../../src/auth/access-check';
import type { Route } from '../../src/auth/routes';
import type { Role } from '../../src/users/actor';
import { type TestApp, startApp } from '../support/app';
import type { ApiAnswer } from '../support/client';
import { Clinic, type Person } from '../support/clinic';

const ROLES = ['Admin', 'Client', 'Doctor'] as const;
const CLIENT_SIDE = ['Admin', 'Client'];

/** What API.md says of each route of these modules. */
const DECLARED = {
  'POST auth/register': 'anyone',
  'POST auth/login': 'anyone',
  'POST auth/logout': [...ROLES],
  'POST auth/refresh': 'anyone',
  'GET auth/me': [...ROLES],
  'PUT auth/me': [...ROLES],
  'PUT auth/password': [...ROLES],
  'GET client/doctors': CLIENT_SIDE,
  'GET client/appointment-hours': CLIENT_SIDE,
  'GET client/appointment-hours/doctor/:id': CLIENT_SIDE,
  'GET client/appointment-hours/doctor/:id/day/:day': CLIENT_SIDE,
  'GET doctor/doctors': ['Admin', 'Doctor'],
  'PUT doctor/update-user-role': ['Admin'],
  'GET client/getAppointments': CLIENT_SIDE,
  'POST client/appointments': CLIENT_SIDE,
  'PUT client/appointments/:id': [...ROLES],
  'POST client/appointments/:id/cancel': [...ROLES],
  'GET client/appointments/:id.ics': [...ROLES],
  'GET client/getReviews': CLIENT_SIDE,
  'POST client/reviews': CLIENT_SIDE,
  'GET client/medical-reports': ['Client'],
  'GET doctor/:id/reviews': ['Admin', 'Doctor'],
  'GET doctor/:id/appointments': ['Admin', 'Doctor'],
  'GET doctor/my-reviews': ['Doctor'],
  'GET doctor/my-appointments': ['Doctor'],
  'GET doctor/my-medical-reports': ['Doctor'],
  'PUT doctor/appointments/:id/status': ['Doctor'],
  'POST doctor/reviews-by-userid': ['Admin'],
  'POST doctor/appointments-by-userid': ['Admin'],
  'POST doctor/medical-reports': ['Doctor'],
  'PUT doctor/medical-reports/:id': ['Doctor'],
  'DELETE doctor/medical-reports/:id': ['Doctor'],
  'GET doctor/medical-reports/:id': ['Admin', 'Doctor'],
  'GET doctor/medical-reports/appointment/:appointmentId': ['Admin', 'Doctor'],
  'GET admin/dashboard': ['Admin'],
  'GET admin/getAppointments': ['Admin'],
  'PUT admin/appointments/:id/status': ['Admin'],
  'POST admin/appointments/bulk-cancel': ['Admin'],
  'PUT admin/users/:id': ['Admin'],
  'GET notifications': [...ROLES],
  'GET notifications/unread-count': [...ROLES],
  'GET notifications/stream': [...ROLES],
  'POST notifications/stream-ticket': [...ROLES],
  'PUT notifications/read-all': [...ROLES],
  'PUT notifications/:id/read': [...ROLES],
  'GET notifications/unsubscribe': 'anyone',
  'POST notifications/unsubscribe': 'anyone',
  'GET metrics': 'anyone',
  'GET admin/users': ['Admin'],
  'GET admin/appointment-hours': ['Admin'],
  'POST admin/appointment-hours': ['Admin'],
  'PUT admin/appointment-hours/:id': ['Admin'],
  'DELETE admin/appointment-hours/:id': ['Admin'],
  'GET admin/jobs': ['Admin'],
  'GET admin/jobs/stats': ['Admin'],
  'GET admin/jobs/history': ['Admin'],
  'GET admin/jobs/:id': ['Admin'],
  'POST admin/jobs/:id/requeue': ['Admin'],
  'POST admin/jobs/:id/cancel': ['Admin'],
  'POST admin/jobs/:id/run-now': ['Admin'],
  'POST admin/jobs/bulk': ['Admin'],
  'GET admin/queues': ['Admin'],
  'POST admin/queues/:name/pause': ['Admin'],
  'POST admin/queues/:name/resume': ['Admin'],
  'PUT admin/queues/:name': ['Admin'],
  'GET admin/recurring-jobs': ['Admin'],
  'POST admin/recurring-jobs/:id/trigger': ['Admin'],
  'PUT admin/recurring-jobs/:id': ['Admin'],
  'GET admin/servers': ['Admin'],
  'GET admin/audit': ['Admin'],
  'GET admin/deliveries': ['Admin'],
  'POST admin/deliveries/:id/resend': ['Admin'],
};

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
    const declared = Object.fromEntries(
      routes().map(({ method, path, access }) => [
        `${method} ${path}`,
        Array.isArray(access) ? access.toSorted() : access,
      ]),
    );
    expect(declared).toMatchObject(DECLARED);
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
