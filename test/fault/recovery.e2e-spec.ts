import { setTimeout as delay } from 'node:timers/promises';
import { ROUNDS, chanceOf, counted, median } from '../support/chance';
import { Child } from '../support/child';
import { Effects } from '../support/effects';
import { type TestEngine, startEngine } from '../support/engine';
import { FaultHandler, faultJob } from '../support/fault-job';
import { type TestDatabase, freshDatabase } from '../support/test-database';
import { eventually } from '../support/waiting';

const SECOND = 1_000;
const VICTIMS = 10;
const JOBS_EACH = 2;
/** The silence after which a server is given up, one look of the reconciler, and the time that the jobs take. */
const WORST_MS = 35 * SECOND;

let place: TestDatabase;
let api: TestEngine;
const children: Child[] = [];

beforeEach(async () => {
  place = await freshDatabase('recovery');
});
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => child.kill()));
  await api.close();
  await place.remove();
});

async function startWorker(workers: number): Promise<Child> {
  const child = Child.start('engine-process.ts');
  children.push(child);
  const env = { ROLE: 'worker', JOB_QUEUES: 'default', JOB_WORKERS: String(workers) };
  await child.ask('start', { folder: place.folder, offsetMs: 0, env });
  return child;
}

interface Recovered extends Record<string, unknown> {
  id: number;
  /** The server of the first claim, which was killed. */
  server: string;
  succeededAt: string;
}

describe('the jobs of servers that are killed', () => {
  it(
    'are done by others within 35 s of the kill, whoever led and however many die',
    async () => {
      const chance = chanceOf('recovery');
      const recoveries: number[] = [];
      for (let round = 0; round < ROUNDS; round++) {
        // The first of them leads.
        const victims = [await startWorker(JOBS_EACH)];
        victims.push(...(await Promise.all(Array.from({ length: VICTIMS - 1 }, () => startWorker(JOBS_EACH)))));
        if (round === 0) {
          const options = { definitions: [faultJob], handlers: [FaultHandler], folder: place.folder };
          api = await startEngine({ ...options, env: { ROLE: 'api', JOB_QUEUES: 'default' } });
          await new Effects(api.database).prepare();
        }
        const names = Array.from({ length: VICTIMS * JOBS_EACH }, (_, index) => `${round}-${index}`);
        await api.jobs.enqueueMany(
          faultJob,
          names.map((name) => ({ payload: { name, mode: 'hold' as const } })),
        );
        await eventually('each holds its jobs', () =>
          victims.every(({ news }) => news.filter((each) => each.news === 'holding').length === JOBS_EACH),
        );
        await Promise.all([startWorker(40), startWorker(40)]);

        const killedAt = new Map<number, number>();
        for (const victim of chance.shuffled(victims)) {
          await delay(chance.between(0, SECOND));
          victim.signal('SIGKILL');
          killedAt.set(victim.pid, Date.now());
        }
        const effects = new Effects(api.database);
        const done = async () => (await effects.names()).length === names.length * (round + 1);
        await eventually('all are done', done, 2 * WORST_MS);
        for (const { server, succeededAt } of await recoveredOf(names.length)) {
          const at = [...killedAt].find(([pid]) => server.includes(`:${pid}:`))?.[1];
          expect(at).toBeDefined();
          recoveries.push(Date.parse(succeededAt) - (at ?? 0));
        }
        expect(new Set(await effects.names()).size).toBe(names.length * (round + 1));
        await Promise.all(children.splice(0).map((child) => child.kill()));
      }
      counted('recovery after kill -9, in seconds', {
        kills: VICTIMS * ROUNDS,
        jobs: recoveries.length,
        median: (median(recoveries) / SECOND).toFixed(1),
        worst: (Math.max(...recoveries) / SECOND).toFixed(1),
      });
      expect(recoveries).toHaveLength(VICTIMS * JOBS_EACH * ROUNDS);
      expect(Math.max(...recoveries)).toBeLessThanOrEqual(WORST_MS);
    },
    240 * SECOND * ROUNDS,
  );
});

/** The newest `count` jobs, with who claimed them first and when they were done. */
function recoveredOf(count: number): Promise<Recovered[]> {
  return api.query<Recovered>(
    `SELECT job.id, first.data AS server, last.at AS succeededAt FROM jobs_Job AS job
     JOIN jobs_State AS first ON first.jobId = job.id AND first.seq = 2
     JOIN jobs_State AS last ON last.jobId = job.id AND last.seq = job.revision AND last.name = 'succeeded'
     WHERE job.id > (SELECT max(id) FROM jobs_Job) - ?`,
    [count],
  );
}
