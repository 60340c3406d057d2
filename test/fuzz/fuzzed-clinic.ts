import { fileURLToPath } from 'node:url';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../../src/admin/demo-accounts';
import { type LocalDate, addDays, localOf, weekdayOf } from '../../src/common/clinic-time';
import { ServerProcess } from '../support/server-process';
import { freshFile } from '../support/test-database';
import { KnownThings } from './known-things';
import type { Document } from './operations';
import { WriteLog } from './write-log';

export const PEOPLE = ['Admin', 'Doctor', 'Client'] as const;
/** Who asks: one of each role, or nobody. */
export type Asker = (typeof PEOPLE)[number] | 'nobody';

const ZONE = 'Europe/Bucharest';
const VISITS = 12;

/** A demo clinic served by a process of its own: nothing but requests writes its tables. */
export interface FuzzedClinic {
  url: string;
  pid: number;
  document: Document;
  known: KnownThings;
  writes: WriteLog;
  today: LocalDate;
  /** Access tokens of new sign-ins. */
  signIn(): Promise<Map<Asker, string>>;
  close(): Promise<void>;
}

export async function openFuzzedClinic(): Promise<FuzzedClinic> {
  const database = freshFile('fuzz');
  // Whoever is refused too often is refused for a while: those who ask come from many addresses.
  const server = await ServerProcess.start(database, { ROLE: 'api', LOG_LEVEL: 'fatal', TRUST_PROXY: 'loopback' });
  try {
    const writes = WriteLog.open(fileURLToPath(database.url));
    // Somebody else leads, for ever: the watch and what is verified would write among the requests.
    writes.write(`UPDATE "jobs_Lock" SET "holder" = 'nobody', "until" = '2999-01-01T00:00:00.000Z'`);
    const signIn = async () => {
      const tokens = new Map<Asker, string>();
      for (const role of PEOPLE) tokens.set(role, await tokenOf(server, role));
      return tokens;
    };
    const tokens = await signIn();
    const ids = await Promise.all([...tokens.values()].map((token) => idOf(server, token)));
    const { date: today } = localOf(new Date(), ZONE);
    const known = new KnownThings(new Set(ids));
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
      signIn,
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

async function tokenOf(server: ServerProcess, role: string): Promise<string> {
  const email = DEMO_ACCOUNTS.find((account) => account.role === role)?.email;
  const { body } = await server.http.post('/api/auth/login', { email, password: DEMO_PASSWORD });
  return String(body.token);
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
