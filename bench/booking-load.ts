import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { addDays, weekdayOf } from '../src/common/clinic-time';
import { startApp } from '../test/support/app';
import { Clinic } from '../test/support/clinic';
import { freePort } from '../test/support/redis';
import { type Figures, nodeArguments, setting } from './side';

/** Each person books as often as the limit on open appointments lets them. */
const HOURS = ['09:00', '10:00', '11:00', '12:00'] as const;
const DAYS = 5;

interface Request {
  token: string;
  body: unknown;
}

interface Load {
  answers: { status: number; ms: number }[];
  ms: number;
}

/**
 * Posts bookings to a route, `CONNECTIONS` at once, each of a free slot. The server is the application as it is started, in
 * a process of its own; `WARM_UP` bookings come before those that are measured, for a clinic's server has been running for
 * longer than a moment.
 */
export async function loadClinic(route: string): Promise<Figures> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'medano-bench-'));
  const requests = await prepare(dataDir, setting('COUNT') + setting('WARM_UP'));
  const { server, url } = await start(dataDir, route);
  const warmUp = requests.splice(0, setting('WARM_UP'));
  const work = { url: `${url}/api/${route}`, warmUp, requests, connections: setting('CONNECTIONS') };
  const { answers, ms } = await load(work);
  server.kill('SIGTERM');
  await once(server, 'exit');
  const mailed = await delivered(dataDir);
  rmSync(dataDir, { recursive: true });

  const refused = answers.filter(({ status }) => status !== 200);
  if (refused.length > 0)
    throw new Error(`${refused.length} bookings were refused, the first with ${refused[0]?.status}.`);
  const times = answers.map((answer) => answer.ms).sort((a, b) => a - b);
  const at = (share: number) => times[Math.ceil(times.length * share) - 1] ?? NaN;
  return { perSecond: (answers.length / ms) * 1_000, p50: at(0.5), p99: at(0.99), mailed };
}

/** A clinic of people who are signed in, and what each is to post. */
async function prepare(dataDir: string, count: number): Promise<Request[]> {
  const app = await startApp({ dataDir, env: { LOG_LEVEL: 'warn' } });
  const clinic = new Clinic(app);
  const requests: Request[] = [];
  while (requests.length < count) {
    const [client, doctor] = [await clinic.client(), await clinic.doctor()];
    for (const appointmentDate of weekdays(DAYS)) {
      for (const appointmentTime of HOURS) {
        const body = { doctorId: doctor.doctorId, appointmentDate, appointmentTime, reason: 'A check-up' };
        requests.push({ token: client.token, body });
      }
    }
  }
  await app.close();
  // Neighbours in the list are of different people.
  const slot = ({ body }: Request) => JSON.stringify({ ...(body as object), doctorId: null });
  return requests.sort((a, b) => slot(a).localeCompare(slot(b))).slice(0, count);
}

async function start(dataDir: string, route: string): Promise<{ server: ChildProcess; url: string }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = fork(path.join(__dirname, 'clinic-server.ts'), [], {
    cwd: dataDir,
    execArgv: nodeArguments(`${path.basename(route)}-server`),
    env: {
      ...process.env,
      NODE_ENV: 'test',
      HOST: '127.0.0.1',
      PORT: String(port),
      DATA_DIR: dataDir,
      DATABASE_URL: `file:${path.join(dataDir, 'clinic.db')}`,
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  while (!(await isLive(url))) {
    if (server.exitCode !== null) throw new Error(`The server ended with ${server.exitCode}.`);
    await delay(20);
  }
  return { server, url };
}

const isLive = (url: string) =>
  fetch(`${url}/health/live`).then(
    (answer) => answer.ok,
    () => false,
  );

async function load(work: { url: string; warmUp: Request[]; requests: Request[]; connections: number }): Promise<Load> {
  const child = fork(path.join(__dirname, 'load.mjs'), [], { execArgv: [] });
  child.send(work);
  const [result] = (await once(child, 'message')) as [Load]; // what load.mjs sends
  return result;
}

/** How many mails went out until the server was stopped. */
async function delivered(dataDir: string): Promise<number> {
  const app = await startApp({ dataDir, env: { LOG_LEVEL: 'warn', ROLE: 'api' } });
  const [row] = await new Clinic(app).rows<{ count: number }>(
    `SELECT count(*) AS count FROM "Delivery" WHERE "state" = 'sent'`,
  );
  await app.close();
  return row?.count ?? NaN;
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
