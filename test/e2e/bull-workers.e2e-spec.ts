import { Child } from '../support/child';
import { Effects } from '../support/effects';
import { type TestEngine, startEngine } from '../support/engine';
import { FaultHandler, faultJob } from '../support/fault-job';
import { type RedisServer, startRedis } from '../support/redis';
import { type ScriptedJob, aScriptedJob } from '../support/scripted-job';
import { StatementCount } from '../support/statement-count';
import { deferred, eventually } from '../support/waiting';

let redis: RedisServer;
const engines: TestEngine[] = [];
const children: Child[] = [];

beforeEach(async () => {
  redis = await startRedis();
});
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => child.kill()));
  for (const engine of engines.splice(0).reverse()) await engine.close();
  await redis.kill();
});

const names = (count: number, prefix: string) => Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);
const workersOf = (workers: number) => ({ JOB_QUEUES: 'default', JOB_WORKERS: String(workers) });

describe('two processes with workers', () => {
  let api: TestEngine;

  beforeEach(async () => {
    const env = { ROLE: 'api', REDIS_URL: redis.url };
    api = await startEngine({ definitions: [faultJob], handlers: [FaultHandler], env });
    engines.push(api);
    await new Effects(api.database).prepare();
  });

  async function startWorker(workers: number): Promise<Child> {
    const child = Child.start('engine-process.ts');
    children.push(child);
    const env = { ROLE: 'worker', REDIS_URL: redis.url, ...workersOf(workers) };
    await child.ask('start', { folder: api.folder, offsetMs: 0, env });
    return child;
  }
  const enqueueHeld = (all: readonly string[]) =>
    api.jobs.enqueueMany(
      faultJob,
      all.map((name) => ({ payload: { name, mode: 'hold' as const } })),
    );
  const holding = () =>
    children.reduce((sum, { news }) => sum + news.filter(({ news: it }) => it === 'holding').length, 0);

  it('leave a job to the idle one whichever of them its message reaches', async () => {
    await startWorker(2);
    await enqueueHeld(names(2, 'held'));
    await eventually('one is busy', () => holding() === 2);
    await startWorker(20);
    const late: number[] = [];
    for (const name of names(20, 'lone')) {
      const id = await api.jobs.enqueue(faultJob, { name });
      await api.reaches(id, 'succeeded');
      const { job } = await api.read(id);
      late.push(Date.parse(String(job.startedAt)) - Date.parse(String(job.dueAt)));
    }
    // Every second message reaches the busy one; by its own look alone the idle one would be up to a second late.
    expect(sorted(late)[17]).toBeLessThan(400);
  }, 60_000);
});

describe('what jobs that Bull delivers one by one ask of the database', () => {
  const JOBS = 2_000;
  let job: ScriptedJob;
  let api: TestEngine;
  let worker: TestEngine;
  let asked: StatementCount;

  async function start(workers: number): Promise<void> {
    job = aScriptedJob('test.counted');
    const options = { definitions: [job.definition], handlers: [job.handler] };
    const env = { REDIS_URL: redis.url, ...workersOf(workers) };
    api = await startEngine({ ...options, env: { ...env, ROLE: 'api' } });
    engines.push(api);
    const { folder, clock } = api;
    worker = await startEngine({ ...options, folder, clock, env: { ...env, ROLE: 'worker' } });
    engines.push(worker);
  }

  const enqueue = (acts: readonly string[], at?: Date) =>
    api.jobs.enqueueMany(
      job.definition,
      acts.map((act) => ({ payload: { act }, at })),
    );
  const inRedis = async () =>
    Number(await redis.run('ZCARD', '{medano}:default:delayed')) +
    Number(await redis.run('LLEN', '{medano}:default:wait'));

  /** Announces the jobs, all due at an instant soon; counts from then on. */
  async function announce(): Promise<void> {
    await enqueue(names(JOBS, 'due'), new Date(api.clock.now().getTime() + 3_000));
    await eventually('every job is announced', async () => (await inRedis()) === JOBS);
    asked = new StatementCount(worker);
  }

  async function succeeded(count: number): Promise<void> {
    await eventually('all have succeeded', async () => {
      const [row] = await api.query(`SELECT count(*) AS count FROM jobs_Job WHERE state = 'succeeded'`);
      return row?.count === count;
    });
  }

  it.each([
    [200, 0.2],
    [40, 0.6],
  ])(
    'is little for each when %d workers are free: at most %d',
    async (workers, most) => {
      await start(workers);
      await announce();
      await succeeded(JOBS);
      expect(asked.take() / JOBS).toBeLessThan(most);
    },
    60_000,
  );

  it('is nothing while every worker is busy', async () => {
    await start(10);
    const go = deferred();
    job.acts.set('held', () => go.promise);
    await enqueue(Array.from({ length: 10 }, () => 'held'));
    await eventually('all are busy', () => job.begun.length === 10);
    await announce();
    await eventually('every message is delivered', async () => (await inRedis()) === 0);
    // What is left is the heartbeat and the look of each second.
    expect(asked.take()).toBeLessThan(JOBS / 10);
    go.resolve();
    await succeeded(JOBS + 10);
  }, 60_000);
});
