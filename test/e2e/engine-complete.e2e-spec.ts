import { FenceLost } from '../../src/jobs/job.errors';
import type { JobContext } from '../../src/jobs/definition/job-context';
import { skip, snooze } from '../../src/jobs/definition/outcome';
import { JOB_STORE, type JobStore } from '../../src/jobs/store/job-store';
import { UPKEEP_STORE, type UpkeepStore } from '../../src/jobs/store/upkeep-store';
import { Heartbeat } from '../../src/jobs/upkeep/heartbeat';
import { ServerIdentity } from '../../src/jobs/worker/server-identity';
import { Effects } from '../support/effects';
import { type TestEngine, startEngine } from '../support/engine';
import { aScriptedJob } from '../support/scripted-job';
import { type Deferred, deferred, eventually, loopTurn } from '../support/waiting';

const HOUR = 3_600_000;
const job = aScriptedJob('test.act', { attempts: 5, backoff: () => HOUR });

let engine: TestEngine;
let effects: Effects;

beforeAll(async () => {
  engine = await startEngine({ definitions: [job.definition], handlers: [job.handler] });
  effects = new Effects(engine.database);
  await effects.prepare();
});
afterAll(() => engine.close());
beforeEach(async () => {
  job.acts.clear();
  job.begun.length = 0;
  await engine.database.transaction(() => engine.query('DELETE FROM Effect'));
});

const enqueue = (act: string, options: { key?: string } = {}) => engine.jobs.enqueue(job.definition, { act }, options);
const last = async (id: number) => (await engine.story(id)).at(-1);
const rowOf = async (id: number) => (await engine.read(id)).job;
const caught = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);

/** An act that says when it has begun and goes on when it is told. */
function held(
  act: string,
  rest: (ctx: JobContext) => Promise<unknown> | void,
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

/** Jobs whose acts all come to `ctx.complete` at the same moment, so that they end in one group. */
async function together(
  works: Record<string, (ctx: JobContext) => Promise<unknown> | void>,
  keys: Record<string, string> = {},
) {
  const gates = Object.entries(works).map(([act, work]) => ({ act, ...held(act, work) }));
  const ids: Record<string, number> = {};
  for (const { act } of gates) ids[act] = await enqueue(act, { key: keys[act] });
  await Promise.all(gates.map(({ begun }) => begun));
  for (const { go } of gates) go.resolve();
  await engine.idle();
  return ids;
}

describe('ctx.complete', () => {
  it('commits its work with the end of the job', async () => {
    job.acts.set('effect', (ctx) => ctx.complete(() => effects.write('effect', ctx)));
    const id = await enqueue('effect');
    await engine.idle();
    expect([await effects.count('effect'), await engine.story(id)]).toEqual([
      1,
      ['waiting', 'processing', 'succeeded'],
    ]);
  });

  it('takes the work back when it throws, tells the handler, and has the job tried again', async () => {
    let told: unknown;
    job.acts.set('fails', async (ctx) => {
      told = await caught(
        ctx.complete(async () => {
          await effects.write('half');
          if (ctx.attempt === 1) throw new Error('half-way');
        }),
      );
    });
    const id = await enqueue('fails');
    await engine.idle();
    expect(told).toEqual(new Error('half-way'));
    expect([await effects.count('half'), await last(id)]).toEqual([0, 'waiting (retry)']);
    await engine.advance(HOUR);
    await engine.idle();
    expect([await effects.count('half'), await last(id), (await rowOf(id)).attempt]).toEqual([1, 'succeeded', 2]);
  });

  it('lets its work skip the job or put it off, with what it wrote', async () => {
    job.acts.set('skips', (ctx) =>
      ctx.complete(async () => {
        await effects.write('skipping');
        return skip('visit-over');
      }),
    );
    job.acts.set('snoozes', (ctx) =>
      ctx.complete(async () => {
        await effects.write('snoozing');
        return snooze(HOUR);
      }),
    );
    const [skipped, snoozed] = [await enqueue('skips'), await enqueue('snoozes')];
    await engine.idle();
    expect([await last(skipped), await last(snoozed)]).toEqual(['deleted (visit-over)', 'waiting (snoozed)']);
    expect((await effects.names()).sort()).toEqual(['skipping', 'snoozing']);
    expect((await rowOf(snoozed)).attempt).toBe(0);
    await engine.actions.cancel(snoozed);
  });

  it('keeps nothing of a work that answers with no outcome', async () => {
    job.acts.set('odd', (ctx) =>
      ctx.complete(async () => {
        await effects.write('odd');
        return snooze(NaN);
      }),
    );
    const id = await enqueue('odd');
    await engine.idle();
    expect([await effects.count('odd'), await last(id)]).toEqual([0, 'waiting (retry)']);
    await engine.actions.cancel(id);
  });

  it('has the job’s own key free for its successor', async () => {
    job.acts.set('chain', (ctx) =>
      ctx.complete(
        async () => void (await engine.jobs.enqueue(job.definition, { act: 'successor' }, { key: 'chain' })),
      ),
    );
    const id = await enqueue('chain', { key: 'chain' });
    await engine.idle();
    expect([await last(id), job.begun]).toEqual(['succeeded', ['chain', 'successor']]);
  });

  it('fails a job that gives its own key away and would then wait again, and no other', async () => {
    const ids = await together(
      {
        greedy: (ctx) =>
          ctx.complete(async () => {
            await engine.jobs.schedule(
              job.definition,
              { act: 'heir' },
              { key: 'greedy', at: new Date(engine.clock.now().getTime() + HOUR) },
            );
            return snooze(1);
          }),
        snoozing: (ctx) => ctx.complete(() => Promise.resolve(snooze(HOUR))),
        failing: () => Promise.reject(new Error('no')),
      },
      { greedy: 'greedy' },
    );
    expect(await last(ids.greedy ?? 0)).toBe('failed (key-taken)');
    expect([await last(ids.snoozing ?? 0), await last(ids.failing ?? 0)]).toEqual([
      'waiting (snoozed)',
      'waiting (retry)',
    ]);
    expect(await engine.jobs.cancel('greedy', 'enough')).toBe(true);
    for (const act of ['snoozing', 'failing']) await engine.actions.cancel(ids[act] ?? 0);
  });

  it('is refused inside a transaction, at once, and the job may still end', async () => {
    let told: unknown;
    job.acts.set('inside', async (ctx) => {
      await ctx.write(async () => {
        told = await caught(ctx.complete(() => Promise.resolve()));
      });
    });
    const began = performance.now();
    const id = await enqueue('inside');
    await engine.idle();
    expect(told).toEqual(new Error('ctx.complete was called inside a transaction, which it would wait for.'));
    // The budget of a transaction would have run out otherwise.
    expect(performance.now() - began).toBeLessThan(4_500);
    expect(await last(id)).toBe('succeeded');
  });

  it('is refused the second time, and the first counts', async () => {
    let told: unknown;
    job.acts.set('twice', async (ctx) => {
      await ctx.complete(() => effects.write('first'));
      told = await caught(ctx.complete(() => effects.write('second')));
    });
    const id = await enqueue('twice');
    await engine.idle();
    expect([told, await effects.names(), await last(id)]).toEqual([
      new Error('ctx.complete was called twice.'),
      ['first'],
      'succeeded',
    ]);
  });

  it('decides the end, whatever the handler does afterwards', async () => {
    job.acts.set('throws-after', async (ctx) => {
      await ctx.complete(() => effects.write('kept'));
      throw new Error('too late');
    });
    job.acts.set('not-awaited', (ctx) => void ctx.complete(() => effects.write('kept')));
    const ids = [await enqueue('throws-after'), await enqueue('not-awaited')];
    await engine.idle();
    expect(await Promise.all(ids.map(last))).toEqual(['succeeded', 'succeeded']);
    expect(await effects.count('kept')).toBe(2);
  });

  it('lets services inside it open transactions, which join, and doom the work when they throw', async () => {
    const service = (name: string, fails: boolean) =>
      engine.database.transaction(async () => {
        await effects.write(name);
        if (fails) throw new Error('a service');
      });
    job.acts.set('joins', (ctx) => ctx.complete(() => service('joined', false)));
    job.acts.set('doomed', (ctx) =>
      ctx.complete(async () => {
        await effects.write('before');
        await service('inside', true).catch(() => undefined);
      }),
    );
    const ids = [await enqueue('joins'), await enqueue('doomed')];
    await engine.idle();
    expect([await Promise.all(ids.map(last)), await effects.names()]).toEqual([
      ['succeeded', 'waiting (retry)'],
      ['joined'],
    ]);
    await engine.actions.cancel(ids[1] ?? 0);
  });

  it('runs the hooks of its work after the commit, and none of a work that was taken back', async () => {
    const ran: string[] = [];
    const hooked = (name: string, fails: boolean) => (ctx: JobContext) =>
      ctx.complete(() => {
        engine.database.afterCommit(() => ran.push(name));
        return fails ? Promise.reject(new Error(name)) : Promise.resolve();
      });
    const ids = await together({ good: hooked('good', false), bad: hooked('bad', true) });
    expect(ran).toEqual(['good']);
    await engine.actions.cancel(ids.bad ?? 0);
  });
});

describe('ctx.write', () => {
  it('commits without ending the job', async () => {
    const { begun, go } = held('writes', () => undefined);
    const id = await enqueue('writes');
    const ctx = await begun;
    await ctx.write(() => effects.write('written'));
    expect([await effects.count('written'), (await rowOf(id)).state]).toEqual([1, 'processing']);
    go.resolve();
    await engine.idle();
    expect(await last(id)).toBe('succeeded');
  });

  it('gives back what the work returns, takes back what a throwing one wrote, and may be used again', async () => {
    const seen: unknown[] = [];
    job.acts.set('writes', async (ctx) => {
      seen.push(await ctx.write(() => Promise.resolve('value')));
      const failing = ctx.write(async () => {
        await effects.write('lost');
        throw new Error('no');
      });
      seen.push(await caught(failing));
      await ctx.write(() => effects.write('kept'));
    });
    await enqueue('writes');
    await engine.idle();
    expect([seen, await effects.names()]).toEqual([['value', new Error('no')], ['kept']]);
  });

  it('is refused once the job has ended', async () => {
    let late: Promise<unknown> = Promise.resolve();
    const ended = deferred();
    job.acts.set('leaks', (ctx) => {
      late = ended.promise.then(() => ctx.write(() => effects.write('leaked')));
      late.catch(() => undefined);
    });
    await enqueue('leaks');
    await engine.idle();
    ended.resolve();
    expect([await caught(late), await effects.count('leaked')]).toEqual([expect.any(FenceLost), 0]);
  });
});

describe('jobs that end at the same moment', () => {
  it('commit together, and one whose work throws takes only itself back', async () => {
    const work = (name: string, fails: boolean) => (ctx: JobContext) =>
      ctx.complete(async () => {
        await effects.write(name);
        await loopTurn();
        if (fails) throw new Error(name);
      });
    const ids = await together({
      a: work('a', false),
      b: work('b', true),
      c: work('c', false),
      d: work('d', true),
      e: () => undefined,
      f: () => Promise.reject(new Error('returned nothing')),
    });
    const ends = await Promise.all(Object.values(ids).map(last));
    expect(ends).toEqual([
      'succeeded',
      'waiting (retry)',
      'succeeded',
      'waiting (retry)',
      'succeeded',
      'waiting (retry)',
    ]);
    expect(await effects.names()).toEqual(['a', 'c']);
    for (const act of ['b', 'd', 'f']) await engine.actions.cancel(ids[act] ?? 0);
  });

  it('are committed each alone when the group is lost, without burning an attempt', async () => {
    const store = engine.get<JobStore>(JOB_STORE);
    const settle = jest.spyOn(store, 'settle').mockRejectedValueOnce(new Error('the connection was lost'));
    const runs: Record<string, number> = {};
    const work = (name: string) => (ctx: JobContext) =>
      ctx.complete(async () => {
        runs[name] = (runs[name] ?? 0) + 1;
        await effects.write(name);
      });
    try {
      const ids = await together({ a: work('a'), b: work('b'), c: () => undefined });
      for (const id of Object.values(ids)) {
        expect(await rowOf(id)).toMatchObject({ state: 'succeeded', attempt: 1, claim: 1 });
        expect(await engine.story(id)).toEqual(['waiting', 'processing', 'succeeded']);
      }
    } finally {
      settle.mockRestore();
    }
    expect([runs, (await effects.names()).sort()]).toEqual([{ a: 2, b: 2 }, ['a', 'b']]);
  });

  it('hold no one up when the end of one cannot be stored at all', async () => {
    const store = engine.get<JobStore>(JOB_STORE);
    const settle = store.settle.bind(store);
    let unstorable = 0;
    const spy = jest
      .spyOn(store, 'settle')
      .mockImplementation((completions) =>
        completions.some(({ id }) => id === unstorable) ? Promise.reject(new Error('refused')) : settle(completions),
      );
    try {
      const { begun, go } = held('unstorable', (ctx) => ctx.complete(() => effects.write('unstorable')));
      unstorable = await enqueue('unstorable');
      await begun;
      go.resolve();
      const fine = await enqueue('fine');
      await engine.reaches(fine, 'succeeded');
      await eventually('the worker is free', () => engine.runner.running === 0);
    } finally {
      spy.mockRestore();
    }
    expect(await effects.count('unstorable')).toBe(0);
    const heartbeat = engine.get(Heartbeat);
    await heartbeat.beat();
    await heartbeat.beat();
    await engine.runner.look();
    await engine.idle();
    expect(await engine.story(unstorable)).toEqual([
      'waiting',
      'processing',
      'waiting (never-started)',
      'processing',
      'succeeded',
    ]);
    expect([await effects.count('unstorable'), (await rowOf(unstorable)).attempt]).toEqual([1, 1]);
  }, 60_000);

  it('may cancel each other: one that would have been tried again is not', async () => {
    const ids = await together(
      {
        canceller: (ctx) =>
          ctx.complete(async () => {
            expect(await engine.jobs.cancel('victim', 'visit cancelled')).toBe(true);
          }),
        victim: () => Promise.reject(new Error('SMTP is down')),
      },
      { victim: 'victim' },
    );
    expect([await last(ids.canceller ?? 0), await last(ids.victim ?? 0)]).toEqual([
      'succeeded',
      'deleted (visit cancelled)',
    ]);
  });

  it('find the key of one that will be tried again taken', async () => {
    const ids = await together(
      {
        claimant: (ctx) => ctx.complete(async () => void (await enqueue('heir', { key: 'kept' }))),
        keeper: () => Promise.reject(new Error('SMTP is down')),
      },
      { keeper: 'kept' },
    );
    expect([await last(ids.claimant ?? 0), await last(ids.keeper ?? 0)]).toEqual([
      'waiting (retry)',
      'waiting (retry)',
    ]);
    expect(job.begun).not.toContain('heir');
    for (const id of Object.values(ids)) await engine.actions.cancel(id);
  });
});

describe('a run that has lost its hold', () => {
  /** How a run may try to write after it was cut off. */
  const attempts: [string, (ctx: JobContext) => Promise<unknown>][] = [
    ['complete', (ctx) => ctx.complete(() => effects.write('zombie'))],
    ['write', (ctx) => ctx.write(() => effects.write('zombie'))],
    ['return', () => Promise.resolve()],
    ['throw', () => Promise.reject(new Error('zombie'))],
  ];

  it.each(attempts)('by cancellation can change nothing by %s', async (name, act) => {
    const { begun, go } = held(name, act);
    const id = await enqueue(name, { key: `cancel-${name}` });
    const ctx = await begun;
    ctx.log('said before');
    expect(await engine.jobs.cancel(`cancel-${name}`, 'visit cancelled')).toBe(true);
    ctx.log('said after');
    ctx.progress(50);
    go.resolve();
    await engine.idle();
    expect(await engine.story(id)).toEqual(['waiting', 'processing', 'deleted (visit cancelled)']);
    expect([await effects.count('zombie'), (await rowOf(id)).progress]).toEqual([0, null]);
    expect(await engine.query('SELECT message FROM jobs_Log WHERE jobId = ?', [id])).toEqual([]);
  });

  it.each(attempts)('by takeover can change nothing by %s, while the next run ends the job', async (name, act) => {
    const first = deferred<JobContext>();
    const go = deferred();
    job.acts.set(name, async (ctx) => {
      if (ctx.claim > 1) return ctx.complete(() => effects.write('rightful', ctx));
      first.resolve(ctx);
      await go.promise;
      await act(ctx);
    });
    const id = await enqueue(name);
    const zombie = await first.promise;
    const server = engine.get(ServerIdentity).id;
    await engine.database.transaction(() => engine.get<UpkeepStore>(UPKEEP_STORE).takeOver(server));
    await engine.get(Heartbeat).beat();
    await engine.runner.look();
    await engine.reaches(id, 'succeeded');
    expect(zombie.signal.aborted).toBe(true);
    go.resolve();
    await engine.idle();
    expect(await engine.story(id)).toEqual([
      'waiting',
      'processing',
      'waiting (server-lost)',
      'processing',
      'succeeded',
    ]);
    expect([await effects.names(), (await rowOf(id)).claim]).toEqual([['rightful'], 2]);
  });

  it('hears so by its signal at the next heartbeat', async () => {
    const { begun, go } = held('listens', () => undefined);
    await enqueue('listens', { key: 'listens' });
    const { signal } = await begun;
    await engine.get(Heartbeat).beat();
    expect(signal.aborted).toBe(false);
    await engine.jobs.cancel('listens', 'visit cancelled');
    await engine.get(Heartbeat).beat();
    expect([signal.aborted, (signal.reason as Error).name]).toEqual([true, 'HoldLost']);
    go.resolve();
    await engine.idle();
  });

  it('by replacement leaves the effect to its successor alone', async () => {
    const { begun, go } = held('old', (ctx) => ctx.complete(() => effects.write('old')));
    job.acts.set('new', (ctx) => ctx.complete(() => effects.write('new')));
    const old = await enqueue('old', { key: 'replaced' });
    await begun;
    const next = await engine.jobs.replace('replaced', job.definition, { act: 'new' });
    await engine.reaches(next, 'succeeded');
    go.resolve();
    await engine.idle();
    expect([await effects.names(), await last(old), await last(next)]).toEqual([
      ['new'],
      'deleted (superseded)',
      'succeeded',
    ]);
  });
});

describe('a cancellation and a completion that race', () => {
  it('leave the effect exactly when the cancellation found nothing to cancel', async () => {
    const found: boolean[] = [];
    for (let round = 0; round < 60; round++) {
      const act = `race-${round}`;
      const { begun, go } = held(act, (ctx) => caught(ctx.complete(() => effects.write(act))));
      const id = await enqueue(act, { key: act });
      await begun;
      go.resolve();
      for (let turn = 0; turn < round % 6; turn++) await (round % 2 ? Promise.resolve() : loopTurn());
      const cancelled = await engine.jobs.cancel(act, 'visit cancelled');
      found.push(cancelled);
      await engine.idle();
      expect([round, await effects.count(act), await last(id)]).toEqual(
        cancelled ? [round, 0, 'deleted (visit cancelled)'] : [round, 1, 'succeeded'],
      );
    }
    expect(new Set(found)).toEqual(new Set([true, false]));
  }, 60_000);
});
