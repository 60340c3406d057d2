import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { addDays, weekdayOf } from '../../src/common/clinic-time';
import { startApp } from '../../test/support/app';
import { Clinic } from '../../test/support/clinic';
import { report, setting } from '../side';

const PEOPLE = 300;
const HOURS = ['09:00', '10:00', '11:00', '12:00'] as const;
const DAYS = 4;
/** Bookings made before measuring: a clinic's server has been running for longer than a moment. */
const WARM_UP = 1_500;

interface Load {
  answers: { status: number; ms: number }[];
  ms: number;
}

/** Bookings over HTTP by `CONNECTIONS` at once, each of a free slot: every rule, lock and follow-up job included. */
report(async () => {
  const app = await startApp({ env: { LOG_LEVEL: 'info' } });
  const clinic = new Clinic(app);
  const requests: { token: string; body: unknown }[] = [];
  for (let n = 0; n < PEOPLE; n++) {
    const [client, doctor] = [await clinic.client(), await clinic.doctor()];
    for (const appointmentDate of weekdays(DAYS)) {
      for (const appointmentTime of HOURS) {
        requests.push({
          token: client.token,
          body: { doctorId: doctor.doctorId, appointmentDate, appointmentTime, reason: 'A check-up' },
        });
      }
    }
  }
  requests.sort(
    (a, b) => JSON.stringify(a.body).length - JSON.stringify(b.body).length || (a.token < b.token ? -1 : 1),
  );
  await load(`${app.url}/api/client/appointments`, requests.splice(0, WARM_UP), 8);
  const { answers, ms } = await load(`${app.url}/api/client/appointments`, requests, setting('CONNECTIONS'));
  await app.close();
  const refused = answers.filter(({ status }) => status !== 200);
  if (refused.length > 0)
    throw new Error(`${refused.length} bookings were refused, the first with ${refused[0]?.status}.`);
  const times = answers.map((answer) => answer.ms).sort((a, b) => a - b);
  const at = (share: number) => times[Math.ceil(times.length * share) - 1] ?? NaN;
  return { perSecond: (answers.length / ms) * 1_000, p50: at(0.5), p99: at(0.99) };
});

async function load(url: string, requests: unknown[], connections: number): Promise<Load> {
  const child = fork(path.join(__dirname, '..', 'load.mjs'), [], { execArgv: [] });
  child.send({ url, requests, connections });
  const [result] = (await once(child, 'message')) as [Load]; // what load.mjs sends
  return result;
}

function weekdays(count: number): string[] {
  const days: string[] = [];
  for (
    let date = addDays(new Date(Date.now()).toISOString().slice(0, 10), 2);
    days.length < count;
    date = addDays(date, 1)
  ) {
    if (!['Saturday', 'Sunday'].includes(weekdayOf(date))) days.push(date);
  }
  return days;
}
