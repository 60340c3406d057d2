import { fileURLToPath } from 'node:url';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../../src/admin/demo-accounts';
import { type LocalDate, addDays, localOf, weekdayOf } from '../../src/common/clinic-time';
import { aRegistration } from '../builders/registration';
import type { ApiAnswer } from '../support/client';
import { ServerProcess } from '../support/server-process';
import { freshFile } from '../support/test-database';
import { GUEST, LOCKS, unsubscribeToken } from './keys';
import { KnownThings } from './known-things';
import type { Document } from './operations';
import { WriteLog } from './write-log';

export const PEOPLE = ['Admin', 'Doctor', 'Client'] as const;
/** Who asks: one of each role, or nobody. */
export type Asker = (typeof PEOPLE)[number] | 'nobody';

const ZONE = 'Europe/Bucharest';
const VISITS = 12;

/** Is collected often: what memory gains is kept, and a leak ends the process. */
const SMALL_HEAP = '--max-old-space-size=192';

/** As their jobs would leave them, which nobody runs. */
const REFUSE_MAILS = `
  UPDATE "Delivery" SET "state" = 'failed', "reason" = 'refused', "finishedAt" = "createdAt" WHERE "state" = 'pending';
  UPDATE "jobs_Job" SET "state" = 'failed', "finishedAt" = "createdAt"
    WHERE "state" = 'waiting' AND "id" IN (SELECT "jobId" FROM "Delivery" WHERE "state" = 'failed')`;

/** A demo clinic served by a process of its own: nothing but requests writes its tables. */
export interface FuzzedClinic {
  url: string;
  pid: number;
  document: Document;
  known: KnownThings;
  writes: WriteLog;
  today: LocalDate;
  /** Of those who ask, who may change them. */
  passwords: Map<Asker, string>;
  /** Access tokens of new sign-ins. */
  signIn(): Promise<Map<Asker, string>>;
  /** The mail server refuses for good what was to be sent. */
  refuseMails(): void;
  close(): Promise<void>;
}

export async function openFuzzedClinic(): Promise<FuzzedClinic> {
  const database = freshFile('fuzz');
  // Whoever is refused too often is refused for a while: those who ask come from many addresses.
  const env = { ...LOCKS, ROLE: 'api', LOG_LEVEL: 'fatal', TRUST_PROXY: 'loopback', NODE_OPTIONS: SMALL_HEAP };
  const server = await ServerProcess.start(database, env);
  try {
    const writes = WriteLog.open(fileURLToPath(database.url));
    // Somebody else leads, for ever: the watch and what is verified would write among the requests.
    writes.write(`UPDATE "jobs_Lock" SET "holder" = 'nobody', "until" = '2999-01-01T00:00:00.000Z'`);
    const passwords = new Map<Asker, string>(PEOPLE.map((role) => [role, DEMO_PASSWORD]));
    const signIn = async () => {
      const tokens = new Map<Asker, string>();
      for (const role of PEOPLE) {
        const email = DEMO_ACCOUNTS.find((account) => account.role === role)?.email;
        const { body } = await signedIn(server, { email, password: passwords.get(role) });
        tokens.set(role, String(body.token));
      }
      return tokens;
    };
    const tokens = await signIn();
    await server.http.post('/api/auth/register', aRegistration(GUEST));
    const guest = await signedIn(server, GUEST);
    const ids = await Promise.all([...tokens.values(), String(guest.body.token)].map((token) => idOf(server, token)));
    const { date: today } = localOf(new Date(), ZONE);
    const known = new KnownThings(new Set(ids));
    known.learn('/api/auth/login', guest.body);
    known.learnCookies(guest.headers.getSetCookie());
    for (const id of ids) known.add('link', unsubscribeToken(id));
    await visit(server, tokens.get('Client') ?? '', today, known);
    // Half of them took place: only then they can be reviewed and reported.
    writes.write(`UPDATE "Appointment" SET "status" = 'completed' WHERE "id" % 2 = 0`);
    return {
      url: server.http.url,
      pid: server.pid,
      document: (await server.http.get('/api/openapi.json')).body as Document,
      known,
      writes,
      today,
      passwords,
      signIn,
      refuseMails: () => writes.write(REFUSE_MAILS),
      close: async () => {
        writes.close();
        await server.stop();
        await database.remove();
      },
    };
  } catch (error) {
    server.kill();
    throw error;
  }
}

async function signedIn(server: ServerProcess, as: { email?: string; password?: string }): Promise<ApiAnswer> {
  const answer = await server.http.post('/api/auth/login', as);
  if (answer.status !== 200) throw new Error(`${as.email} cannot sign in: ${answer.status} ${answer.body?.code}.`);
  return answer;
}

const idOf = async (server: ServerProcess, token: string) =>
  String((await server.http.get('/api/auth/me', token)).body.id);

/** Books with the demo's first doctor, the one who asks. */
async function visit(server: ServerProcess, token: string, today: LocalDate, known: KnownThings): Promise<void> {
  for (let days = 1; known.of('appointment').length < VISITS; days++) {
    const date = addDays(today, days);
    if (weekdayOf(date) === 'Sunday') continue;
    const wanted = { doctorId: '1', appointmentDate: date, appointmentTime: '11:00', reason: 'A check-up' };
    const { body } = await server.http.post('/api/client/appointments', wanted, token);
    known.learn('/api/client/appointments', body);
  }
}
