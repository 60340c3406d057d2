import { FenceLost } from '../../src/jobs/job.errors';
import { type Outcome, Permanent, skip, snooze } from '../../src/jobs/definition/outcome';
import { Effects } from '../support/effects';
import { type TestEngine, startEngine } from '../support/engine';
import { aScriptedBatchJob, aScriptedJob } from '../support/scripted-job';
import { deferred } from '../support/waiting';

const HOUR = 3_600_000;
const batch = aScriptedBatchJob('test.batch', { batch: 10, attempts: 3, backoff: () => HOUR, queue: 'batches' });
const hasty = aScriptedBatchJob('test.hasty', { batch: 10, attempts: 3, backoff: () => HOUR, timeout: 400 });
const other = aScriptedJob('test.other', { queue: 'batches' });

let engine: TestEngine;
let effects: Effects;

beforeAll(async () => {
  engine = await startEngine({
    definitions: [batch.definition, hasty.definition, other.definition],
    handlers: [batch.handler, hasty.handler, other.handler],
    env: { JOB_QUEUES: 'batches,default', JOB_WORKERS: '6' },
  });
  effects = new Effects(engine.database);
  await effects.prepare();
});
afterAll(() => engine.close());
beforeEach(async () => {
  batch.script.act = (_, ctx) => ctx.complete(async (live) => writeAll(live.map(({ payload }) => payload.act)));
  batch.begun.length = 0;
  hasty.begun.length = 0;
  await engine.database.transaction(() => engine.query('DELETE FROM Effect'));
});

async function writeAll(names: readonly string[]): Promise<void> {
  for (const name of names) await effects.write(name);
}
const enqueueAll = (acts: readonly string[], options: { deadline?: Date } = {}) =>
  engine.jobs.enqueueMany(
    batch.definition,
    acts.map((act) => ({ payload: { act }, key: `batch:${act}`, ...options })),
  );
const endsOf = async (ids: readonly number[]) => Promise.all(ids.map(async (id) => (await engine.story(id)).at(-1)));
const attemptsOf = async (ids: readonly number[]) =>
  Promise.all(ids.map(async (id) => (await engine.read(id)).job.attempt));
const succeeded = (count: number) => Array.from({ length: count }, () => 'succeeded');

describe('jobs that are handled in batches', () => {
  it('come together up to the size of a batch, and end together', async () => {
    const acts = Array.from({ length: 23 }, (_, index) => `n${index}`);
    const ids = await enqueueAll(acts);
    await engine.idle();
    expect(await endsOf(ids)).toEqual(succeeded(23));
    expect(batch.begun.map((each) => each.length).sort((a, b) => b - a)).toEqual([10, 10, 3]);
    expect((await effects.names()).sort()).toEqual([...acts].sort());
  });

  it('succeed when the handler returns without completing', async () => {
    batch.script.act = () => Promise.resolve();
    const ids = await enqueueAll(['a', 'b']);
    await engine.idle();
    expect(await endsOf(ids)).toEqual(succeeded(2));
  });

  it('say each by itself that they are skipped or put off', async () => {
    batch.script.act = (_, ctx) =>
      ctx.complete(async (live) => {
        await writeAll(live.map(({ payload }) => payload.act));
        return new Map(
          live.flatMap(({ payload: { act }, run }): [number, Outcome][] => {
            if (act === 'skips') return [[run.jobId, skip('visit-over')]];
            return act === 'waits' ? [[run.jobId, snooze(HOUR)]] : [];
          }),
        );
      });
    const ids = await enqueueAll(['skips', 'ends', 'waits']);
    await engine.idle();
    expect(await endsOf(ids)).toEqual(['deleted (visit-over)', 'succeeded', 'waiting (snoozed)']);
    expect(await attemptsOf(ids)).toEqual([1, 1, 0]);
    await engine.jobs.cancel('batch:waits', 'enough');
  });

  it('do not fail for one bad among them, whether the handler or the work throws', async () => {
    for (const where of ['handler', 'work']) {
      const fail = (items: readonly { payload: { act: string } }[]) => {
        if (items.some(({ payload }) => payload.act === 'bad')) throw new Error('bad');
      };
      batch.script.act = async (items, ctx) => {
        if (where === 'handler') fail(items);
        await ctx.complete(async (live) => {
          await writeAll(live.map(({ payload }) => payload.act));
          fail(live);
        });
      };
      const ids = await enqueueAll(['a', 'bad', 'c']);
      await engine.idle();
      expect([where, await endsOf(ids)]).toEqual([where, ['succeeded', 'waiting (retry)', 'succeeded']]);
      expect([where, await attemptsOf(ids)]).toEqual([where, [1, 1, 1]]);
      expect((await effects.names()).sort()).toEqual(['a', 'c']);
      await engine.jobs.cancel('batch:bad', 'enough');
      await engine.database.transaction(() => engine.query('DELETE FROM Effect'));
    }
  });

  it('run one by one keep to what each of them says', async () => {
    batch.script.act = async (items, ctx) => {
      if (items.length > 1) throw new Error('not together');
      if (items[0]?.payload.act === 'hopeless') throw new Permanent('hopeless', 'hopeless');
      await ctx.complete(async (live) => writeAll(live.map(({ payload }) => payload.act)));
    };
    const ids = await enqueueAll(['a', 'hopeless', 'c']);
    await engine.idle();
    expect(await endsOf(ids)).toEqual(['succeeded', 'failed (hopeless)', 'succeeded']);
  });

  it('leave out one that was cancelled while the batch ran', async () => {
    const go = deferred();
    const begun = deferred();
    let passed: string[] = [];
    batch.script.act = async (_, ctx) => {
      begun.resolve();
      await go.promise;
      await ctx.complete(async (live) => {
        passed = live.map(({ payload }) => payload.act);
        await writeAll(passed);
      });
    };
    const ids = await enqueueAll(['a', 'cancelled', 'c']);
    await begun.promise;
    await engine.jobs.cancel('batch:cancelled', 'visit cancelled');
    go.resolve();
    await engine.idle();
    expect(await endsOf(ids)).toEqual(['succeeded', 'deleted (visit cancelled)', 'succeeded']);
    expect([passed, await effects.names()]).toEqual([
      ['a', 'c'],
      ['a', 'c'],
    ]);
    expect(batch.begun).toHaveLength(1);
  });

  it('write nothing when all of them were cancelled', async () => {
    const go = deferred();
    const begun = deferred();
    batch.script.act = async (_, ctx) => {
      begun.resolve();
      await go.promise;
      await ctx.complete(async (live) => writeAll(live.map(({ payload }) => payload.act)));
    };
    const ids = await enqueueAll(['x', 'y']);
    await begun.promise;
    expect(await engine.jobs.cancelMany(['batch:x', 'batch:y'], 'visit cancelled')).toBe(2);
    go.resolve();
    await engine.idle();
    expect(await endsOf(ids)).toEqual(['deleted (visit cancelled)', 'deleted (visit cancelled)']);
    expect(await effects.names()).toEqual([]);
  });

  it('do not share the fate of one whose payload or deadline is no good', async () => {
    const [expired, badPayload, ...fine] = await engine.database.transaction(async () => {
      const ids = await enqueueAll(['late', 'misshapen', 'b', 'c']);
      const set = (column: string, value: string, id?: number) =>
        engine.query(`UPDATE jobs_Job SET ${column} = ? WHERE id = ?`, [value, id ?? 0]);
      await set('deadline', new Date(0).toISOString(), ids[0]);
      await set('payload', '{"act":5}', ids[1]);
      return ids;
    });
    await engine.idle();
    expect(await endsOf(fine)).toEqual(succeeded(2));
    expect(await endsOf([expired ?? 0, badPayload ?? 0])).toEqual([
      'failed (deadline-passed)',
      'failed (invalid-payload)',
    ]);
    expect(batch.begun.flat()).not.toContain('late');
    expect((await effects.names()).sort()).toEqual(['b', 'c']);
  });

  it('are not kept from ending by one that hangs: run one by one each has its own time', async () => {
    hasty.script.act = async (items, ctx) => {
      if (items.some(({ payload }) => payload.act === 'hangs')) {
        await new Promise((_, reject) => {
          const stop = () => reject(ctx.signal.reason as Error); // abort is only called with one
          ctx.signal.addEventListener('abort', stop);
        });
      }
      ctx.signal.throwIfAborted();
      await ctx.complete(async (live) => writeAll(live.map(({ payload }) => payload.act)));
    };
    const ids = await engine.jobs.enqueueMany(
      hasty.definition,
      ['a', 'hangs', 'c'].map((act) => ({ payload: { act } })),
    );
    await engine.idle();
    expect(await endsOf(ids)).toEqual(['succeeded', 'waiting (retry)', 'succeeded']);
    expect(await attemptsOf(ids)).toEqual([1, 1, 1]);
    expect((await effects.names()).sort()).toEqual(['a', 'c']);
    await engine.actions.cancel(ids[1] ?? 0);
  });

  it('may tell the handler that the batch could not be kept', async () => {
    const told: unknown[] = [];
    batch.script.act = async (items, ctx) => {
      const failure: unknown = await ctx
        .complete(() => (items.length > 1 ? Promise.reject(new Error('together')) : Promise.resolve()))
        .catch((error: unknown) => error);
      told.push(failure);
      if (failure instanceof Error) throw failure;
    };
    const ids = await enqueueAll(['a', 'b']);
    await engine.idle();
    expect([told, await endsOf(ids)]).toEqual([[new Error('together'), undefined, undefined], succeeded(2)]);
  });

  it('are ended by what completes them, whatever the handler does afterwards', async () => {
    batch.script.act = (_, ctx) => {
      void ctx.complete(async (live) => writeAll(live.map(({ payload }) => payload.act)));
      throw new Error('too late');
    };
    const ids = await enqueueAll(['a', 'b']);
    await engine.idle();
    expect([await endsOf(ids), await effects.names(), batch.begun]).toEqual([succeeded(2), ['a', 'b'], [['a', 'b']]]);
  });

  it('share their queue with jobs that are run singly', async () => {
    const singles = await engine.jobs.enqueueMany(
      other.definition,
      Array.from({ length: 8 }, (_, index) => ({ payload: { act: `single-${index}` } })),
    );
    const ids = await enqueueAll(['a', 'b', 'c']);
    await engine.idle();
    expect(await endsOf([...singles, ...ids])).toEqual(succeeded(11));
    expect(engine.runner.running).toBe(0);
  });

  it('run under their fence alone too', async () => {
    const go = deferred();
    const begun = deferred();
    let told: unknown;
    batch.script.act = async (_, ctx) => {
      begun.resolve();
      await go.promise;
      told = await ctx.complete(() => writeAll(['zombie'])).catch((error: unknown) => error);
    };
    const [id] = await enqueueAll(['alone']);
    await begun.promise;
    await engine.jobs.cancel('batch:alone', 'visit cancelled');
    go.resolve();
    await engine.idle();
    expect([told, await effects.names(), await endsOf([id ?? 0])]).toEqual([
      expect.any(FenceLost),
      [],
      ['deleted (visit cancelled)'],
    ]);
  });
});
