import { AccessCheck } from '../../src/auth/access-check';
import { type TestApp, startApp } from '../support/app';
import { Clinic, type Person } from '../support/clinic';
import { OWNED_ROUTES, type Owned, type Visit } from '../support/owned-routes';
import { TestClock } from '../support/test-clock';

const NOW = '2027-01-04T08:00:00.000Z';
const ROLES = ['Admin', 'Client', 'Doctor'] as const;
const WHOSE = ['their own', 'another’s'] as const;

/** Routes whose ids name what belongs to nobody, or whose only users are Admins. */
const NOBODYS = /^(client\/appointment-hours|admin)\//;

const CELLS = Object.entries(OWNED_ROUTES).flatMap(([route, owned]) =>
  ROLES.flatMap((role) => WHOSE.map((whose) => ({ route, owned, role, whose }))),
);

let app: TestApp;
let clinic: Clinic;
let admin: Person;

beforeAll(async () => {
  app = await startApp({ clock: TestClock.at(NOW), env: { ROLE: 'api' } });
  clinic = new Clinic(app);
  admin = await clinic.admin();
});
afterAll(() => app.close());

const routes = () => app.get(AccessCheck).routes();

/** A visit of the `patient` to the doctor whom `doctorId` names. */
async function aVisit(patient: Person, doctorId: number, { status, hasReport }: Owned): Promise<Visit> {
  const { body } = await clinic.book(admin, doctorId, '2027-01-05', '15:00', { clientId: patient.id });
  await clinic.write('UPDATE "Appointment" SET status = ? WHERE id = ?', [status, body.id]);
  if (hasReport) {
    await clinic.write(
      'INSERT INTO "MedicalReport" ("appointmentId", "doctorId", "patientId", "version", "createdAt") VALUES (?, ?, ?, 1, ?)',
      [body.id, doctorId, patient.id, app.clock.now()],
    );
  }
  const [notification] = await clinic.rows('SELECT id FROM "Notification" WHERE appointmentId = ? AND userId = ?', [
    body.id,
    patient.id,
  ]);
  const [report] = await clinic.rows('SELECT id FROM "MedicalReport" WHERE appointmentId = ?', [body.id]);
  return {
    doctorId,
    appointmentId: String(body.id),
    notificationId: String(notification?.id),
    reportId: String(report?.id),
  };
}

it('knows whose every thing is that a route with an id leads to', () => {
  const dashboard = `${app.config.dashboardPath.slice(1)}/`;
  const withIds = routes()
    .filter(({ path }) => path.includes(':') && !NOBODYS.test(path) && !`${path}/`.startsWith(dashboard))
    .map(({ method, path }) => `${method} ${path}`);
  expect(withIds.filter((route) => !(route in OWNED_ROUTES))).toEqual([]);
  expect(withIds.length).toBeGreaterThanOrEqual(11);
});

describe(`of ${CELLS.length} pairs of a person and a thing,`, () => {
  it.each(CELLS)('$route is right to a $role about $whose', async ({ route, owned, role, whose }) => {
    const actor = role === 'Doctor' ? await clinic.doctor() : { ...(await clinic.person(role)), doctorId: 0 };
    // Who is no doctor has as their own what is about them.
    const asPatient = owned.to === 'patient' || role !== 'Doctor';
    const patient = whose === 'their own' && asPatient ? actor : await clinic.client();
    const doctor = whose === 'their own' && !asPatient ? actor : await clinic.doctor();
    const visit = await aVisit(patient, doctor.doctorId, owned);

    const [method = ''] = route.split(' ');
    const { status } = await app.http.send(method, `/api/${owned.path(visit)}`, owned.body?.(visit), actor.token);
    const access = routes().find((each) => `${each.method} ${each.path}` === route)?.access;
    const reaches = whose === 'their own' || (owned.adminsToo && role === 'Admin');
    const expected = !access?.includes(role) ? 403 : reaches ? 'let in' : 404;
    expect(status < 300 ? 'let in' : status).toBe(expected);
  });
});
