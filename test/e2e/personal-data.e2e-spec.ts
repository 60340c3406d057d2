import { Database } from '../../src/database/database';
import { JobRunner } from '../../src/jobs/worker/job-runner';
import { type TestApp, startApp } from '../support/app';
import { Clinic, type DoctorPerson, type Person } from '../support/clinic';
import { TestClock } from '../support/test-clock';

const NOW = '2027-01-04T08:00:00.000Z'; // Monday, 10:00 in the clinic
const TUESDAY = '2027-01-05';
const REASON = 'asked for in writing on 2027-01-03';
const NOBODY = '6f1c6f0e-2b7e-4f7c-9a53-0c9a5c0f2d11';

let app: TestApp;
let clinic: Clinic;
let admin: Person;
let doctor: DoctorPerson;
let patient: Person;

beforeEach(async () => {
  app = await startApp({ clock: TestClock.at(NOW) });
  clinic = new Clinic(app);
  admin = await clinic.admin();
  doctor = await clinic.doctor();
  patient = await clinic.client({ firstName: 'Zamfira', lastName: 'Quitzsche' });
});
afterEach(() => app.close());

const erase = (id: string, body: object = { reason: REASON }) =>
  app.http.post(`/api/admin/users/${id}/erase`, body, admin.token);
const exportOf = (id: string) =>
  app.http.get(`/api/admin/users/${id}/export?reason=${encodeURIComponent(REASON)}`, admin.token);

/** A visit that is completed, reviewed and reported, each with words that can be found again. */
async function fullVisit(): Promise<string> {
  const id = await clinic.visited(patient, doctor.doctorId, TUESDAY, '09:00');
  await clinic.write(
    `UPDATE "Appointment" SET reason = 'XREASON', notes = 'XNOTES', adminNotes = 'XADMIN' WHERE id = ?`,
    [id],
  );
  await clinic.write(`UPDATE "AppointmentHistory" SET reason = 'XHISTORY' WHERE "appointmentId" = ?`, [id]);
  const review = { appointmentId: id, rating: 4, comment: 'XCOMMENT' };
  expect((await app.http.post('/api/client/reviews', review, patient.token)).status).toBe(200);
  const report = { appointmentId: id, diagnostic: 'XDIAGNOSIS', simptome: 'XSYMPTOMS' };
  expect((await app.http.post('/api/doctor/medical-reports', report, doctor.token)).status).toBe(201);
  return id;
}

/** All that is stored, as text. */
async function everythingStored(): Promise<string> {
  const tables = Object.keys(await clinic.rowCounts());
  // Quoted as what they are called by entities, which the job tables, of a schema of their own on SQL Server, are not.
  const named = [...tables, 'jobs_State', 'jobs_Log', 'jobs_Tag'].map((table) =>
    table.startsWith('jobs') ? table : `"${table}"`,
  );
  const rows = await Promise.all(named.map((table) => clinic.rows(`SELECT * FROM ${table}`)));
  return JSON.stringify(rows);
}

const auditOf = (id: string) =>
  clinic.rows(
    `SELECT "action", "actorId", "reason", "data" FROM "AuditEntry"
     WHERE "subjectId" = ? AND ("action" LIKE 'user.erase%' OR "action" = 'user.export') ORDER BY "id"`,
    [id],
  );

describe('an export', () => {
  it('has everything that is kept about a user, and is audited with its reason', async () => {
    const id = await fullVisit();
    const { status, body } = await exportOf(patient.id);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      user: { id: patient.id, firstName: 'Zamfira', email: patient.user.email, language: 'en' },
      appointments: [
        { id: Number(id), reason: 'XREASON', notes: 'XNOTES', adminNotes: 'XADMIN', history: [{ reason: 'XHISTORY' }] },
      ],
      medicalReports: [{ diagnostic: 'XDIAGNOSIS' }],
      reviews: [{ rating: 4, comment: 'XCOMMENT' }],
      notices: { notifications: [{ kind: 'created' }], deliveries: [{ kind: 'created', channel: 'email' }] },
      signIns: [{ endedAt: null }],
    });
    expect(JSON.stringify(body)).not.toContain('passwordHash');
    expect(await auditOf(patient.id)).toEqual([
      { action: 'user.export', actorId: admin.id, reason: REASON, data: null },
    ]);
  });

  it('is refused without a reason, to whom there is not, and to anyone but Admins', async () => {
    const address = `/api/admin/users/${patient.id}/export`;
    expect(await app.http.get(address, admin.token)).toMatchObject({
      status: 400,
      body: { errors: { reason: [expect.any(String)] } },
    });
    expect(await exportOf(NOBODY)).toMatchObject({ status: 404 });
    expect(await app.http.get(`${address}?reason=x`, patient.token)).toMatchObject({ status: 403 });
    expect(await auditOf(patient.id)).toEqual([]);
  });
});

describe('an erasure', () => {
  it('leaves nothing of the person anywhere, and all that is counted', async () => {
    const id = await fullVisit();
    const figures = async () => (await app.http.get('/api/admin/dashboard', admin.token)).body;
    const [before, counted] = [await clinic.rowCounts(), await figures()];

    expect(await erase(patient.id)).toMatchObject({
      status: 200,
      body: { message: 'The user is erased.', cancelledAppointments: [] },
    });

    const stored = await everythingStored();
    const words = ['Zamfira', 'Quitzsche', patient.user.email, patient.user.userName, 'XREASON', 'XNOTES', 'XADMIN'];
    for (const word of [...words, 'XHISTORY', 'XCOMMENT', 'XDIAGNOSIS', 'XSYMPTOMS'])
      expect(stored.includes(word) && word).toBe(false);
    expect(await figures()).toEqual(counted);
    const { Notification, SignIn, AuditEntry, ...rest } = await clinic.rowCounts();
    expect(before).toMatchObject(rest);
    expect(Notification).toBe(1); // the doctor's, which names the appointment alone
    expect(SignIn).toBe(2);
    expect(AuditEntry).toBe((before['AuditEntry'] ?? 0) + 1);
    const [doctors] = (await app.http.get('/api/doctor/doctors', admin.token)).body;
    expect(doctors).toMatchObject({ averageRating: 4, totalReviews: 1 });
    const mine = (await app.http.get('/api/doctor/my-appointments', doctor.token)).body;
    expect(mine).toMatchObject([{ id, clientName: 'Erased user', status: 'completed', reason: '-', notes: null }]);
    expect(await auditOf(patient.id)).toMatchObject([{ action: 'user.erase', actorId: admin.id, reason: REASON }]);
  });

  it('ends the sign-ins of the user, who cannot come back', async () => {
    const registration = { email: 'gone@example.com', password: 'correct horse', userName: 'gone' };
    const person = { ...registration, firstName: 'A', lastName: 'B', displayName: 'A B' };
    await app.http.post('/api/auth/register', person);
    const { body } = await app.http.post('/api/auth/login', registration);
    const { body: me } = await app.http.get('/api/auth/me', body.token);
    expect((await erase(me.id)).status).toBe(200);

    expect((await app.http.get('/api/auth/me', body.token)).status).toBe(401);
    for (const email of [registration.email, `${me.id}@erased.invalid`]) {
      const again = await app.http.post('/api/auth/login', { ...registration, email });
      expect(again).toMatchObject({ status: 401, body: { code: 'invalid-credentials' } });
    }
    const back = await app.http.put(`/api/admin/users/${me.id}`, { isActive: true }, admin.token);
    expect(back).toMatchObject({ status: 409, body: { code: 'user-erased' } });
    const promoted = { userId: me.id, roleName: 'Admin' };
    expect(await app.http.put('/api/doctor/update-user-role', promoted, admin.token)).toMatchObject({ status: 409 });
    // The address and the name are free for somebody else.
    expect((await app.http.post('/api/auth/register', person)).status).toBe(200);
  });

  it('is refused while appointments are open, unless they are cancelled with it, of which their doctor is told', async () => {
    const { body: visit } = await clinic.book(patient, doctor.doctorId, TUESDAY, '10:00');
    // Until then a mail's job may still be ending.
    await app.get(JobRunner).idle();
    const before = await everythingStored();
    expect(await erase(patient.id)).toMatchObject({ status: 409, body: { code: 'open-appointments' } });
    expect(await auditOf(patient.id)).toMatchObject([
      { action: 'user.erase-refused', data: '{"code":"open-appointments"}' },
    ]);
    expect((await everythingStored()).includes('Zamfira')).toBe(before.includes('Zamfira'));

    expect(await erase(patient.id, { reason: REASON, cancelAppointments: true })).toMatchObject({
      status: 200,
      body: { cancelledAppointments: [visit.id] },
    });
    const told = (await app.http.get('/api/notifications', doctor.token)).body;
    expect(told.map(({ typeName }: { typeName: string }) => typeName)).toContain('cancelled');
    const reminders = await clinic.rows(`SELECT outcome FROM "Reminder" WHERE "appointmentId" = ?`, [visit.id]);
    expect(reminders).toEqual([{ outcome: 'cancelled' }]);
    expect(await everythingStored()).not.toContain('Zamfira');
  });

  it('is refused for doctors, whom records name, for the last Admin, without a reason, and for whom there is not', async () => {
    expect(await erase(doctor.id)).toMatchObject({ status: 409, body: { code: 'doctor-record' } });
    expect(await erase(admin.id)).toMatchObject({ status: 409, body: { code: 'last-admin' } });
    expect(await erase(patient.id, { reason: ' ' })).toMatchObject({ status: 400 });
    expect(await erase(NOBODY)).toMatchObject({ status: 404 });
    const asClient = await app.http.post(`/api/admin/users/${patient.id}/erase`, { reason: REASON }, patient.token);
    expect(asClient.status).toBe(403);
    expect(await everythingStored()).toContain('Zamfira');
  });

  it('changes nothing the second time', async () => {
    await fullVisit();
    await erase(patient.id);
    // Until then a mail's job may still be ending.
    await app.get(JobRunner).idle();
    const before = await everythingStored();
    expect((await erase(patient.id, { reason: 'again' })).status).toBe(200);
    expect(await everythingStored()).toBe(before);
  });
});

it('knows of every table that names a user', () => {
  const { entityMetadatas } = app.get(Database).manager.connection;
  const naming = entityMetadatas.filter(({ columns }) =>
    columns.some(({ propertyName }) => /^(user|client|patient|actor|byUser)Id$/.test(propertyName)),
  );
  // Doctors are not erased. An Inbox counts, and the audit and the history of visits keep who acted, by an id of nobody.
  expect(naming.map(({ name }) => name).sort()).toEqual([
    ...['Appointment', 'AppointmentHistory', 'AuditEntry', 'Delivery', 'Doctor', 'Inbox', 'MedicalReport'],
    ...['Notification', 'Review', 'SignIn', 'Ticket'],
  ]);
});
