import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import ICAL from 'ical.js';
import { simpleParser } from 'mailparser';
import { JobRunner } from '../../src/jobs/worker/job-runner';
import { type TestApp, startApp } from '../support/app';
import { Clinic, type DoctorPerson, type Person } from '../support/clinic';
import { TestClock } from '../support/test-clock';

const NOW = '2027-01-04T08:00:00.000Z';
const TUESDAY = '2027-01-05';

let app: TestApp;
let clinic: Clinic;
let client: Person;
let doctor: DoctorPerson;
let admin: Person;

beforeEach(async () => {
  app = await startApp({ clock: TestClock.at(NOW) });
  clinic = new Clinic(app);
  client = await clinic.client();
  doctor = await clinic.doctor({ firstName: 'Ion', lastName: 'Popescu' });
  admin = await clinic.admin();
});
afterEach(() => app.close());

/** What a calendar program reads, wall times by the file's own rules of the zone. */
function read(content: string) {
  const calendar = new ICAL.Component(ICAL.parse(content) as unknown[]);
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
  const component = calendar.getFirstSubcomponent('vevent');
  if (!component) throw new Error('There is no event.');
  const event = new ICAL.Event(component);
  return {
    method: calendar.getFirstPropertyValue('method'),
    uid: event.uid,
    sequence: event.sequence,
    status: component.getFirstPropertyValue('status'),
    stamp: String(component.getFirstPropertyValue('dtstamp')),
    zone: component.getFirstProperty('dtstart')?.getParameter('tzid'),
    wall: event.startDate.toString(),
    startsAt: event.startDate.toJSDate().toISOString(),
    endsAt: event.endDate.toJSDate().toISOString(),
    organizer: component.getFirstProperty('organizer')?.getFirstValue(),
    attendees: event.attendees.map((attendee) => String(attendee.getFirstValue()).toLowerCase()),
  };
}

async function booked(): Promise<string> {
  const { body } = await clinic.book(client, doctor.doctorId, TUESDAY, '15:00', {
    reason: 'Syphilis',
    notes: 'Secret',
  });
  return String(body.id);
}
const reschedule = (id: string) =>
  app.http.put(
    `/api/client/appointments/${id}`,
    { appointmentDate: '2027-07-06', appointmentTime: '09:00' },
    client.token,
  );
const cancel = (id: string) => app.http.post(`/api/client/appointments/${id}/cancel`, {}, client.token);
const download = (id: string, by: Person = client) => app.http.get(`/api/client/appointments/${id}.ics`, by.token);
const fileOf = async (id: string, by: Person = client) => read((await download(id, by)).body);

const event = (id: string) => ({
  uid: `appointment-${id}@medano-clinic.example`,
  stamp: expect.stringMatching(/^2027-01-04T08:0\d:\d\dZ$/),
  zone: 'Europe/Bucharest',
  organizer: 'mailto:no-reply@medano-clinic.example',
});
const winter = {
  wall: '2027-01-05T15:00:00',
  startsAt: '2027-01-05T13:00:00.000Z',
  endsAt: '2027-01-05T14:00:00.000Z',
};
const summer = {
  wall: '2027-07-06T09:00:00',
  startsAt: '2027-07-06T06:00:00.000Z',
  endsAt: '2027-07-06T07:00:00.000Z',
};
const ofPatient = () => ({ attendees: [`mailto:${client.user.email}`] });

describe('the calendar file of an appointment', () => {
  it('comes as one that browsers save and calendars open', async () => {
    const id = await booked();
    const { status, headers, body } = await download(id);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/calendar; charset=utf-8; method=REQUEST');
    expect(headers.get('content-disposition')).toBe(`attachment; filename="appointment-${id}.ics"`);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).not.toMatch(/Syphilis|Secret/);
    expect(
      String(body)
        .split('\r\n')
        .every((line) => Buffer.byteLength(line) <= 75 && !line.includes('\n')),
    ).toBe(true);
  });

  it('is to the patient one event through its life: booked, moved, cancelled, reopened', async () => {
    const id = await booked();
    const request = { ...event(id), ...ofPatient(), method: 'REQUEST', status: 'CONFIRMED' };
    expect(await fileOf(id)).toEqual({ ...request, ...winter, sequence: 0 });
    await reschedule(id);
    expect(await fileOf(id)).toEqual({ ...request, ...summer, sequence: 1 });
    await cancel(id);
    expect(await fileOf(id)).toEqual({ ...request, ...summer, sequence: 2, method: 'CANCEL', status: 'CANCELLED' });
    await app.http.put(`/api/admin/appointments/${id}/status`, { status: 'scheduled' }, admin.token);
    expect(await fileOf(id)).toEqual({ ...request, ...summer, sequence: 3 });
  });

  it('asks nothing of its doctor and of Admins, and does not tell them where the patient has mail', async () => {
    const id = await booked();
    for (const by of [doctor, admin]) {
      const { body } = await download(id, by);
      expect(read(body)).toEqual({
        ...event(id),
        ...winter,
        method: 'PUBLISH',
        sequence: 0,
        status: 'CONFIRMED',
        attendees: [],
      });
      expect(body).not.toContain(client.user.email);
    }
    await cancel(id);
    expect(await fileOf(id, doctor)).toMatchObject({ method: 'PUBLISH', sequence: 1, status: 'CANCELLED' });
  });

  it('does not exist to anyone else', async () => {
    const id = await booked();
    for (const by of [await clinic.client(), await clinic.doctor()]) expect((await download(id, by)).status).toBe(404);
    for (const unknown of ['999999', 'x', '-1', '9'.repeat(16)]) expect((await download(unknown)).status).toBe(404);
    expect((await app.http.get(`/api/client/appointments/${id}.ics`)).status).toBe(401);
  });

  it('stays open to a patient who has become a doctor', async () => {
    const id = await booked();
    await clinic.write(`UPDATE "User" SET role = 'Doctor' WHERE id = ?`, [client.id]);
    expect((await download(id)).status).toBe(200);
  });
});

describe('the calendar files in mails', () => {
  it('are the same event as the download, told again with each change', async () => {
    const id = await booked();
    const runner = app.get(JobRunner);
    await runner.idle();
    await reschedule(id);
    await runner.idle();
    await cancel(id);
    await runner.idle();

    const folder = path.join(app.dataDir, 'mail');
    const mails = await Promise.all(
      readdirSync(folder).map((name) => simpleParser(readFileSync(path.join(folder, name)))),
    );
    const files = mails
      .map(({ attachments }) => attachments.find(({ filename }) => filename === 'appointment.ics'))
      .map((file) => read(file?.content.toString('utf8') ?? ''))
      .sort((a, b) => a.sequence - b.sequence);
    const request = { ...event(id), ...ofPatient(), method: 'REQUEST', status: 'CONFIRMED' };
    expect(files).toEqual([
      { ...request, ...winter, sequence: 0 },
      { ...request, ...summer, sequence: 1 },
      { ...request, ...summer, sequence: 2, method: 'CANCEL', status: 'CANCELLED' },
    ]);
    expect({ ...(await fileOf(id)), stamp: '' }).toEqual({ ...files[2], stamp: '' });
  });
});
