import { Permanent } from '../../src/jobs/definition/outcome';
import { KeyTaken } from '../../src/jobs/job.errors';
import { TransactionNotAllowed } from '../../src/database/transaction.errors';
import { Effects } from '../support/effects';
import { type TestEngine, startEngine } from '../support/engine';
import { aScriptedJob } from '../support/scripted-job';
import { deferred, loopTurn } from '../support/waiting';

const HOUR = 3_600_000;
const job = aScriptedJob('test.act');

let engine: TestEngine;
let effects: Effects;

beforeAll(async () => {
  engine = await startEngine({ definitions: [job.definition], handlers: [job.handler] });
  effects = new Effects(engine.database);
  await effects.prepare();
});
afterAll(() => engine.close());
beforeEach(() => {
  job.acts.clear();
  job.begun.length = 0;
});

const inAnHour = () => new Date(engine.clock.now().getTime() + HOUR);
const countJobs = async () => Number((await engine.query('SELECT count(*) AS n FROM jobs_Job'))[0]?.n);
/** Runs `work` in a transaction that is then rolled back. */
const rolledBack = (work: () => Promise<unknown>) =>
  expect(
    engine.database.transaction(async () => {
      await work();
      throw new Error('rolled back');
    }),
  ).rejects.toThrow('rolled back');

describe('a job and the change it follows from', () => {
  it('commit together', async () => {
    const id = await engine.database.transaction(async () => {
      await effects.write('business');
      return engine.jobs.enqueue(job.definition, { act: 'together' });
    });
    await engine.idle();
    expect([await effects.count('business'), await engine.story(id)]).toEqual([
      1,
      ['waiting', 'processing', 'succeeded'],
    ]);
  });

  it.each([
    ['enqueue', () => engine.jobs.enqueue(job.definition, { act: 'ghost' })],
    ['schedule', () => engine.jobs.schedule(job.definition, { act: 'ghost' }, { at: inAnHour() })],
    ['replace', () => engine.jobs.replace('ghost', job.definition, { act: 'ghost' })],
    ['enqueueMany', () => engine.jobs.enqueueMany(job.definition, [{ payload: { act: 'ghost' } }])],
  ])('vanish together when %s is rolled back', async (_, enqueue) => {
    const before = await countJobs();
    await rolledBack(async () => {
      await effects.write('ghost');
      await enqueue();
    });
    await engine.idle();
    expect([await countJobs(), await effects.count('ghost'), job.begun]).toEqual([before, 0, []]);
  });

  it('are not run before the commit, however long it takes', async () => {
    const mayCommit = deferred();
    const committed = engine.database.transaction(async () => {
      await engine.jobs.enqueue(job.definition, { act: 'early' });
      await mayCommit.promise;
    });
    await engine.runner.look();
    for (let turn = 0; turn < 20; turn++) await loopTurn();
    expect(job.begun).toEqual([]);
    mayCommit.resolve();
    await committed;
    await engine.idle();
    expect(job.begun).toEqual(['early']);
  });

  it('are kept or lost with their savepoint', async () => {
    const kept = await engine.database.transaction(async () => {
      await engine.database
        .savepoint(async () => {
          await engine.jobs.enqueue(job.definition, { act: 'lost' });
          throw new Error('part');
        })
        .catch(() => undefined);
      return engine.database.savepoint(() => engine.jobs.enqueue(job.definition, { act: 'kept' }));
    });
    await engine.idle();
    expect([job.begun, (await engine.story(kept)).at(-1)]).toEqual([['kept'], 'succeeded']);
  });
});

describe('enqueue and schedule', () => {
  it('open a transaction of their own where there is none', async () => {
    const id = await engine.jobs.enqueue(job.definition, { act: 'alone' });
    await engine.idle();
    expect(await engine.story(id)).toEqual(['waiting', 'processing', 'succeeded']);
  });

  it('are refused in a handler outside ctx.write and ctx.complete', async () => {
    const refusals: unknown[] = [];
    job.acts.set('enqueues', async (ctx) => {
      refusals.push(await engine.jobs.enqueue(job.definition, { act: 'never' }).catch((error: unknown) => error));
      await ctx.write(() => engine.jobs.enqueue(job.definition, { act: 'by-write' }));
      await ctx.complete(async () => void (await engine.jobs.enqueue(job.definition, { act: 'by-complete' })));
    });
    await engine.jobs.enqueue(job.definition, { act: 'enqueues' });
    await engine.idle();
    expect(refusals).toEqual([expect.any(TransactionNotAllowed)]);
    expect(job.begun).toEqual(['enqueues', 'by-write', 'by-complete']);
  });

  it('refuse a payload that the schema refuses, as a rejection, and write nothing', async () => {
    const before = await countJobs();
    const wrong = { act: 5 } as never;
    await expect(engine.jobs.enqueue(job.definition, wrong)).rejects.toThrow('act');
    const refused = engine.jobs.enqueue(job.definition, wrong).catch(() => 'refused');
    expect([await refused, await countJobs()]).toEqual(['refused', before]);
  });

  it('refuse a definition that was never declared, by a sentence', async () => {
    const stranger = aScriptedJob('test.stranger').definition;
    await expect((async () => engine.jobs.enqueue(stranger, { act: 'x' }))()).rejects.toThrow(
      'Job test.stranger is not declared; add it to JobsModule.forFeature([…]).',
    );
  });

  it('run nothing before its time, and run it then', async () => {
    const id = await engine.jobs.schedule(job.definition, { act: 'timely' }, { at: inAnHour() });
    await engine.idle();
    expect(job.begun).toEqual([]);
    await engine.advance(HOUR);
    await engine.idle();
    expect([job.begun, (await engine.read(id)).job.attempt]).toEqual([['timely'], 1]);
  });

  it('run a job due in the past at once', async () => {
    const id = await engine.jobs.schedule(job.definition, { act: 'overdue' }, { at: new Date(0) });
    await engine.idle();
    expect((await engine.read(id)).job).toMatchObject({ state: 'succeeded', dueAt: new Date(0).toISOString() });
  });

  it('find a job by its payload’s ids and by the tags given', async () => {
    const id = await engine.jobs.enqueue(
      job.definition,
      { act: 'tagged' },
      { tags: [{ name: 'appointment', value: '7' }] },
    );
    const tags = await engine.query('SELECT name, value FROM jobs_Tag WHERE jobId = ?', [id]);
    expect(tags).toEqual([{ name: 'appointment', value: '7' }]);
    await engine.idle();
  });

  it('refuse a second open job of one key, and take the key again once the first has ended', async () => {
    const first = await engine.jobs.schedule(job.definition, { act: 'k' }, { at: inAnHour(), key: 'same' });
    await expect(engine.jobs.enqueue(job.definition, { act: 'k' }, { key: 'same' })).rejects.toThrow(KeyTaken);
    await engine.actions.runNow(first);
    await engine.idle();
    await engine.jobs.enqueue(job.definition, { act: 'k' }, { key: 'same' });
    await engine.idle();
    expect(job.begun).toEqual(['k', 'k']);
  });

  it('give one of many that ask for one key at the same moment', async () => {
    const asked = await Promise.allSettled(
      Array.from({ length: 20 }, () =>
        engine.jobs.schedule(job.definition, { act: 'raced' }, { at: inAnHour(), key: 'raced' }),
      ),
    );
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await engine.jobs.cancel('raced', 'enough')).toBe(true);
  });

  it('insert many in one go, with ids in the order given', async () => {
    const at = inAnHour();
    const ids = await engine.jobs.enqueueMany(
      job.definition,
      Array.from({ length: 50 }, (_, index) => ({ payload: { act: `many-${index}` }, at, key: `many-${index}` })),
    );
    const payloads = await Promise.all(ids.map(async (id) => (await engine.read(id)).job.payload));
    expect(payloads).toEqual(Array.from({ length: 50 }, (_, index) => `{"act":"many-${index}"}`));
    expect(
      await engine.jobs.cancelMany(
        ids.map((_, index) => `many-${index}`),
        'enough',
      ),
    ).toBe(50);
    expect(await engine.jobs.enqueueMany(job.definition, [])).toEqual([]);
  });
});

describe('cancel', () => {
  it('in a transaction that is rolled back cancels nothing', async () => {
    const id = await engine.jobs.schedule(job.definition, { act: 'kept' }, { at: inAnHour(), key: 'rolled' });
    await rolledBack(async () => expect(await engine.jobs.cancel('rolled', 'visit cancelled')).toBe(true));
    expect(await engine.story(id)).toEqual(['waiting']);
    expect(await engine.jobs.cancel('rolled', 'visit cancelled')).toBe(true);
    expect(await engine.story(id)).toEqual(['waiting', 'deleted (visit cancelled)']);
    expect(await engine.jobs.cancel('rolled', 'again')).toBe(false);
  });

  it('frees the key at once, within the same transaction', async () => {
    await engine.jobs.schedule(job.definition, { act: 'old' }, { at: inAnHour(), key: 'freed' });
    const id = await engine.database.transaction(async () => {
      await engine.jobs.cancel('freed', 'moved');
      return engine.jobs.schedule(job.definition, { act: 'new' }, { at: inAnHour(), key: 'freed' });
    });
    expect((await engine.read(id)).job.state).toBe('waiting');
    await engine.jobs.cancel('freed', 'enough');
  });
});

describe('replace', () => {
  it('leaves exactly one open job of the key, the newest', async () => {
    const first = await engine.jobs.replace('one', job.definition, { act: 'first' }, { at: inAnHour() });
    const second = await engine.jobs.replace('one', job.definition, { act: 'second' }, { at: inAnHour() });
    expect([await engine.story(first), await engine.story(second)]).toEqual([
      ['waiting', 'deleted (superseded)'],
      ['waiting'],
    ]);
    await engine.advance(HOUR);
    await engine.idle();
    expect(job.begun).toEqual(['second']);
  });

  it('rolled back leaves the old one as it was', async () => {
    const id = await engine.jobs.replace('stays', job.definition, { act: 'stays' }, { at: inAnHour() });
    await rolledBack(() => engine.jobs.replace('stays', job.definition, { act: 'not' }, { at: inAnHour() }));
    expect(await engine.story(id)).toEqual(['waiting']);
    await engine.jobs.cancel('stays', 'enough');
  });

  it('inserts anew when the old one has succeeded', async () => {
    const first = await engine.jobs.replace('done', job.definition, { act: 'first' });
    await engine.idle();
    await engine.jobs.replace('done', job.definition, { act: 'second' });
    await engine.idle();
    expect([(await engine.story(first)).at(-1), job.begun]).toEqual(['succeeded', ['first', 'second']]);
  });

  it('of many at once leaves one open job', async () => {
    await Promise.all(
      Array.from({ length: 25 }, (_, index) =>
        engine.jobs.replace('storm', job.definition, { act: `storm-${index}` }, { at: inAnHour() }),
      ),
    );
    const open = await engine.query(`SELECT id FROM jobs_Job WHERE "key" = 'storm' AND state = 'waiting'`);
    expect(open).toHaveLength(1);
    await engine.jobs.cancel('storm', 'enough');
  });
});

describe('continueWith', () => {
  const child = (parent: number, act: string) => engine.jobs.continueWith(parent, job.definition, { act });

  it('runs the child after its parent has succeeded, never before', async () => {
    const parent = await engine.jobs.schedule(job.definition, { act: 'parent' }, { at: inAnHour() });
    const id = await child(parent, 'child');
    const grandchild = await child(id, 'grandchild');
    await engine.idle();
    expect(await engine.story(id)).toEqual(['awaiting']);
    await engine.advance(HOUR);
    await engine.idle();
    expect(job.begun).toEqual(['parent', 'child', 'grandchild']);
    expect(await engine.story(grandchild)).toEqual([
      'awaiting',
      'waiting (parent-succeeded)',
      'processing',
      'succeeded',
    ]);
  });

  it('runs it at once when the parent has succeeded already', async () => {
    const parent = await engine.jobs.enqueue(job.definition, { act: 'parent' });
    await engine.idle();
    const id = await child(parent, 'late-child');
    await engine.idle();
    expect(await engine.story(id)).toEqual(['waiting', 'processing', 'succeeded']);
  });

  it('deletes the child of a deleted parent, and lets that of a failed one wait until the parent is requeued', async () => {
    const deleted = await engine.jobs.schedule(job.definition, { act: 'gone' }, { at: inAnHour() });
    await engine.actions.cancel(deleted);
    expect((await engine.story(await child(deleted, 'never'))).at(-1)).toBe('deleted (parent-deleted)');

    let fails = true;
    job.acts.set('fails', () => {
      if (fails) throw new Error('once');
    });
    const failed = await engine.jobs.enqueue(job.definition, { act: 'fails' });
    await engine.reaches(failed, 'waiting');
    await engine.database.transaction(() =>
      engine.query('UPDATE jobs_Job SET maxAttempts = attempt + 1 WHERE id = ?', [failed]),
    );
    await engine.advance(HOUR);
    await engine.idle();
    expect((await engine.story(failed)).at(-1)).toBe('failed (attempts-spent)');
    const id = await child(failed, 'patient');
    await engine.idle();
    expect(await engine.story(id)).toEqual(['awaiting']);
    fails = false;
    await engine.actions.requeue(failed, 'test.act');
    await engine.idle();
    expect((await engine.story(id)).at(-1)).toBe('succeeded');
  });

  it('refuses a parent that is not there, and vanishes with a rolled-back transaction', async () => {
    await expect(child(987_654, 'orphan')).rejects.toThrow('The job was not found.');
    const parent = await engine.jobs.schedule(job.definition, { act: 'p' }, { at: inAnHour() });
    const before = await countJobs();
    await rolledBack(() => child(parent, 'ghost'));
    expect(await countJobs()).toBe(before);
    await engine.actions.cancel(parent);
  });

  it('never loses a child to a parent that succeeds at that moment', async () => {
    for (let round = 0; round < 25; round++) {
      const parent = await engine.jobs.enqueue(job.definition, { act: `race-${round}` });
      for (let turn = 0; turn < round % 7; turn++) await loopTurn();
      const id = await child(parent, `raced-${round}`);
      await engine.idle();
      expect((await engine.story(id)).at(-1)).toBe('succeeded');
    }
  });
});

describe('what an admin does by hand', () => {
  const scheduled = (act: string, key?: string) =>
    engine.jobs.schedule(job.definition, { act }, { at: inAnHour(), key });

  it('runs a scheduled job now, once', async () => {
    const id = await scheduled('by-hand');
    await engine.actions.runNow(id);
    await engine.idle();
    expect([await engine.story(id), job.begun]).toEqual([
      ['waiting', 'waiting (run-now)', 'processing', 'succeeded'],
      ['by-hand'],
    ]);
    await expect(engine.actions.runNow(id)).rejects.toThrow('A job that is succeeded cannot be run now.');
  });

  it('runs an ended job again, with as many attempts as its type has', async () => {
    const id = await engine.jobs.enqueue(job.definition, { act: 'again' });
    await engine.idle();
    await expect(engine.actions.cancel(id)).rejects.toThrow('A job that is succeeded cannot be cancelled.');
    await engine.actions.requeue(id, 'test.act');
    await engine.idle();
    expect(job.begun).toEqual(['again', 'again']);
    expect((await engine.read(id)).job).toMatchObject({ attempt: 2, maxAttempts: 11 });
  });

  it('puts a failed job away, and takes it out again', async () => {
    let fails = true;
    job.acts.set('hopeless', () => {
      if (fails) throw new Permanent('hopeless');
    });
    const id = await engine.jobs.enqueue(job.definition, { act: 'hopeless' });
    await engine.idle();
    await engine.actions.cancel(id, 'seen to');
    expect((await engine.story(id)).at(-1)).toBe('deleted (seen to)');
    fails = false;
    await engine.actions.requeue(id, 'test.act');
    await engine.idle();
    expect((await engine.story(id)).at(-1)).toBe('succeeded');
  });

  it('is refused for a job that is not there, and while its state or its key forbids it', async () => {
    for (const action of [
      engine.actions.runNow(987_654),
      engine.actions.cancel(987_654),
      engine.actions.requeue(987_654, 'test.act'),
    ]) {
      await expect(action).rejects.toThrow('The job was not found.');
    }
    const first = await scheduled('first', 'by-hand');
    await expect(engine.actions.requeue(first, 'test.act')).rejects.toThrow(
      'A job that is waiting cannot be requeued.',
    );
    await engine.actions.cancel(first);
    const second = await scheduled('second', 'by-hand');
    await expect(engine.actions.requeue(first, 'test.act')).rejects.toThrow(KeyTaken);
    await engine.actions.cancel(second);
  });

  it('leaves nothing behind when its transaction is rolled back', async () => {
    const id = await scheduled('stays');
    await rolledBack(() => engine.actions.runNow(id));
    await rolledBack(() => engine.actions.cancel(id));
    await engine.idle();
    expect([await engine.story(id), job.begun]).toEqual([['waiting'], []]);
    await engine.actions.cancel(id);
  });
});
