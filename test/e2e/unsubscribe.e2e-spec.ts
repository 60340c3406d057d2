import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { simpleParser } from 'mailparser';
import { SignedLinkService } from '../../src/auth/signed-link.service';
import { JobRunner } from '../../src/jobs/worker/job-runner';
import { type TestApp, startApp } from '../support/app';
import { Clinic, type DoctorPerson, type Person } from '../support/clinic';
import { TestClock } from '../support/test-clock';

const MONDAY = '2027-01-04T08:00:00Z';
const PATH = '/api/notifications/unsubscribe';

describe('the link in a reminder', () => {
  let app: TestApp;
  let clinic: Clinic;
  let doctor: DoctorPerson;
  let patient: Person;

  beforeEach(async () => {
    app = await startApp({ clock: TestClock.at(MONDAY), env: { PUBLIC_URL: 'https://clinic.example' } });
    clinic = new Clinic(app);
    doctor = await clinic.doctor();
    patient = await clinic.client();
  });
  afterEach(() => app.close());

  async function booked(date: string): Promise<string> {
    patient.token = await clinic.signIn(patient.user);
    const { status, body } = await clinic.book(patient, doctor.doctorId, date, '15:00');
    expect(status).toBe(200);
    return body.id as string;
  }

  /** Moves the clock to an hour before the visit of that day and lets the reminder go. */
  async function remind(date: string): Promise<void> {
    await app.get(JobRunner).idle();
    app.clock.travelTo(`${date}T12:00:00Z`);
    await app.get(JobRunner).idle();
  }

  function mail(id: string, kind: string): string | null {
    const folder = path.join(app.dataDir, 'mail');
    const name = existsSync(folder) && readdirSync(folder).find((each) => each.startsWith(`appt-${id}.${kind}.`));
    return name ? readFileSync(path.join(folder, name), 'utf8') : null;
  }

  /** Path and query of the link in a reminder's header. */
  async function link(): Promise<string> {
    const id = await booked('2027-01-05');
    await remind('2027-01-05');
    const [, url] = /^List-Unsubscribe: <https:\/\/clinic\.example([^>]+)>\r?$/m.exec(mail(id, 'reminder') ?? '') ?? [];
    return url ?? '';
  }

  const wantsReminders = async () => {
    const [row] = await clinic.rows('SELECT emailReminders FROM "User" WHERE id = ?', [patient.id]);
    return Boolean(row?.emailReminders);
  };
  const post = (url: string, body = 'List-Unsubscribe=One-Click', type = 'application/x-www-form-urlencoded') =>
    app.http.send('POST', url, body, { headers: { 'content-type': type } });

  it('stands in its headers and in its text, and in no other mail', async () => {
    const id = await booked('2027-01-05');
    await remind('2027-01-05');
    const reminder = mail(id, 'reminder') ?? '';
    const { headers, text, html } = await simpleParser(reminder);
    const url = /<(.+)>/.exec(/^List-Unsubscribe: (.*)$/m.exec(reminder)?.[1] ?? '')?.[1];
    expect(url).toMatch(/^https:\/\/clinic\.example\/api\/notifications\/unsubscribe\?token=[\w.-]+$/);
    expect(headers.get('list')).toMatchObject({ 'unsubscribe-post': { name: 'List-Unsubscribe=One-Click' } });
    expect(text).toContain(url);
    expect(String(html).replaceAll('&#x3D;', '=')).toContain(url);
    expect(mail(id, 'created')).not.toContain('nsubscribe');
    for (const secret of [patient.user.email, patient.user.lastName]) expect(url).not.toContain(secret);
  });

  it('leads to a page that asks, in the language of its reader, and changes nothing', async () => {
    const url = await link();
    const page = await app.http.get(url);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.body).toContain('<form method="post">');
    expect(page.body).toContain('Stop reminders');
    await clinic.write(`UPDATE "User" SET language = 'ro' WHERE id = ?`, [patient.id]);
    expect((await app.http.get(url)).body).toContain('Oprește reamintirile');
    expect(await wantsReminders()).toBe(true);
  });

  it.each([
    ['its button', '', 'application/x-www-form-urlencoded'],
    ['a mail program', 'List-Unsubscribe=One-Click', 'application/x-www-form-urlencoded'],
    [
      'a mail program with a form of parts',
      '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
      'multipart/form-data; boundary=b',
    ],
  ])('ends the reminders when it is posted to by %s, and nothing else', async (_, body, type) => {
    const url = await link();
    const answer = await post(url, body, type);
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('no more reminders');
    expect(answer.body).not.toContain('<form');
    expect(await wantsReminders()).toBe(false);

    const id = await booked('2027-01-06');
    await remind('2027-01-06');
    expect(mail(id, 'created')).not.toBeNull();
    expect(mail(id, 'reminder')).toBeNull();
    const reminders = await clinic.rows('SELECT outcome, reason FROM "Reminder" WHERE appointmentId = ?', [Number(id)]);
    expect(reminders).toMatchObject([{ outcome: 'skipped', reason: 'opted-out' }]);
  });

  it('is audited once, however often it is used', async () => {
    const url = await link();
    for (let time = 0; time < 3; time++) expect((await post(url)).status).toBe(200);
    const entries = await clinic.rows(`SELECT actorId, subjectId FROM "AuditEntry" WHERE action = 'user.unsubscribe'`);
    expect(entries).toEqual([{ actorId: patient.id, subjectId: patient.id }]);
  });

  it('works for nobody else, and with no other token', async () => {
    const url = new URL(await link(), app.url);
    const token = url.searchParams.get('token') ?? '';
    const other = await clinic.client();
    const foreign = app.get(SignedLinkService).tokenFor('another-purpose', patient.id);
    const tokens = [token.replace(patient.id, other.id), `${token}x`, token.slice(0, -1), foreign, patient.token, 'x'];
    for (const each of tokens) {
      expect((await app.http.get(`${PATH}?token=${each}`)).status).toBe(404);
      expect(await post(`${PATH}?token=${each}`)).toMatchObject({ status: 404, body: { code: 'not-found' } });
    }
    for (const query of ['', '?token=', `?token=${'x'.repeat(501)}`]) {
      expect((await post(`${PATH}${query}`)).status).toBe(400);
    }
    expect(await wantsReminders()).toBe(true);
  });

  it('is shown in no log', async () => {
    const url = await link();
    await post(url);
    const [, token] = url.split('token=');
    expect(token).toBeTruthy();
    expect(JSON.stringify(app.logs())).not.toContain(token);
  });
});
