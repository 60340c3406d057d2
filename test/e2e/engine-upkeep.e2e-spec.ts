import type { JobContext } from '../../src/jobs/definition/job-context';
import type { JobNotice } from '../../src/jobs/store/job-store';
import { UPKEEP_STORE, type UpkeepStore } from '../../src/jobs/store/upkeep-store';
import { Heartbeat } from '../../src/jobs/upkeep/heartbeat';
import { Reconciler } from '../../src/jobs/upkeep/reconciler';
import { Retention } from '../../src/jobs/upkeep/retention';
import { ServerIdentity } from '../../src/jobs/worker/server-identity';
import { aNewJob, aServer } from '../builders/new-job';
import { Effects } from '../support/effects';
import { type EngineOptions, type TestEngine, startEngine } from '../support/engine';
import { aScriptedJob } from '../support/scripted-job';
import { type Deferred, deferred, eventually, loopTurn } from '../support/waiting';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const job = aScriptedJob('test.act', { attempts: 5, backoff: () => HOUR });
const fleeting = aScriptedJob('test.fleeting', { retention: { succeeded: HOUR, failed: 2 * HOUR }, attempts: 1 });
const engines: TestEngine[] = [];

beforeEach(() => {
  for (const each of [job, fleeting]) {
    each.acts.clear();
    each.begun.length = 0;
  }
});
afterEach(async () => {
  for (const engine of engines.splice(0).reverse()) await engine.close();
});

async function start(options: Partial<EngineOptions> = {}): Promise<TestEngine> {
  const engine = await startEngine({
    definitions: [job.definition, fleeting.definition],
    handlers: [job.handler, fleeting.handler],
    ...options,
  });
  engines.push(engine);
  return engine;
}

const enqueue = (engine: TestEngine, act: string, key?: string) =>
  engine.jobs.enqueue(job.definition, { act }, { key });
const upkeepOf = (engine: TestEngine) => engine.get<UpkeepStore>(UPKEEP_STORE);
const transact = <T>(engine: TestEngine, work: () => Promise<T>) => engine.database.transaction(work);
const rowOf = async (engine: TestEngine, id: number) => (await engine.read(id)).job;

function held(
  act: string,
  rest: (ctx: JobContext) => unknown = () => undefined,
): { begun: Promise<JobContext>; go: Deferred } {
  const begun = deferred<JobContext>();
  const go = deferred();
  job.acts.set(act, async (ctx) => {
    begun.resolve(ctx);
    await go.promise;
    await rest(ctx);
  });
  return { begun: begun.promise, go };
}

/** A server that is no process: it registers, claims a job and is never heard of again. */
async function deadServer(engine: TestEngine, id: string, claims: number): Promise<number[]> {
  return transact(engine, async () => {
    await upkeepOf(engine).heartbeat(aServer(id, { types: ['test.act'] }));
    const notices = await engine.store.insert(
      Array.from({ length: claims }, (_, index) => aNewJob({ type: 'test.act', payload: `{"act":"${id}-${index}"}` })),
    );
    await engine.store.claim(id, { queue: 'default', types: ['test.act'], limit: claims });
    return notices.map((notice: JobNotice) => notice.id);
  });
}

describe('a server that has fallen silent', () => {
  it('loses its jobs to the others after 20 s, each with one attempt burned', async () => {
    const engine = await start();
    const ids = await deadServer(engine, 'dead', 3);
    await engine.advance(19_000);
    await engine.get(Reconciler).reconcile();
    expect(job.begun).toEqual([]);
    await engine.advance(2_000);
    await engine.get(Reconciler).reconcile();
    await engine.idle();
    for (const id of ids) {
      expect(await engine.story(id)).toEqual([
        'waiting',
        'processing',
        'waiting (server-lost)',
        'processing',
        'succeeded',
      ]);
      expect(await rowOf(engine, id)).toMatchObject({ attempt: 2, deaths: 1, claim: 2 });
    }
  });

  it('loses nothing when it is heard again before it is taken over', async () => {
    const engine = await start();
    const [id] = await deadServer(engine, 'slow', 1);
    await engine.advance(21_000);
    const upkeep = upkeepOf(engine);
    const silentServers = upkeep.silentServers.bind(upkeep);
    const spy = jest.spyOn(upkeep, 'silentServers').mockImplementationOnce(async (silenceMs) => {
      const silent = await silentServers(silenceMs);
      expect(silent).toEqual(['slow']);
      await transact(engine, () => upkeep.heartbeat(aServer('slow')));
      return silent;
    });
    await engine.get(Reconciler).reconcile();
    spy.mockRestore();
    expect(await rowOf(engine, id ?? 0)).toMatchObject({ state: 'processing', deaths: 0 });
  });

  it('is never this one, however far its clock was set forward', async () => {
    const engine = await start();
    const { begun, go } = held('long');
    const id = await enqueue(engine, 'long');
    const { signal } = await begun;
    engine.clock.advance(DAY);
    await engine.get(Reconciler).reconcile();
    expect([await engine.story(id), signal.aborted]).toEqual([['waiting', 'processing'], false]);
    go.resolve();
    await engine.idle();
    expect(await rowOf(engine, id)).toMatchObject({ state: 'succeeded', attempt: 1, deaths: 0 });
  });

  it('has its jobs taken over once by two that notice at the same moment', async () => {
    const engine = await start();
    const second = await start({ folder: engine.folder, clock: engine.clock });
    const [id] = await deadServer(engine, 'dead', 1);
    await engine.advance(21_000);
    await second.advance(0);
    await Promise.all([engine.get(Reconciler).reconcile(), second.get(Reconciler).reconcile()]);
    await engine.reaches(id ?? 0, 'succeeded');
    expect([(await rowOf(engine, id ?? 0)).deaths, job.begun]).toEqual([1, ['dead-0']]);
  });
});

describe('a job that kills its servers', () => {
  it('is run alone after two deaths, and parked when it dies alone', async () => {
    const engine = await start();
    const [id] = await deadServer(engine, 'first', 1);
    await transact(engine, () => upkeepOf(engine).takeOver('first'));
    await transact(engine, async () => {
      await engine.store.claim('second', { queue: 'default', types: ['test.act'], limit: 1 });
      await upkeepOf(engine).takeOver('second');
    });
    expect(await rowOf(engine, id ?? 0)).toMatchObject({ state: 'waiting', deaths: 2 });
    await transact(engine, async () => {
      await engine.store.claimSuspect('third', ['default'], ['test.act']);
      await upkeepOf(engine).takeOver('third');
    });
    expect((await engine.story(id ?? 0)).at(-1)).toBe('failed (poison)');
    const fine = await enqueue(engine, 'fine');
    await engine.reaches(fine, 'succeeded');
  });

  it('runs beside nothing else, and others go on after it', async () => {
    const engine = await start({ env: { ROLE: 'api' } });
    const [id] = await deadServer(engine, 'first', 1);
    await transact(engine, () => upkeepOf(engine).takeOver('first'));
    await transact(engine, async () => {
      await engine.store.claim('second', { queue: 'default', types: ['test.act'], limit: 1 });
      await upkeepOf(engine).takeOver('second');
    });
    const beside: number[] = [];
    const worker = await start({ folder: engine.folder, clock: engine.clock });
    job.acts.set('first-0', async () => {
      const ids = await Promise.all(['a', 'b', 'c'].map((act) => engine.jobs.enqueue(fleeting.definition, { act })));
      for (let turn = 0; turn < 20; turn++) await loopTurn();
      beside.push(worker.runner.running, fleeting.begun.length, ids.length);
    });
    await worker.runner.look();
    await engine.reaches(id ?? 0, 'succeeded');
    await eventually('the others have run', () => fleeting.begun.length === 3);
    expect(beside).toEqual([1, 0, 3]);
  });
});

describe('the heartbeat', () => {
  it('hands back what the database says this server runs and it does not', async () => {
    const engine = await start();
    const server = engine.get(ServerIdentity).id;
    const id = await transact(engine, async () => {
      const [notice] = await engine.store.insert([aNewJob({ type: 'test.act', payload: '{"act":"stray"}' })]);
      await engine.store.claim(server, { queue: 'default', types: ['test.act'], limit: 1 });
      return notice?.id ?? 0;
    });
    await engine.get(Heartbeat).beat();
    await engine.get(Heartbeat).beat();
    await engine.runner.look();
    await engine.idle();
    expect(await engine.story(id)).toEqual([
      'waiting',
      'processing',
      'waiting (never-started)',
      'processing',
      'succeeded',
    ]);
    expect((await rowOf(engine, id)).attempt).toBe(1);
  });

  it('takes nothing for a stray that is just being begun or ended', async () => {
    const engine = await start();
    const heartbeat = engine.get(Heartbeat);
    const ids: number[] = [];
    for (let round = 0; round < 60; round++) {
      const enqueued = Promise.all([enqueue(engine, `a-${round}`), enqueue(engine, `b-${round}`)]);
      const beats: Promise<void>[] = [];
      for (let beat = 0; beat < 4; beat++) {
        beats.push(heartbeat.beat());
        if (round % 3 === beat) await loopTurn();
      }
      ids.push(...(await enqueued));
      await Promise.all(beats);
    }
    await engine.idle();
    const stories = new Set(await Promise.all(ids.map(async (id) => (await engine.story(id)).join())));
    expect([...stories]).toEqual(['waiting,processing,succeeded']);
  }, 60_000);

  it('writes each log line once, though the job ends meanwhile', async () => {
    const engine = await start();
    const heartbeat = engine.get(Heartbeat);
    const ids: number[] = [];
    for (let round = 0; round < 30; round++) {
      const act = `talks-${round}`;
      const { begun, go } = held(act, (ctx) => ctx.log('last'));
      ids.push(await enqueue(engine, act));
      (await begun).log('first');
      go.resolve();
      for (let step = 0; step < round; step++) await Promise.resolve();
      await heartbeat.report();
      await engine.idle();
    }
    const lines = await engine.query('SELECT jobId, message FROM jobs_Log ORDER BY jobId, id');
    expect(lines).toEqual(ids.flatMap((jobId) => ['first', 'last'].map((message) => ({ jobId, message }))));
  }, 60_000);

  it('loses no log line when the database does not take it at once', async () => {
    const engine = await start();
    const { begun, go } = held('talks');
    const id = await enqueue(engine, 'talks');
    (await begun).log('heard');
    const log = jest.spyOn(engine.store, 'log').mockRejectedValueOnce(new Error('the connection was lost'));
    await engine
      .get(Heartbeat)
      .report()
      .catch(() => undefined);
    log.mockRestore();
    go.resolve();
    await engine.idle();
    expect(await engine.query('SELECT message FROM jobs_Log WHERE jobId = ?', [id])).toEqual([{ message: 'heard' }]);
  });
});

describe('a type that nothing handles', () => {
  it('is parked once it has been due for ten minutes while workers were there, and the rest runs', async () => {
    const engine = await start();
    const [id] = await transact(engine, async () => {
      const notices = await engine.store.insert([aNewJob({ type: 'test.gone' })]);
      return notices.map((notice: JobNotice) => notice.id);
    });
    await engine.advance(9 * MINUTE);
    await engine.get(Reconciler).reconcile();
    expect(await engine.story(id ?? 0)).toEqual(['waiting']);
    await engine.advance(2 * MINUTE);
    await engine.get(Reconciler).reconcile();
    expect((await engine.story(id ?? 0)).at(-1)).toBe('failed (unknown-type)');
    const fine = await enqueue(engine, 'fine');
    await engine.reaches(fine, 'succeeded');
  });

  it('is not parked by an API process that starts alone after an outage', async () => {
    const first = await start({ env: { ROLE: 'api' } });
    const id = await enqueue(first, 'patient');
    first.clock.advance(8 * HOUR);
    await first.get(Reconciler).reconcile();
    expect(await first.story(id)).toEqual(['waiting']);
    const worker = await start({ folder: first.folder, clock: first.clock });
    await worker.reaches(id, 'succeeded');
  });
});

describe('retention', () => {
  it('removes ended jobs after the time of their type, and failed ones only where their type says so', async () => {
    const engine = await start();
    fleeting.acts.set('fails', () => Promise.reject(new Error('no')));
    job.acts.set('fails', () => Promise.reject(new Error('no')));
    const [short, shortFailed] = [
      await engine.jobs.enqueue(fleeting.definition, { act: 'x' }),
      await engine.jobs.enqueue(fleeting.definition, { act: 'fails' }),
    ];
    const [long, longFailed] = [await enqueue(engine, 'x'), await enqueue(engine, 'fails')];
    await engine.idle();
    await transact(engine, () => engine.query('UPDATE jobs_Job SET maxAttempts = 2 WHERE id = ?', [longFailed]));
    await engine.advance(HOUR + 1_000);
    await engine.idle();
    const left = async () => (await engine.query('SELECT id FROM jobs_Job ORDER BY id')).map(({ id }) => id);
    await engine.get(Retention).removeExpired();
    expect(await left()).toEqual([shortFailed, long, longFailed]);
    await engine.advance(HOUR);
    await engine.get(Retention).removeExpired();
    expect(await left()).toEqual([long, longFailed]);
    await engine.advance(30 * DAY);
    await engine.get(Retention).removeExpired();
    expect(await left()).toEqual([longFailed]);
    expect((await engine.jobs.endsOf([short])).get(short)?.state).toBe('gone');
  });

  it('removes thousands in one look', async () => {
    const engine = await start();
    await engine.jobs.enqueueMany(
      fleeting.definition,
      Array.from({ length: 1_300 }, () => ({ payload: { act: 'many' } })),
    );
    await engine.idle();
    await engine.advance(HOUR + 1_000);
    expect(await engine.get(Retention).removeExpired()).toBe(1_300);
    expect(await engine.query('SELECT jobId FROM jobs_State')).toEqual([]);
  }, 60_000);
});

describe('a graceful stop', () => {
  it('lets what runs finish, and claims nothing more', async () => {
    const engine = await start();
    const { begun, go } = held('running', (ctx) => ctx.complete(() => new Effects(engine.database).write('done')));
    await new Effects(engine.database).prepare();
    const id = await enqueue(engine, 'running');
    await begun;
    const stopping = engine.runner.stop(60_000, 1_000);
    const late = await enqueue(engine, 'late');
    await engine.runner.look();
    for (let turn = 0; turn < 20; turn++) await loopTurn();
    go.resolve();
    expect(await stopping).toEqual([]);
    expect([(await rowOf(engine, id)).state, await engine.story(late), job.begun]).toEqual([
      'succeeded',
      ['waiting'],
      ['running'],
    ]);
  });

  it('aborts what does not finish in time and gives it back with its attempt, for another to run', async () => {
    const engine = await start();
    const reasons: string[] = [];
    job.acts.set('endless', (ctx) => {
      if (ctx.claim > 1) return Promise.resolve();
      return new Promise((_, reject) => {
        ctx.signal.addEventListener('abort', () => {
          const reason = ctx.signal.reason as Error;
          reasons.push(reason.name);
          reject(reason);
        });
      });
    });
    const id = await enqueue(engine, 'endless');
    await engine.reaches(id, 'processing');
    expect(await engine.runner.stop(50, 10_000)).toEqual([]);
    expect(reasons).toEqual(['ShuttingDown']);
    expect(await engine.story(id)).toEqual(['waiting', 'processing', 'waiting (handed-back)']);
    const next = await start({ folder: engine.folder, clock: engine.clock });
    await next.reaches(id, 'succeeded');
    expect(await rowOf(next, id)).toMatchObject({ attempt: 1, deaths: 0, claim: 2 });
  });

  it('takes back from a handler that does not heed it, which can then end nothing', async () => {
    const engine = await start();
    const effects = new Effects(engine.database);
    await effects.prepare();
    const { begun, go } = held('deaf', (ctx) => ctx.complete(() => effects.write('zombie')));
    const id = await enqueue(engine, 'deaf');
    await begun;
    const left = await engine.runner.stop(50, 50);
    expect(left).toEqual([{ id, claim: 1 }]);
    await engine.get(Heartbeat).end(left);
    expect(await rowOf(engine, id)).toMatchObject({ state: 'waiting', attempt: 0 });
    expect(await engine.query('SELECT id FROM jobs_Server')).toEqual([]);
    go.resolve();
    for (let turn = 0; turn < 50; turn++) await loopTurn();
    expect([await effects.count('zombie'), (await engine.story(id)).at(-1)]).toEqual([0, 'waiting (handed-back)']);
  });

  it('begins nothing that was being claimed when it came', async () => {
    for (let round = 0; round < 25; round++) {
      const engine = await start();
      job.acts.set('claimed', (ctx) => new Promise((resolve) => ctx.signal.addEventListener('abort', () => resolve())));
      const enqueued = enqueue(engine, 'claimed');
      for (let turn = 0; turn < round % 5; turn++) await loopTurn();
      const left = await engine.runner.stop(20, 5_000);
      const begun = job.begun.length;
      const id = await enqueued;
      for (let turn = 0; turn < 10; turn++) await loopTurn();
      // Whatever was begun has been aborted and has ended; nothing began later.
      expect([round, left, job.begun.length]).toEqual([round, [], begun]);
      expect(['waiting', 'succeeded']).toContain((await rowOf(engine, id)).state);
      job.begun.length = 0;
      await engines.pop()?.close();
    }
  }, 240_000);

  it('leaves no server and no lease behind', async () => {
    const engine = await start();
    await enqueue(engine, 'x');
    await engine.idle();
    await engine.jobs.schedule(job.definition, { act: 'later' }, { at: new Date(engine.clock.now().getTime() + DAY) });
    await engine.runner.look();
    const reader = await start({ folder: engine.folder, clock: engine.clock, env: { ROLE: 'api' } });
    await engine.app.close();
    engines.splice(engines.indexOf(engine), 1);
    const server = engine.get(ServerIdentity).id;
    expect(await reader.query('SELECT id FROM jobs_Server WHERE id = ?', [server])).toEqual([]);
    expect(await reader.query('SELECT name FROM jobs_Lock WHERE holder = ?', [server])).toEqual([]);
  });
});
