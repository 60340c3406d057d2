import createClient, { type Client } from 'openapi-fetch';
import { aRegistration } from '../builders/registration';
import { type TestApp, startApp } from '../support/app';
import type { components, paths } from '../support/api-types';
import { Clinic, type DoctorPerson } from '../support/clinic';
import { TestClock } from '../support/test-clock';

type Appointment = components['schemas']['Appointment'];

/** What the API answers with when it refuses, by its own description. */
type Problem = components['schemas']['Problem'];

describe('a client whose types are made of the description', () => {
  let app: TestApp;
  let doctor: DoctorPerson;
  let client: Client<paths>;

  beforeAll(async () => {
    app = await startApp({ clock: TestClock.at('2027-01-04T08:00:00.000Z') });
    doctor = await new Clinic(app).doctor({ firstName: 'Ion', lastName: 'Popescu' });
    client = createClient<paths>({ baseUrl: app.url });
  });
  afterAll(() => app.close());

  it('registers, signs in, finds a doctor, books, lists, chooses a language and signs out', async () => {
    const person = aRegistration();
    const { email, password } = person;
    const registered = await client.POST('/api/auth/register', { body: person });
    expect(registered.data?.message).toBe('The account was created.');

    const { data: signIn } = await client.POST('/api/auth/login', { body: { email, password } });
    if (!signIn) throw new Error('The sign-in was refused.');
    client.use({
      onRequest({ request }) {
        request.headers.set('Authorization', `Bearer ${signIn.token}`);
      },
    });

    const { data: doctors = [] } = await client.GET('/api/client/doctors', { params: { query: {} } });
    expect(doctors.map(({ id, lastName }) => [id, lastName])).toEqual([[doctor.doctorId, 'Popescu']]);
    const { data: hours = [] } = await client.GET('/api/client/appointment-hours/doctor/{id}/day/{day}', {
      params: { path: { id: String(doctor.doctorId), day: 'Tuesday' }, query: { date: '2027-01-05' } },
    });
    expect(hours[0]?.hour).toBe('09:00');

    const booking = {
      params: { header: { 'Idempotency-Key': 'first-visit' } },
      body: {
        doctorId: String(doctor.doctorId),
        appointmentDate: '2027-01-05',
        appointmentTime: hours[0]?.hour ?? '',
        reason: 'A check-up',
      },
    };
    const booked = await client.POST('/api/client/appointments', booking);
    const again = await client.POST('/api/client/appointments', booking);
    const appointment: Appointment | undefined = booked.data;
    expect(appointment).toMatchObject({ status: 'scheduled', appointmentTime: '09:00', doctorName: 'Ion Popescu' });
    expect(again.data).toEqual(appointment);
    expect(booked.response.headers.get('etag')).toBe(`"${appointment?.version}"`);

    const listed = await client.GET('/api/client/getAppointments', { params: { query: { limit: 10, count: 'true' } } });
    expect(listed.data?.map(({ id }) => id)).toEqual([appointment?.id]);
    expect(listed.response.headers.get('x-total-count')).toBe('1');

    const { data: profile } = await client.PUT('/api/auth/me', { body: { language: 'ro' } });
    expect(profile).toMatchObject({ email, language: 'ro', role: 'Client' });

    expect((await client.POST('/api/auth/logout')).response.status).toBe(200);
    const { error, response } = await client.GET('/api/auth/me');
    const problem: Problem | undefined = error;
    expect([response.status, problem?.code]).toEqual([401, 'unauthenticated']);
  });
});
