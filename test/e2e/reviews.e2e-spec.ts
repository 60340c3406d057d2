import { type TestApp, startApp } from '../support/app';
import type { ApiAnswer } from '../support/client';
import { Clinic, type DoctorPerson, type Person } from '../support/clinic';
import { TestClock } from '../support/test-clock';

const NOW = '2027-01-04T08:00:00.000Z'; // Monday, 10:00 in the clinic
const TUESDAY = '2027-01-05';
const UNKNOWN = '999999';

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

const visited = (time = '09:00', by = client, date = TUESDAY) => clinic.visited(by, doctor.doctorId, date, time);
const review = (appointmentId: unknown, rest: object = {}, by = client) =>
  app.http.post('/api/client/reviews', { appointmentId, rating: 4, ...rest }, by.token);
const everyones = async (by: Person) => (await app.http.get('/api/client/getReviews', by.token)).body;
const idsIn = ({ body }: ApiAnswer) => body.map(({ id }: { id: string }) => id);
const doctorShown = async (path = '/api/client/doctors', by = client) =>
  (await app.http.get(path, by.token)).body.find(({ id }: { id: number }) => id === doctor.doctorId);

describe('a review', () => {
  it('is of a completed visit, and its doctor is that of the visit, whatever was sent', async () => {
    const other = await clinic.doctor();
    const id = await visited();
    const { status, body } = await review(id, { rating: '5', comment: '  Very good ', doctorId: other.doctorId });
    expect(status).toBe(200);
    expect(body).toEqual({
      id: expect.stringMatching(/^\d+$/),
      doctorId: String(doctor.doctorId),
      doctorName: 'Ion Popescu',
      clientId: client.id,
      clientName: 'Maria Dobre',
      rating: 5,
      comment: 'Very good',
      createdAt: expect.stringMatching(/^2027-01-04T08:\d\d:\d\d\.\d{3}Z$/),
      appointmentId: id,
      appointmentDate: TUESDAY,
    });
  });

  it('needs no comment', async () => {
    expect((await review(await visited(), { comment: '' })).body.comment).toBeNull();
  });

  it('is one per appointment, also when ten come at once', async () => {
    const id = await visited();
    const answers = await Promise.all(Array.from({ length: 10 }, () => review(id)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(409)]);
    const again = await review(id);
    expect(again).toMatchObject({
      status: 409,
      body: { code: 'duplicate', errors: { appointmentId: [expect.any(String)] } },
    });
    expect(await clinic.rows('SELECT id FROM "Review" WHERE appointmentId = ?', [id])).toHaveLength(1);
  });

  it('sent again with its key is answered again and kept once', async () => {
    const id = await visited();
    const send = () =>
      app.http.post(
        '/api/client/reviews',
        { appointmentId: id, rating: 4 },
        { token: client.token, headers: { 'Idempotency-Key': `review-${id}` } },
      );
    const [first, second] = [await send(), await send()];
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.body).toEqual(first.body);
  });

  it.each(['scheduled', 'in-progress', 'cancelled', 'no-show'])('is refused while the visit is %s', async (status) => {
    const id = await visited();
    await clinic.write('UPDATE "Appointment" SET status = ? WHERE id = ?', [status, id]);
    const before = await clinic.rowCounts();
    expect(await review(id)).toMatchObject({ status: 422, body: { code: 'not-completed' } });
    expect(await clinic.rowCounts()).toEqual(before);
  });

  it('is of one\u2019s own visit: another\u2019s does not exist, not even to an Admin', async () => {
    const id = await visited();
    const stranger = await clinic.client();
    const before = await clinic.rowCounts();
    for (const by of [stranger, admin]) expect((await review(id, {}, by)).status).toBe(404);
    expect((await review(UNKNOWN)).status).toBe(404);
    expect(await clinic.rowCounts()).toEqual(before);
    expect((await review(id, {}, doctor)).status).toBe(403);
  });

  it.each<[string, object, string]>([
    ['no rating', { rating: undefined }, 'rating'],
    ['a rating of 0', { rating: 0 }, 'rating'],
    ['a rating of 6', { rating: 6 }, 'rating'],
    ['half a star', { rating: 4.5 }, 'rating'],
    ['a rating that is no number', { rating: 'good' }, 'rating'],
    ['a long comment', { comment: 'x'.repeat(1001) }, 'comment'],
    ['control characters', { comment: 'a\u0007' }, 'comment'],
    ['no appointment', { appointmentId: undefined }, 'appointmentId'],
    ['an appointment that is no id', { appointmentId: 'x' }, 'appointmentId'],
  ])('with %s is refused, and the field is named', async (_, field, name) => {
    const id = await visited();
    const before = await clinic.rowCounts();
    const answer = await review(id, field);
    expect(answer).toMatchObject({ status: 400, body: { code: 'malformed' } });
    expect(Object.keys(answer.body.errors)).toEqual([name]);
    expect(await clinic.rowCounts()).toEqual(before);
  });
});

describe('the reviews that patients read', () => {
  it('are everyone\u2019s, newest first, of which only one\u2019s own name is in full', async () => {
    const other = await clinic.client({ firstName: 'Ștefan', lastName: 'Țepeș' });
    const mine = (await review(await visited('09:00'))).body.id;
    const theirs = (await review(await visited('10:00', other), {}, other)).body.id;
    const namesSeenBy = async (by: Person) =>
      (await everyones(by))
        .filter(({ id }: { id: string }) => [mine, theirs].includes(id))
        .map(({ clientName }: { clientName: string }) => clientName);
    expect(await namesSeenBy(client)).toEqual(['Ștefan Ț.', 'Maria Dobre']);
    expect(await namesSeenBy(other)).toEqual(['Ștefan Țepeș', 'Maria D.']);
    expect(await namesSeenBy(admin)).toEqual(['Ștefan Ț.', 'Maria D.']);
    expect((await app.http.get('/api/client/getReviews', doctor.token)).status).toBe(403);
  });

  it('come in pages that miss and repeat nothing, even of one instant', async () => {
    for (const time of ['09:00', '10:00', '11:00', '12:00']) await review(await visited(time));
    await clinic.write(`UPDATE "Review" SET createdAt = '2027-01-04T08:00:00.000Z' WHERE clientId = ?`, [client.id]);
    const all = idsIn(await app.http.get('/api/client/getReviews', client.token));
    const paged: string[] = [];
    for (let next: string | null = '/api/client/getReviews?limit=3&count=true'; next;) {
      const page = await app.http.get(next, client.token);
      expect(page.headers.get('x-total-count')).toBe(String(all.length));
      paged.push(...idsIn(page));
      next = /<([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1] ?? null;
    }
    expect(paged).toEqual(all);
    expect((await app.http.get('/api/client/getReviews?limit=0', client.token)).status).toBe(400);
    expect((await app.http.get('/api/client/getReviews?cursor=x', client.token)).status).toBe(400);
  });
});

describe('the reviews that a doctor reads', () => {
  let first: string;
  let second: string;
  beforeEach(async () => {
    first = (await review(await visited('09:00'))).body.id;
    second = (await review(await visited('10:00'))).body.id;
  });

  it('are their own, newest first, with the names of the patients', async () => {
    const answer = await app.http.get('/api/doctor/my-reviews', doctor.token);
    expect(idsIn(answer)).toEqual([second, first]);
    expect(answer.body[0]).toMatchObject({ clientName: 'Maria Dobre', doctorName: 'Ion Popescu' });
    const other = await clinic.doctor();
    expect((await app.http.get('/api/doctor/my-reviews', other.token)).body).toEqual([]);
    for (const by of [client, admin]) expect((await app.http.get('/api/doctor/my-reviews', by.token)).status).toBe(403);
  });

  it('are read by that doctor and Admins alone', async () => {
    const of = (by: Person, id: string | number = doctor.doctorId) =>
      app.http.get(`/api/doctor/${id}/reviews`, by.token);
    expect(idsIn(await of(doctor))).toEqual([second, first]);
    expect(idsIn(await of(admin))).toEqual([second, first]);
    expect([(await of(await clinic.doctor())).status, (await of(client)).status]).toEqual([404, 403]);
    expect([(await of(admin, UNKNOWN)).status, (await of(admin, 'x')).status]).toEqual([404, 404]);
    const page = await app.http.get(`/api/doctor/${doctor.doctorId}/reviews?limit=1&count=true`, doctor.token);
    expect([idsIn(page), page.headers.get('x-total-count')]).toEqual([[second], '2']);
  });

  it('are found by the user whom the doctor is, for Admins', async () => {
    const of = (doctorUserId: unknown, by = admin) =>
      app.http.post('/api/doctor/reviews-by-userid', { doctorUserId }, by.token);
    expect(idsIn(await of(doctor.id))).toEqual([second, first]);
    for (const nobody of ['nobody', client.id]) expect(await of(nobody)).toMatchObject({ status: 200, body: [] });
    expect([(await of(undefined)).status, (await of(7)).status]).toEqual([400, 400]);
    expect([(await of(doctor.id, doctor)).status, (await of(doctor.id, client)).status]).toEqual([403, 403]);
  });
});

describe('a doctor', () => {
  it('is shown with the average of their reviews to one decimal, and their number, wherever doctors are listed', async () => {
    expect(await doctorShown()).toMatchObject({ averageRating: 0, totalReviews: 0 });
    const other = await clinic.doctor();
    await review(await clinic.visited(client, other.doctorId, TUESDAY, '12:00'), { rating: 1 });
    for (const [time, rating] of [
      ['09:00', 5],
      ['10:00', 5],
      ['11:00', 4],
    ] as const) {
      await review(await visited(time), { rating });
    }
    const rated = { averageRating: 4.7, totalReviews: 3 };
    expect(await doctorShown()).toMatchObject(rated);
    expect(await doctorShown('/api/doctor/doctors', doctor)).toMatchObject(rated);
  });
});

describe('an appointment that is reviewed', () => {
  it('stays completed', async () => {
    const id = await visited();
    await clinic.write(`UPDATE "Appointment" SET startsAt = '2027-01-04T06:00:00.000Z' WHERE id = ?`, [id]);
    const setStatus = (status: string) => app.http.put(`/api/admin/appointments/${id}/status`, { status }, admin.token);
    expect((await setStatus('no-show')).body.status).toBe('no-show');
    expect((await setStatus('completed')).body.status).toBe('completed');
    await review(id);
    expect(await setStatus('no-show')).toMatchObject({ status: 409, body: { code: 'has-report' } });
    expect((await setStatus('completed')).status).toBe(200);
    expect(await clinic.rows('SELECT status FROM "Appointment" WHERE id = ?', [id])).toEqual([{ status: 'completed' }]);
  });
});
