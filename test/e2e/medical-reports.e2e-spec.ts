import { type TestApp, startApp } from '../support/app';
import type { ApiAnswer, RequestOptions } from '../support/client';
import { Clinic, type DoctorPerson, type Person } from '../support/clinic';
import { TestClock } from '../support/test-clock';

const NOW = '2027-01-04T08:00:00.000Z'; // Monday, 10:00 in the clinic
const TUESDAY = '2027-01-05';
const UNKNOWN = '999999';
const TEXTS = {
  antecedente: 'Hypertension',
  simptome: 'Headache',
  clinice: 'BP 150/95',
  paraclinice: 'ECG normal',
  diagnostic: 'Essential hypertension',
  recomandari: 'Less salt\nMore walks',
};
const NO_TEXTS = {
  antecedente: null,
  simptome: null,
  clinice: null,
  paraclinice: null,
  diagnostic: null,
  recomandari: null,
};

let app: TestApp;
let clinic: Clinic;
let client: Person;
let doctor: DoctorPerson;
let admin: Person;

beforeAll(async () => {
  app = await startApp({ clock: TestClock.at(NOW), env: { ROLE: 'api' } });
  clinic = new Clinic(app);
});
afterAll(() => app.close());

beforeEach(async () => {
  client = await clinic.client({ firstName: 'Maria', lastName: 'Dobre' });
  doctor = await clinic.doctor({ firstName: 'Ion', lastName: 'Popescu' });
  admin = await clinic.admin();
});

const REPORTS = '/api/doctor/medical-reports';
const visited = (time = '09:00', by = client) => clinic.visited(by, doctor.doctorId, TUESDAY, time);
const write = (appointmentId: unknown, texts: object = TEXTS, by: Person = doctor) =>
  app.http.post(REPORTS, { appointmentId, ...texts }, by.token);
const rewrite = (id: string, texts: object, auth: RequestOptions = { token: doctor.token }) =>
  app.http.put(`${REPORTS}/${id}`, texts, auth);
const remove = (id: string, auth: RequestOptions = { token: doctor.token }) =>
  app.http.delete(`${REPORTS}/${id}`, auth);
const read = (id: string, by: Person = doctor) => app.http.get(`${REPORTS}/${id}`, by.token);
const ofAppointment = (id: string, by: Person = doctor) => app.http.get(`${REPORTS}/appointment/${id}`, by.token);
const ifMatch = (tag: string): RequestOptions => ({ token: doctor.token, headers: { 'If-Match': tag } });
const idsIn = ({ body }: ApiAnswer) => body.map(({ id }: { id: string }) => id);
const statusesOf = async (answers: Promise<ApiAnswer>[]) => (await Promise.all(answers)).map(({ status }) => status);

async function written(time = '09:00'): Promise<string> {
  const { status, body } = await write(await visited(time));
  expect(status).toBe(201);
  return body.id;
}

/** What was audited of reports while `work` ran. */
async function auditOf(work: () => Promise<unknown>) {
  const [last] = await clinic.rows<{ id: number }>('SELECT coalesce(max(id), 0) AS id FROM "AuditEntry"');
  await work();
  const entries = await clinic.rows<Record<'actorId' | 'action' | 'subjectType' | 'subjectId' | 'data', string>>(
    `SELECT actorId, action, subjectType, subjectId, data FROM "AuditEntry" WHERE id > ? AND action LIKE 'medical-report%' ORDER BY id`,
    [last?.id ?? 0],
  );
  return entries.map(({ data, ...entry }) => ({ ...entry, data: JSON.parse(data) }));
}

const reading = (by: Person, id: string, appointmentId: string) => ({
  actorId: by.id,
  action: 'medical-report.read',
  subjectType: 'medical-report',
  subjectId: id,
  data: { appointmentId: Number(appointmentId), patientId: client.id },
});

describe('a medical report', () => {
  it('is written by the doctor of a completed visit, and says where it is', async () => {
    const appointmentId = await visited();
    const { status, body, headers } = await write(appointmentId, { ...TEXTS, diagnostic: ` ${TEXTS.diagnostic} ` });
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`${REPORTS}/${body.id}`);
    expect(headers.get('etag')).toBe('"1"');
    expect(body).toEqual({
      id: expect.stringMatching(/^\d+$/),
      appointmentId,
      doctorId: String(doctor.doctorId),
      doctorName: 'Ion Popescu',
      doctorSpecialization: 'Cardiology',
      patientId: client.id,
      patientName: 'Maria Dobre',
      appointmentDate: TUESDAY,
      appointmentTime: '09:00',
      ...TEXTS,
      createdAt: expect.stringMatching(/^2027-01-04T08:\d\d:\d\d\.\d{3}Z$/),
      updatedAt: null,
      version: 1,
    });
    expect((await app.http.get(headers.get('location') ?? '', doctor.token)).body).toEqual(body);
  });

  it('may have all of its texts, or none', async () => {
    expect((await write(await visited(), {})).body).toMatchObject(NO_TEXTS);
  });

  it('is one per appointment, also when ten come at once', async () => {
    const id = await visited();
    const answers = await Promise.all(Array.from({ length: 10 }, () => write(id)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(9).fill(409)]);
    expect(await write(id)).toMatchObject({
      status: 409,
      body: { code: 'duplicate', errors: { appointmentId: [expect.any(String)] } },
    });
  });

  it('sent again with its key is answered again and written once', async () => {
    const appointmentId = await visited();
    const send = () =>
      app.http.post(
        REPORTS,
        { appointmentId, ...TEXTS },
        { token: doctor.token, headers: { 'Idempotency-Key': `report-${appointmentId}` } },
      );
    const [first, second] = [await send(), await send()];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    for (const name of ['location', 'etag']) expect(second.headers.get(name)).toBe(first.headers.get(name));
  });

  it.each(['scheduled', 'in-progress', 'cancelled', 'no-show'])('is refused while the visit is %s', async (status) => {
    const id = await visited();
    await clinic.write('UPDATE "Appointment" SET status = ? WHERE id = ?', [status, id]);
    expect(await write(id)).toMatchObject({ status: 422, body: { code: 'not-completed' } });
    expect(await clinic.rows('SELECT id FROM "MedicalReport" WHERE appointmentId = ?', [id])).toEqual([]);
  });

  it('is not written of the visit of another doctor: to this one it does not exist', async () => {
    const id = await visited();
    const other = await clinic.doctor();
    expect(await statusesOf([write(id, TEXTS, other), write(UNKNOWN)])).toEqual([404, 404]);
    expect(await statusesOf([write(id, TEXTS, client), write(id, TEXTS, admin)])).toEqual([403, 403]);
  });

  it.each<[string, object, string]>([
    ['no appointment', { appointmentId: undefined }, 'appointmentId'],
    ['an appointment that is no id', { appointmentId: {} }, 'appointmentId'],
    ['a text that is too long', { simptome: 'x'.repeat(10_001) }, 'simptome'],
    ['a text that is none', { clinice: 7 }, 'clinice'],
    ['control characters', { recomandari: 'a\u0000' }, 'recomandari'],
  ])('with %s is refused, and the field is named', async (_, field, name) => {
    const id = await visited();
    const before = await clinic.rowCounts();
    const answer = await write(id, { ...TEXTS, ...field });
    expect(answer).toMatchObject({ status: 400, body: { code: 'malformed' } });
    expect(Object.keys(answer.body.errors)).toEqual([name]);
    expect(await clinic.rowCounts()).toEqual(before);
  });

  it('takes texts of 10,000 characters', async () => {
    const long = 'ă'.repeat(10_000);
    const texts = Object.fromEntries(Object.keys(TEXTS).map((name) => [name, long]));
    expect((await write(await visited(), texts)).body).toMatchObject(texts);
  });
});

describe('rewriting a report', () => {
  it('replaces all of its texts', async () => {
    const id = await written();
    const { status, body, headers } = await rewrite(id, { diagnostic: 'Migraine', simptome: '' });
    expect([status, headers.get('etag')]).toEqual([200, '"2"']);
    expect(body).toMatchObject({
      ...NO_TEXTS,
      diagnostic: 'Migraine',
      version: 2,
      updatedAt: expect.stringMatching(/Z$/),
    });
    expect((await read(id)).body).toEqual(body);
  });

  it('with If-Match goes through only while the version is the one that was seen', async () => {
    const id = await written();
    expect(await rewrite(id, {}, ifMatch('"7"'))).toMatchObject({ status: 412, body: { code: 'version-mismatch' } });
    expect((await read(id)).body).toMatchObject({ ...TEXTS, version: 1 });
    expect((await rewrite(id, {}, ifMatch('"1"'))).status).toBe(200);
    expect((await rewrite(id, {}, ifMatch('"1"'))).status).toBe(412);
    expect((await rewrite(id, {}, ifMatch('*'))).status).toBe(200);
  });

  it('is for its author: to another doctor it does not exist', async () => {
    const id = await written();
    const other = await clinic.doctor();
    expect(await statusesOf([rewrite(id, {}, { token: other.token }), remove(id, { token: other.token })])).toEqual([
      404, 404,
    ]);
    expect(await statusesOf([rewrite(UNKNOWN, {}), rewrite('x', {}), remove(UNKNOWN)])).toEqual([404, 404, 404]);
    for (const { token } of [client, admin]) {
      expect(await statusesOf([rewrite(id, {}, { token }), remove(id, { token })])).toEqual([403, 403]);
    }
    expect((await rewrite(id, { diagnostic: ['x'] })).status).toBe(400);
    expect((await read(id)).body).toMatchObject({ ...TEXTS, version: 1 });
  });
});

describe('removing a report', () => {
  it('takes it out of everyone\u2019s sight, and keeps it', async () => {
    const id = await written();
    const { appointmentId } = (await read(id)).body;
    expect(await remove(id, ifMatch('"2"'))).toMatchObject({ status: 412, body: { code: 'version-mismatch' } });
    expect(await remove(id, ifMatch('"1"'))).toMatchObject({ status: 200, body: { message: expect.any(String) } });
    expect(
      await statusesOf([read(id), read(id, admin), ofAppointment(appointmentId), remove(id), rewrite(id, {})]),
    ).toEqual(Array(5).fill(404));
    expect((await app.http.get('/api/client/medical-reports', client.token)).body).toEqual([]);
    expect((await app.http.get('/api/doctor/my-medical-reports', doctor.token)).body).toEqual([]);
    const [kept] = await clinic.rows('SELECT diagnostic, deletedAt FROM "MedicalReport" WHERE id = ?', [id]);
    expect(kept).toEqual({ diagnostic: TEXTS.diagnostic, deletedAt: expect.stringMatching(/^2027-01-04T08/) });
  });

  it('lets another be written', async () => {
    const id = await written();
    const { appointmentId } = (await read(id)).body;
    await remove(id);
    const again = await write(appointmentId, { diagnostic: 'Another' });
    expect(again.status).toBe(201);
    expect((await ofAppointment(appointmentId)).body).toMatchObject({ id: again.body.id, diagnostic: 'Another' });
  });
});

describe('reading reports', () => {
  it('is for the author and Admins, by the report or its appointment; to others it does not exist', async () => {
    const id = await written();
    const { appointmentId } = (await read(id)).body;
    const other = await clinic.doctor();
    for (const by of [doctor, admin]) {
      const [one, same] = [await read(id, by), await ofAppointment(appointmentId, by)];
      expect([one.status, one.headers.get('etag'), one.body.id]).toEqual([200, '"1"', id]);
      expect(same.body).toEqual(one.body);
    }
    expect(await statusesOf([read(id, other), ofAppointment(appointmentId, other)])).toEqual([404, 404]);
    expect(await statusesOf([read(id, client), ofAppointment(appointmentId, client)])).toEqual([403, 403]);
    expect(await statusesOf([read(UNKNOWN), read('x'), ofAppointment(UNKNOWN), ofAppointment('x')])).toEqual(
      Array(4).fill(404),
    );
  });

  it('is for patients, of those about them, newest first', async () => {
    const [first, second] = [await written('09:00'), await written('10:00')];
    const stranger = await clinic.client();
    const own = (by: Person, query = '') => app.http.get(`/api/client/medical-reports${query}`, by.token);
    const answer = await own(client);
    expect([answer.status, idsIn(answer)]).toEqual([200, [second, first]]);
    expect(answer.body[0]).toMatchObject({ ...TEXTS, doctorName: 'Ion Popescu' });
    expect((await own(stranger)).body).toEqual([]);
    expect(await statusesOf([own(doctor), own(admin)])).toEqual([403, 403]);
    const page = await own(client, '?limit=1&count=true');
    expect([idsIn(page), page.headers.get('x-total-count')]).toEqual([[second], '2']);
    const next = /<(.*)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1] ?? '';
    expect(idsIn(await app.http.get(next, client.token))).toEqual([first]);
  });

  it('is for doctors, of those that they wrote, newest first', async () => {
    const [first, second] = [await written('09:00'), await written('10:00')];
    const mine = (by: Person, query = '') => app.http.get(`/api/doctor/my-medical-reports${query}`, by.token);
    expect(idsIn(await mine(doctor))).toEqual([second, first]);
    expect(idsIn(await mine(doctor, '?limit=1'))).toEqual([second]);
    expect((await mine(await clinic.doctor())).body).toEqual([]);
    expect(await statusesOf([mine(client), mine(admin)])).toEqual([403, 403]);
  });

  it('of users shows Admins the reports about each of them', async () => {
    const [first, second] = [await written('09:00'), await written('10:00')];
    const { status, body } = await app.http.get('/api/admin/users', admin.token);
    expect(status).toBe(200);
    const reportsOf = (person: Person) =>
      body.find(({ id }: { id: string }) => id === person.id).medicalReports.map(({ id }: { id: string }) => id);
    expect(reportsOf(client)).toEqual([second, first]);
    expect(reportsOf(doctor)).toEqual([]);
  });
});

describe('the audit of reports', () => {
  it('has each write, with the names of the fields that changed and none of their words', async () => {
    const appointmentId = await visited();
    let id = '';
    const entries = await auditOf(async () => {
      id = (await write(appointmentId)).body.id;
      await rewrite(id, { ...TEXTS, diagnostic: 'Migraine', simptome: null });
      await remove(id);
    });
    const about = { appointmentId: Number(appointmentId), patientId: client.id };
    const entry = { actorId: doctor.id, subjectType: 'medical-report', subjectId: id };
    expect(entries).toEqual([
      { ...entry, action: 'medical-report.create', data: about },
      { ...entry, action: 'medical-report.update', data: { ...about, fields: ['simptome', 'diagnostic'] } },
      { ...entry, action: 'medical-report.delete', data: about },
    ]);
  });

  it('has each disclosure, to whomever and by whatever list', async () => {
    const [first, second] = [await visited('09:00'), await visited('10:00')];
    const ids = [(await write(first)).body.id, (await write(second)).body.id];
    const [a, b] = [[ids[0], first] as const, [ids[1], second] as const];
    expect(await auditOf(() => read(ids[0]))).toEqual([reading(doctor, ...a)]);
    expect(await auditOf(() => ofAppointment(second, admin))).toEqual([reading(admin, ...b)]);
    expect(await auditOf(() => app.http.get('/api/client/medical-reports', client.token))).toEqual([
      reading(client, ...b),
      reading(client, ...a),
    ]);
    expect(await auditOf(() => app.http.get('/api/doctor/my-medical-reports?limit=1', doctor.token))).toEqual([
      reading(doctor, ...b),
    ]);
    const users = await auditOf(() => app.http.get('/api/admin/users', admin.token));
    expect(users.filter(({ subjectId }) => ids.includes(subjectId))).toEqual([
      reading(admin, ...b),
      reading(admin, ...a),
    ]);
  });

  it('has what was refused', async () => {
    const id = await written();
    const other = await clinic.doctor();
    const entries = await auditOf(async () => {
      await read(id, other);
      await rewrite(id, {}, ifMatch('"9"'));
      await write(UNKNOWN);
    });
    expect(entries).toMatchObject([
      { actorId: other.id, action: 'medical-report.read-refused', subjectId: id, data: { code: 'not-found' } },
      { action: 'medical-report.update-refused', subjectId: id, data: { code: 'version-mismatch' } },
      { action: 'medical-report.create-refused', subjectType: 'appointment', data: { code: 'not-found' } },
    ]);
  });

  it('and the log hold nothing that a report says', () => {
    const logged = JSON.stringify(app.logs());
    for (const text of Object.values(TEXTS)) expect(logged).not.toContain(text.split('\n')[0]);
  });
});

describe('an appointment that has a report', () => {
  it('stays completed until the report is removed', async () => {
    const id = await written();
    const { appointmentId } = (await read(id)).body;
    await clinic.write(`UPDATE "Appointment" SET startsAt = '2027-01-04T06:00:00.000Z' WHERE id = ?`, [appointmentId]);
    const toNoShow = () =>
      app.http.put(`/api/admin/appointments/${appointmentId}/status`, { status: 'no-show' }, admin.token);
    expect(await toNoShow()).toMatchObject({ status: 409, body: { code: 'has-report' } });
    await remove(id);
    expect((await toNoShow()).body.status).toBe('no-show');
    expect(await write(appointmentId)).toMatchObject({ status: 422, body: { code: 'not-completed' } });
  });

  it('never becomes a no-show with a report when both are tried at once', async () => {
    for (const time of ['09:00', '10:00', '11:00', '12:00', '13:00']) {
      const id = await visited(time);
      await clinic.write(`UPDATE "Appointment" SET startsAt = '2027-01-04T06:00:00.000Z' WHERE id = ?`, [id]);
      const [report, status] = await Promise.all([
        write(id),
        app.http.put(`/api/admin/appointments/${id}/status`, { status: 'no-show' }, admin.token),
      ]);
      expect([
        [201, 409],
        [422, 200],
      ]).toContainEqual([report.status, status.status]);
    }
  });
});
