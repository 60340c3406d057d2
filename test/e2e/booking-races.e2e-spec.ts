import { type TestApp, startApp } from '../support/app';
import type { ApiAnswer } from '../support/client';
import { Clinic, type Person } from '../support/clinic';
import { TestClock } from '../support/test-clock';

const TUESDAY = '2027-01-05';

let app: TestApp;
let clinic: Clinic;

beforeAll(async () => {
  app = await startApp({ clock: TestClock.at('2027-01-04T08:00:00Z'), env: { ROLE: 'api' } });
  clinic = new Clinic(app);
});
afterAll(() => app.close());

/** How often each answer was given. */
function tally(answers: readonly ApiAnswer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const key = status === 200 ? '200' : `${status} ${body.code}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

const several = <T>(count: number, make: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));

const openOf = (column: 'doctorId' | 'clientId', id: string | number) =>
  clinic.rows(`SELECT id, startsAt FROM "Appointment" WHERE "${column}" = ? AND status = 'scheduled'`, [id]);

describe('two hundred bookings of one time at once', () => {
  it('give exactly one appointment, with one reminder, one confirmation and nothing left of the others', async () => {
    const doctor = await clinic.doctor();
    const clients = await several(20, () => clinic.client());
    const before = await clinic.rowCounts();
    const answers = await several(200, (index) =>
      clinic.book(clients[index % 20] as Person, doctor.doctorId, TUESDAY, '15:00'),
    );
    expect(tally(answers)).toEqual({ '200': 1, '409 slot-taken': 199 });
    const after = await clinic.rowCounts();
    const written = (table: string) => (after[table] ?? 0) - (before[table] ?? 0);
    expect(await openOf('doctorId', doctor.doctorId)).toHaveLength(1);
    expect({
      appointments: written('Appointment'),
      history: written('AppointmentHistory'),
      reminders: written('Reminder'),
      notices: written('Notification'),
      mails: written('Delivery'),
      jobs: written('jobs_Job'),
    }).toEqual({ appointments: 1, history: 1, reminders: 1, notices: 2, mails: 1, jobs: 2 });
  }, 60_000);

  it('of times that overlap only in part give no two that overlap', async () => {
    const doctor = await clinic.doctor();
    for (const minute of ['15', '30', '45']) await clinic.openHour(doctor.doctorId, 2, `15:${minute}`);
    const clients = await several(10, () => clinic.client());
    const times = ['15:00', '15:15', '15:30', '15:45', '16:00'];
    const answers = await several(50, (index) =>
      clinic.book(clients[index % 10] as Person, doctor.doctorId, TUESDAY, times[index % 5] as string),
    );
    const starts = (await openOf('doctorId', doctor.doctorId))
      .map(({ startsAt }) => Date.parse(String(startsAt)))
      .sort();
    for (const [index, start] of starts.slice(1).entries())
      expect(start - (starts[index] ?? 0)).toBeGreaterThanOrEqual(3_600_000);
    expect(tally(answers)['200']).toBe(starts.length);
  }, 60_000);
});

describe('one patient at many doctors at once', () => {
  it('gets one of the appointments that overlap', async () => {
    const client = await clinic.client();
    const doctors = await several(8, () => clinic.doctor());
    const answers = await several(40, (index) =>
      clinic.book(client, doctors[index % 8]?.doctorId ?? 0, TUESDAY, '15:00'),
    );
    const counts = tally(answers);
    expect(counts['200']).toBe(1);
    expect((counts['409 slot-taken'] ?? 0) + (counts['409 patient-overlap'] ?? 0)).toBe(39);
    expect(await openOf('clientId', client.id)).toHaveLength(1);
  }, 60_000);

  it('gets five on a day and twenty in all, however many are asked for at once', async () => {
    const [client, other] = [await clinic.client(), await clinic.client()];
    const doctor = await clinic.doctor();
    const second = await clinic.doctor();
    const hours = ['09:00', '10:00', '11:00', '12:00', '13:00', '14:00', '15:00', '16:00', '17:00', '18:00'];
    const oneDay = await several(10, (index) => clinic.book(client, doctor.doctorId, TUESDAY, hours[index] as string));
    expect(tally(oneDay)).toEqual({ '200': 5, '422 daily-limit': 5 });

    const dates = ['2027-01-11', '2027-01-12', '2027-01-13', '2027-01-14', '2027-01-15', '2027-01-18'];
    const manyDays = await several(24, (index) =>
      clinic.book(other, second.doctorId, dates[index % 6] as string, hours[Math.floor(index / 6)] as string),
    );
    expect(tally(manyDays)).toEqual({ '200': 20, '422 open-limit': 4 });
  }, 60_000);
});

describe('changes at once', () => {
  it('give one reschedule the time that a booking wants, or the booking, and never both', async () => {
    const doctor = await clinic.doctor();
    const [owner, rival] = [await clinic.client(), await clinic.client()];
    const { body } = await clinic.book(owner, doctor.doctorId, TUESDAY, '09:00');
    const answers = await Promise.all([
      app.http.put(
        `/api/client/appointments/${body.id}`,
        { appointmentDate: TUESDAY, appointmentTime: '15:00' },
        owner.token,
      ),
      clinic.book(rival, doctor.doctorId, TUESDAY, '15:00'),
    ]);
    expect(tally(answers)).toEqual({ '200': 1, '409 slot-taken': 1 });
  });

  it('of one version let one through', async () => {
    const doctor = await clinic.doctor();
    const client = await clinic.client();
    const { body } = await clinic.book(client, doctor.doctorId, TUESDAY, '09:00');
    const times = ['10:00', '11:00', '12:00', '13:00', '14:00'];
    const answers = await several(5, (index) =>
      app.http.put(
        `/api/client/appointments/${body.id}`,
        { appointmentDate: TUESDAY, appointmentTime: times[index] },
        { token: client.token, headers: { 'If-Match': '"1"' } },
      ),
    );
    expect(tally(answers)).toEqual({ '200': 1, '412 version-mismatch': 4 });
    const reminders = await clinic.rows(`SELECT outcome FROM "Reminder" WHERE appointmentId = ? ORDER BY id`, [
      body.id,
    ]);
    expect(reminders).toEqual([{ outcome: 'cancelled' }, { outcome: 'planned' }]);
  });
});

describe('the unique indexes behind the locks', () => {
  it('refuse what the calendar did not see, in the same words', async () => {
    const doctor = await clinic.doctor();
    const [first, second] = [await clinic.client(), await clinic.client()];
    await clinic.book(first, doctor.doctorId, TUESDAY, '15:00');
    // An end before the start hides the first appointment from the calendar, and not from the index.
    await clinic.write(`UPDATE "Appointment" SET endsAt = '2000-01-01T00:00:00.000Z' WHERE doctorId = ?`, [
      doctor.doctorId,
    ]);
    const before = await clinic.rowCounts();
    const taken = await clinic.book(second, doctor.doctorId, TUESDAY, '15:00');
    const overlap = await clinic.book(first, (await clinic.doctor()).doctorId, TUESDAY, '15:00');
    expect(tally([taken, overlap])).toEqual({ '409 slot-taken': 1, '409 patient-overlap': 1 });
    expect((await clinic.rowCounts()).Appointment).toBe(before.Appointment);
  });
});
