import { addDays, localOf, weekdayOf } from '../../src/common/clinic-time';
import { startApp } from '../support/app';
import { type BareDatabase, openBareBeside } from '../support/bare-database';
import { Clinic } from '../support/clinic';
import { plainQuery } from '../support/plain-sql';
import { type RedisServer, startRedis } from '../support/redis';
import { ServerProcess } from '../support/server-process';
import { SmtpSink } from '../support/smtp-sink';
import { type TestDatabase, freshDatabase } from '../support/test-database';
import { eventually } from '../support/waiting';

const QUEUES = 4;
/** Of each process: one for commands, one for events. */
const SHARED = 2;

let home: TestDatabase;
let redis: RedisServer;
let sink: SmtpSink;
let beside: BareDatabase;
const servers: ServerProcess[] = [];

beforeAll(async () => {
  home = await freshDatabase('roles');
  redis = await startRedis();
  sink = await SmtpSink.start();
}, 60_000);
afterAll(async () => {
  for (const server of servers) server.kill();
  await beside?.stop();
  await sink.stop();
  await redis.kill();
  await home.remove();
});

async function start(role: 'api' | 'worker'): Promise<ServerProcess> {
  const mail = { SMTP_URL: sink.url, MAIL_FROM: 'clinic@example.com' };
  const server = await ServerProcess.start(home, { ROLE: role, REDIS_URL: redis.url, LOG_LEVEL: 'warn', ...mail });
  servers.push(server);
  return server;
}

/** Someone who may book, and with whom. */
async function people(): Promise<{ token: string; doctorId: number }> {
  const app = await startApp({ dataDir: home.folder, env: { ROLE: 'api' } });
  const clinic = new Clinic(app);
  const [client, doctor] = [await clinic.client(), await clinic.doctor()];
  await app.close();
  return { token: client.token, doctorId: doctor.doctorId };
}

/** On which the doctor works, and a reminder is still to come. */
function workday(): string {
  let date = addDays(localOf(new Date(Date.now()), 'Europe/Bucharest').date, 2);
  while (['Saturday', 'Sunday'].includes(weekdayOf(date))) date = addDays(date, 1);
  return date;
}

/** What each connection to Redis did last, but for the one that asks. */
async function connections(): Promise<string[]> {
  const list = (await redis.run('CLIENT', 'LIST')).split('\n');
  return list.map((line) => /cmd=(\S+)/.exec(line)?.[1] ?? '').filter((command) => command !== 'client|list');
}
const connected = (count: number) =>
  eventually(`${count} connections to Redis`, async () => (await connections()).length === count);
const rows = (sql: string, parameters: readonly (string | number)[] = []) =>
  plainQuery<Record<string, unknown>>(beside.database, sql, parameters);

it('two APIs and two workers share the work by their roles, and leave nothing behind', async () => {
  const { token, doctorId } = await people();
  beside = await openBareBeside(home);

  const [api, otherApi] = [await start('api'), await start('api')];
  await connected(2 * SHARED);
  const [worker, otherWorker] = [await start('worker'), await start('worker')];
  await connected(4 * SHARED + 2 * QUEUES);
  // An API has none on which it would wait for messages.
  await eventually('each worker waits at each queue', async () => {
    return (await connections()).filter((command) => command === 'brpoplpush').length === 2 * QUEUES;
  });

  for (const path of ['/api/docs', '/api/client/doctors', '/hangfire']) {
    expect([path, (await worker.http.get(path)).status]).toEqual([path, 404]);
    expect([path, (await api.http.get(path)).status]).not.toEqual([path, 404]);
  }
  for (const server of servers) expect((await server.http.get('/health/ready')).body).toMatchObject({ status: 'ok' });

  const visit = { doctorId, appointmentDate: workday(), appointmentTime: '10:00', reason: 'A check-up' };
  const booked = await api.http.post('/api/client/appointments', visit, token);
  expect(booked).toMatchObject({ status: 200 });
  await sink.waitFor(1, 20_000);
  expect((await otherApi.http.get('/api/client/getAppointments', token)).body).toMatchObject([{ id: booked.body.id }]);
  // Its time comes.
  await beside.database.transaction(() =>
    rows(`UPDATE jobs_Job SET dueAt = createdAt WHERE type = 'appointments.remind' AND state = 'waiting'`),
  );
  await eventually('the reminder is mailed', () => sink.mails.some(({ messageId }) => messageId.includes('remind')));
  await eventually('the reminder is told', async () => {
    return (await rows(`SELECT outcome FROM "Reminder"`))[0]?.outcome === 'sent';
  });

  const workers = (await rows(`SELECT id FROM jobs_Server WHERE role = 'worker'`)).map(({ id }) => id);
  expect(workers).toHaveLength(2);
  const begun = await rows(`SELECT data FROM jobs_State WHERE name = 'processing'`);
  expect(begun.length).toBeGreaterThanOrEqual(2);
  for (const { data } of begun) expect(workers).toContain((JSON.parse(String(data)) as { server: string }).server);

  // Each ends while the others go on.
  for (const server of [worker, api, otherWorker, otherApi]) expect(await server.stop()).toBe(0);
  expect(await connections()).toEqual([]);
  expect(await rows('SELECT id FROM jobs_Server')).toEqual([]);
  expect(await rows('SELECT name FROM jobs_Lock')).toEqual([]);
}, 180_000);
