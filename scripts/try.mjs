import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { loadEnvFile } from 'node:process';

// Walks through what the system is for against a running demo: book, see the mail, run the reminder now, cancel again.
// Where the demo is may be said: npm run try -- http://localhost:5001

if (existsSync('.env')) loadEnvFile('.env');
const url = process.argv[2]?.replace(/\/$/, '') ?? `http://localhost:${process.env.PORT || 5000}`;
const password = 'medano-demo';
const mailFolder = path.join(process.env.DATA_DIR || 'data', 'mail');
const bySmtp = Boolean(process.env.SMTP_URL);

class Refused extends Error {
  constructor(method, route, status, message) {
    super(`${method} ${route} answered ${status}: ${message}`);
    this.status = status;
  }
}

async function call(method, route, token, body) {
  const response = await fetch(url + route, {
    method,
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: body && JSON.stringify(body),
  }).catch(() => {
    throw new Error(`Nothing answers at ${url}. Start the clinic first: npm start`);
  });
  const text = await response.text();
  const answer = text ? JSON.parse(text) : null;
  if (!response.ok) throw new Refused(method, route, response.status, answer?.message ?? '');
  return answer;
}

async function until(what, look) {
  for (let tries = 0; tries < 100; tries++) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Waited 10 s for ${what}.`);
}

const signIn = (email) => call('POST', '/api/auth/login', null, { email, password });
const tell = (line) => console.log(line);

/** The first visit that can be had; a day on which the client has too many is passed over. */
async function book(token) {
  for (let ahead = 1; ahead < 60; ahead++) {
    const day = new Date(Date.now() + ahead * 86_400_000);
    const weekday = day.toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' });
    const date = day.toISOString().slice(0, 10);
    const [hour] = await call('GET', `/api/client/appointment-hours/doctor/1/day/${weekday}?date=${date}`, token);
    if (!hour) continue;
    const visit = { doctorId: '1', appointmentDate: date, appointmentTime: hour.hour, reason: 'A first look' };
    try {
      return await call('POST', '/api/client/appointments', token, visit);
    } catch (error) {
      if (error.status !== 422 && error.status !== 409) throw error;
    }
  }
  throw new Error('Doctor 1 has no free hour for this client in the next two months.');
}

const mailsSince = (moment) => {
  if (!existsSync(mailFolder)) return [];
  return readdirSync(mailFolder).filter((file) => statSync(path.join(mailFolder, file)).mtimeMs >= moment);
};

const subjectOf = (file) => /^Subject: (.*)$/m.exec(readFileSync(path.join(mailFolder, file), 'utf8'))?.[1] ?? '';

const span = (minutes) => (minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`);

async function main() {
  const started = Date.now();
  const client = await signIn('client@demo.example');
  const admin = await signIn('admin@demo.example');
  const visit = await book(client.token);
  tell(
    `1. Booked appointment ${visit.id} with ${visit.doctorName} on ${visit.appointmentDate} at ${visit.appointmentTime}.`,
  );
  const reminder = visit.reminders.findLast(({ jobId }) => jobId !== null);
  if (!reminder) throw new Error('No reminder lies ahead of the visit.');
  tell(`2. Its reminder is job ${reminder.jobId}, due ${reminder.dueAt}: ${span(reminder.offset)} before.`);
  if (bySmtp) tell('3. The confirmation goes to the mail server of SMTP_URL.');
  else {
    const [file] = await until('the confirmation', () => mailsSince(started).length > 0 && mailsSince(started));
    tell(`3. The confirmation went out: "${subjectOf(file)}" (${path.join(mailFolder, file)}).`);
  }
  await call('POST', `/api/admin/jobs/${reminder.jobId}/run-now`, admin.token, { reason: 'trying it out' });
  const job = await until('the reminder job', async () => {
    const found = await call('GET', `/api/admin/jobs/${reminder.jobId}`, admin.token);
    return found.state === 'succeeded' && found;
  });
  tell(
    `4. Run now by the admin, the reminder job went through: ${job.history.map(({ state }) => state).join(' -> ')}.`,
  );
  const notices = await call('GET', '/api/notifications', client.token);
  tell(`5. The client's newest notification: "${notices[0].title}": ${notices[0].message}`);
  await call('POST', `/api/client/appointments/${visit.id}/cancel`, client.token, {});
  tell('6. The client cancelled, so the hour is free again.');
  tell(`7. Every job of it is on the dashboard: ${url}${process.env.DASHBOARD_PATH || '/hangfire'}`);
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
