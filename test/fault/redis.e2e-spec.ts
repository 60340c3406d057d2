import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Bull from 'bull';
import { JOB_TRANSPORT, type JobTransport } from '../../src/jobs/transport/job-transport';
import { Child } from '../support/child';
import { Effects } from '../support/effects';
import { type TestEngine, startEngine } from '../support/engine';
import { FaultHandler, faultJob } from '../support/fault-job';
import { type RedisServer, startRedis } from '../support/redis';
import { eventually } from '../support/waiting';

type Engine = TestEngine & { effects: Effects; transport: JobTransport };

const SECOND = 1_000;
const QUEUE = '{medano}:default';

let folder: string;
let redis: RedisServer;
let children: Child[] = [];
let engines: Engine[] = [];

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'medano-fault-'));
  redis = await startRedis();
});
afterEach(async () => {
  await Promise.all(children.map((child) => child.kill()));
  for (const engine of engines.reverse()) await engine.close();
  children = [];
  engines = [];
  await redis.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** A process that runs jobs and enqueues none. */
async function startWorker(): Promise<Child> {
  const child = Child.start('engine-process.ts');
  children.push(child);
  await child.ask('start', { folder, offsetMs: 0, env: { ROLE: 'worker', REDIS_URL: redis.url } });
  return child;
}

/** A server in this process, on the same file; one that runs no jobs unless `ROLE` says so. */
async function start(env: Record<string, string> = {}): Promise<Engine> {
  const engine = await startEngine({
    definitions: [faultJob],
    handlers: [FaultHandler],
    folder,
    env: { ROLE: 'api', REDIS_URL: redis.url, ...env },
  });
  const effects = new Effects(engine.database);
  await effects.prepare();
  const started = Object.assign(engine, { effects, transport: engine.get<JobTransport>(JOB_TRANSPORT) });
  engines.push(started);
  return started;
}

const names = (count: number, prefix: string) => Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
const schedule = (engine: Engine, all: readonly string[], inMs: number) =>
  engine.jobs.enqueueMany(
    faultJob,
    all.map((name) => ({ payload: { name }, at: new Date(engine.clock.now().getTime() + inMs) })),
  );
/** Resolves when each of `all` has had its effect, once; how late the last job began, in milliseconds. */
async function allRun(engine: Engine, all: readonly string[], withinMs: number): Promise<number> {
  await eventually('all have run', async () => (await engine.effects.names()).length >= all.length, withinMs);
  expect((await engine.effects.names()).sort()).toEqual([...all].sort());
  const rows = await engine.database.query<{ startedAt: string; dueAt: string; claim: number }>(
    'SELECT startedAt, dueAt, claim FROM jobs_Job',
  );
  expect(new Set(rows.map(({ claim }) => claim))).toEqual(new Set([1]));
  return Math.max(...rows.map(({ startedAt, dueAt }) => Date.parse(startedAt) - Date.parse(dueAt)));
}
const announced = async () => Number(await redis.run('ZCARD', `${QUEUE}:delayed`));
const isUp = (engine: Engine) => eventually('Redis answers', () => engine.transport.broker === 'up');
const isDown = (engine: Engine) => eventually('Redis is known to be away', () => engine.transport.broker === 'down');
async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

describe('Redis', () => {
  it('wakes another process’s workers, and holds no more than ids and types', async () => {
    const engine = await start();
    await startWorker();
    // The poll would take up to 5 s.
    const late: number[] = [];
    for (const name of names(5, 'now')) {
      const [id] = await schedule(engine, [name], 0);
      await engine.reaches(id ?? 0, 'succeeded');
      const { job } = await engine.read(id ?? 0);
      late.push(Date.parse(String(job.startedAt)) - Date.parse(String(job.dueAt)));
    }
    expect(late.sort((a, b) => a - b)[2]).toBeLessThan(500);
    const [id] = await schedule(engine, ['later'], 30 * SECOND);
    await eventually('it is announced', async () => (await announced()) === 1);
    const [message] = (await redis.run('KEYS', `${QUEUE}:${id}-*`)).split('\n');
    expect(JSON.parse(await redis.run('HGET', String(message), 'data'))).toEqual({ id, type: faultJob.name });
    expect(await redis.run('HGET', String(message), 'opts')).not.toContain('later');
  }, 60_000);

  it('is told of jobs beyond the horizon when they come near', async () => {
    const engine = await start();
    await schedule(engine, names(2_500, 'far'), 90 * SECOND);
    await schedule(engine, ['further'], 300 * SECOND);
    expect(await announced()).toBe(0);
    await engine.advance(40 * SECOND);
    await eventually('they are announced', async () => (await announced()) === 2_500);
  }, 60_000);

  it('that is emptied delays nothing', async () => {
    const engine = await start();
    await startWorker();
    const all = names(200, 'job');
    await schedule(engine, all, 3 * SECOND);
    await eventually('they are announced', async () => (await announced()) === all.length);
    await redis.run('FLUSHALL');
    expect(await allRun(engine, all, 13 * SECOND)).toBeLessThan(10 * SECOND);
  }, 60_000);

  it('that is killed is done without, and used again when it is back', async () => {
    const engine = await start();
    await startWorker();
    const before = names(100, 'before');
    await schedule(engine, before, 3 * SECOND);
    await eventually('they are announced', async () => (await announced()) === before.length);
    await redis.kill();
    await isDown(engine);
    const during = names(20, 'during');
    const took = await timeOf(() => schedule(engine, during, 0));
    expect(took).toBeLessThan(500);
    expect(await allRun(engine, [...before, ...during], 15 * SECOND)).toBeLessThan(10 * SECOND);

    redis = await startRedis({ port: redis.port });
    await isUp(engine);
    const after = names(20, 'after');
    await schedule(engine, after, 3 * SECOND);
    await eventually('announcing goes on', async () => (await announced()) === after.length);
    await allRun(engine, [...before, ...during, ...after], 15 * SECOND);
    expect(engine.logged.messages('warn').filter((line) => line.startsWith('Redis cannot be used'))).toHaveLength(1);
  }, 60_000);

  it.each([
    ['that does not answer', [], () => redis.signal('SIGSTOP')],
    ['that is full', ['--maxmemory', '1mb', '--maxmemory-policy', 'noeviction'], () => undefined],
  ])(
    '%s slows no one down',
    async (_name, settings, spoil) => {
      await redis.stop();
      redis = await startRedis({ port: redis.port, settings });
      const engine = await start();
      await startWorker();
      spoil();
      const all = names(10, 'job');
      for (const name of all) expect(await timeOf(() => schedule(engine, [name], 0))).toBeLessThan(500);
      await isDown(engine);
      expect(await allRun(engine, all, 10 * SECOND)).toBeLessThan(10 * SECOND);
    },
    60_000,
  );

  it('that is not there delays neither the start nor the stop', async () => {
    await redis.stop();
    expect(await timeOf(() => start({ ROLE: 'all' }))).toBeLessThan(5 * SECOND);
    const [engine] = engines;
    const id = await engine?.jobs.enqueue(faultJob, { name: 'alone' });
    await engine?.reaches(id ?? 0, 'succeeded');
    expect(await timeOf(() => engine?.close() ?? Promise.resolve())).toBeLessThan(4 * SECOND);
    engines = [];
  }, 60_000);

  it('that may evict keys is told of at the start', async () => {
    await redis.run('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
    const engine = await start();
    await eventually('the warning', () =>
      engine.logged.messages('warn').some((line) => line.includes('Set maxmemory-policy noeviction')),
    );
  }, 60_000);
});

describe('a message', () => {
  it('delivered a hundred times in parallel, or without sense, has one effect', async () => {
    const engine = await start({ ROLE: 'all' });
    await startWorker();
    const [id] = await schedule(engine, ['once'], 2 * SECOND);
    const { job } = await engine.read(id ?? 0);
    const dueAt = Date.parse(String(job.dueAt));
    const queue = new Bull('default', { prefix: '{medano}', redis: { port: redis.port } });
    try {
      const data = { id, type: faultJob.name };
      const options = (jobId: string) => ({ jobId, delay: 2 * SECOND, removeOnComplete: true });
      await queue.addBulk([
        ...names(100, '').map((_, index) => ({ name: 'wake', data, opts: options(`${id}-0-${dueAt - index}`) })),
        ...['nonsense', '1-2', `${id}-0-99999999999999999999`].map((jobId) => ({
          name: 'wake',
          data,
          opts: options(jobId),
        })),
        { name: 'foreign', data: { id: 'x' }, opts: options(`${id}-0-1`) },
      ]);
      // One id a hundred times: the first delivery removes its data, and Bull gives the others a name of its own.
      const same = `${id}-0-${dueAt - 1_000}`;
      await queue.add('wake', data, { jobId: same, removeOnComplete: true });
      await redis.run('LPUSH', `${QUEUE}:wait`, ...names(100, '').map(() => same));
      await allRun(engine, ['once'], 10 * SECOND);
      await eventually('every message is taken', async () => {
        const { waiting, delayed } = await queue.getJobCounts();
        return waiting + delayed === 0;
      });
      expect(await engine.effects.names()).toEqual(['once']);
      expect(await engine.story(id ?? 0)).toEqual(['waiting', 'processing', 'succeeded']);
    } finally {
      await queue.close();
    }
  }, 60_000);
});
