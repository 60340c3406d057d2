import { Database } from '../../src/database/database';
import { startApp } from '../../test/support/app';
import { Clinic } from '../../test/support/clinic';
import { report, setting } from '../side';

const CHUNK = 25_000;
const WARM_UP = 5;

/** Of a hundred jobs: how many there are of each state, and how long from now they are due. */
const MIX = [
  ['succeeded', 60],
  ['deleted', 10],
  ['failed', 5],
  ['awaiting', 2],
  ['scheduled', 20],
  ['enqueued', 3],
] as const;
const QUEUES = ['maintenance', 'notifications', 'mail', 'default'];
const TYPES = 3;

/** Answers of GET by Admins, with what each is called. `id` is of a job in the middle. */
const addressesFor = (id: number, q: string): Readonly<Record<string, string>> => ({
  'all jobs': '/jobs',
  scheduled: '/jobs?state=scheduled',
  'scheduled of a type': '/jobs?state=scheduled&type=bench.type-1',
  enqueued: '/jobs?state=enqueued',
  retries: '/jobs?state=retries',
  succeeded: '/jobs?state=succeeded',
  'succeeded in a queue, counted': '/jobs?state=succeeded&queue=mail&count=true',
  failed: '/jobs?state=failed',
  'failed, counted': '/jobs?state=failed&count=true',
  deleted: '/jobs?state=deleted',
  awaiting: '/jobs?state=awaiting',
  'of a day': '/jobs?from=2027-01-03&to=2027-01-03',
  'by key': `/jobs?key=bench:${id}`,
  'search by id': `/jobs?q=${id}`,
  'search by tag': `/jobs?q=appointmentId%3D${id}`,
  'search by type': '/jobs?q=bench.type-2',
  'search by e-mail': `/jobs?q=${encodeURIComponent(q)}`,
  'search in vain': '/jobs?q=nobody%40bench.example',
  'one job': `/jobs/${id}`,
  stats: '/jobs/stats',
  'history of a day': '/jobs/history',
  'history of a week': '/jobs/history?period=week',
  queues: '/queues',
  servers: '/servers',
  'recurring jobs': '/recurring-jobs',
});

/**
 * Every list, search and figure over HTTP with `FEW` jobs and with `MANY`, in milliseconds: the p95 of `REQUESTS` each. The two
 * are asked in turn, so that a machine whose speed drifts is unfair to neither.
 */
report(async () => {
  const requests = setting('REQUESTS');
  const sides = [await open(setting('FEW')), await open(setting('MANY'))] as const;
  const [few, many] = sides;
  const figures: Record<string, number> = {};
  const all = sides.map((): number[] => []);
  for (const name of Object.keys(few.addresses)) {
    const times = sides.map((): number[] => []);
    for (let request = -WARM_UP; request < requests; request++) {
      for (const [side, { ask }] of sides.entries()) {
        const ms = await ask(name);
        if (request >= 0) times[side]?.push(ms);
      }
    }
    for (const [side, label] of ['few', 'many'].entries()) {
      figures[`${label} ${name}`] = p95(times[side] ?? []);
      all[side]?.push(...(times[side] ?? []));
    }
  }
  await few.close();
  await many.close();
  return { ...figures, few: p95(all[0] ?? []), many: p95(all[1] ?? []) };
});

/** The application with so many jobs, whose answers an Admin asks for. */
async function open(count: number) {
  const app = await startApp({ env: { LOG_LEVEL: 'warn', ROLE: 'api' }, embedded: true });
  app.clock.travelTo('2027-01-05T12:00:00.000Z');
  const clinic = new Clinic(app);
  const [admin, patient] = [await clinic.admin(), await clinic.client()];
  await fill(app.get(Database), count, patient.id);
  const addresses = addressesFor(Math.floor(count / 2), patient.user.email);
  return {
    addresses,
    close: () => app.close(),
    /** How long it takes to answer. */
    ask: async (name: string) => {
      const begun = performance.now();
      const { status } = await app.http.get(`/api/admin${addresses[name]}`, admin.token);
      if (status !== 200) throw new Error(`${name} was answered with ${status}.`);
      return performance.now() - begun;
    },
  };
}

const p95 = (times: readonly number[]) => [...times].sort((a, b) => a - b)[Math.ceil(times.length * 0.95) - 1] ?? NaN;

/** Jobs of every state, queue and type, each with its history row, its key and two tags, created over a week. */
async function fill(database: Database, count: number, userId: string): Promise<void> {
  for (let from = 1; from <= count; from += CHUNK) {
    const to = Math.min(count, from + CHUNK - 1);
    await database.transaction(async () => {
      await database.query(jobs(count), [from, to]);
      await database.query(
        `INSERT INTO jobs_State (jobId, seq, claim, name, reason, data, at)
         SELECT id, 1, 0, state, NULL, NULL, createdAt FROM jobs_Job WHERE id BETWEEN ?1 AND ?2`,
        [from, to],
      );
      await database.query(
        `INSERT INTO jobs_Tag (name, value, jobId)
         SELECT 'appointmentId', CAST(id / 3 AS text), id FROM jobs_Job WHERE id BETWEEN ?1 AND ?2
         UNION ALL
         SELECT 'userId', CASE WHEN id % 100 = 0 THEN ?3 ELSE 'user-' || (id % 1000) END, id FROM jobs_Job
         WHERE id BETWEEN ?1 AND ?2`,
        [from, to, userId],
      );
    });
  }
  const hours = Array.from({ length: 7 * 24 }, (_, hour) => new Date(Date.UTC(2027, 0, 5, 12) - hour * 3_600_000));
  const buckets = JSON.stringify(Array.from({ length: 15 }, (_, bucket) => bucket));
  await database.transaction(async () => {
    for (const hour of hours) {
      await database.query(
        `INSERT INTO jobs_Stat (hour, type, outcome, serverId, count, waitSum, runSum, waitBuckets, runBuckets)
         SELECT ?, 'bench.type-' || type.value, outcome.value, 'server', 100, 500, 500, ?, ?
         FROM json_each('[0,1,2]') AS type, json_each('["succeeded","failed","retried"]') AS outcome`,
        [hour.toISOString().slice(0, 13), buckets, buckets],
      );
    }
  });
}

/** `id % 100` says the state, what is left of it the queue and the type. */
const jobs = (count: number) => {
  let below = 0;
  const states = MIX.map(([state, share]) => {
    below += share;
    return `WHEN id % 100 < ${below} THEN '${state}'`;
  });
  const queues = QUEUES.map((name, index) => `WHEN ${index} THEN '${name}'`).join(' ');
  const instant = (seconds: string) => `strftime('%Y-%m-%dT%H:%M:%fZ', '2027-01-05T12:00:00', ${seconds})`;
  const week = `CAST((id - ${count}) * 604800.0 / ${count} AS integer)`;
  return `
    WITH RECURSIVE n(id) AS (SELECT ?1 UNION ALL SELECT id + 1 FROM n WHERE id < ?2),
      mixed AS (SELECT id, CASE ${states.join(' ')} END AS shown FROM n)
    INSERT INTO jobs_Job (id, type, queue, priority, payload, state, "key", dueAt, attempt, maxAttempts, createdAt, finishedAt,
      expiresAt)
    SELECT id, 'bench.type-' || (id / 100 % ${TYPES}), CASE id / 300 % ${QUEUES.length} ${queues} END, 1,
      json_object('appointmentId', id / 3), iif(shown IN ('scheduled', 'enqueued'), 'waiting', shown), 'bench:' || id,
      CASE shown WHEN 'scheduled' THEN ${instant(`(id % 86400 + 1) || ' seconds'`)} ELSE ${instant(`${week} || ' seconds'`)} END,
      iif(shown = 'scheduled' AND id % 10 = 0, 1, 0), 10, ${instant(`${week} || ' seconds'`)},
      iif(shown IN ('succeeded', 'deleted', 'failed'), ${instant(`${week} || ' seconds'`)}, NULL),
      iif(shown IN ('succeeded', 'deleted'), ${instant(`(${week} + 8 * 86400) || ' seconds'`)}, NULL)
    FROM mixed`;
};
