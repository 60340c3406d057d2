import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

// Walks through what the system is for against a running demo: book, see the mail, run the reminder now.

const url = (process.env.PUBLIC_URL ?? `http://localhost:${process.env.PORT ?? 5000}`).replace(/\/+$/, '');
const password = 'medano-demo';
const mailFolder = path.join(process.env.DATA_DIR ?? 'data', 'mail');

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
  if (!response.ok) throw new Error(`${method} ${route} answered ${response.status}: ${answer?.message ?? ''}`);
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

const freeSlot = async (token) => {
  for (let ahead = 1; ahead < 60; ahead++) {
    const day = new Date(Date.now() + ahead * 86_400_000);
    const weekday = day.toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' });
    const date = day.toISOString().slice(0, 10);
    const hours = await call('GET', `/api/client/appointment-hours/doctor/1/day/${weekday}?date=${date}`, token);
    if (hours.length > 0) return { appointmentDate: date, appointmentTime: hours[0].hour };
  }
  throw new Error('Doctor 1 has no free hour in the next two months.');
};

const mailsSince = (moment) => {
  try {
    return readdirSync(mailFolder).filter((file) => statSync(path.join(mailFolder, file)).mtimeMs >= moment);
  } catch {
    return [];
  }
};

const subjectOf = (file) => /^Subject: (.*)$/m.exec(readFileSync(path.join(mailFolder, file), 'utf8'))?.[1] ?? '';

async function main() {
  const started = Date.now();
  const client = await signIn('client@demo.example');
  const admin = await signIn('admin@demo.example');
  const slot = await freeSlot(client.token);
  const visit = await call('POST', '/api/client/appointments', client.token, {
    doctorId: '1',
    ...slot,
    reason: 'A first look',
  });
  tell(
    `1. Booked appointment ${visit.id} with ${visit.doctorName} on ${visit.appointmentDate} at ${visit.appointmentTime}.`,
  );
  const [reminder] = visit.reminders;
  tell(`2. Its reminder is job ${reminder.jobId}, due ${reminder.dueAt}: one hour before.`);
  const [confirmation] = await until('the confirmation', () => mailsSince(started).length > 0 && mailsSince(started));
  tell(`3. The confirmation went out: "${subjectOf(confirmation)}" (${path.join(mailFolder, confirmation)}).`);
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
  tell(`6. Every job of it is on the dashboard: ${url}/hangfire`);
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
