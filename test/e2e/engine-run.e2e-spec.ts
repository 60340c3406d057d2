import { type Outcome, Permanent, skip, snooze } from '../../src/jobs/definition/outcome';
import { type TestEngine, startEngine } from '../support/engine';
import { aScriptedJob } from '../support/scripted-job';
import { deferred, eventually } from '../support/waiting';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const job = aScriptedJob('test.act', { attempts: 3, backoff: (attempt) => attempt * HOUR });
const single = aScriptedJob('test.single', { attempts: 1 });
const quick = aScriptedJob('test.quick', { attempts: 2, timeout: 300, backoff: () => HOUR });
const hangfire = aScriptedJob('test.hangfire');
const brokenBackoff = aScriptedJob('test.broken-backoff', {
  backoff: () => {
    throw new Error('the curve');
  },
});
const nanBackoff = aScriptedJob('test.nan-backoff', { backoff: () => NaN });
const instant = aScriptedJob('test.instant', { attempts: 5, backoff: () => 50 });
const ALL = [job, single, quick, hangfire, brokenBackoff, nanBackoff, instant];

let engine: TestEngine;

beforeAll(async () => {
  engine = await startEngine({
    definitions: ALL.map(({ definition }) => definition),
    handlers: ALL.map(({ handler }) => handler),
  });
});
afterAll(() => engine.close());
beforeEach(() => {
  for (const each of ALL) {
    each.acts.clear();
    each.begun.length = 0;
  }
});

const inMs = (ms: number) => new Date(engine.clock.now().getTime() + ms);
const enqueue = (act: string, options: { deadline?: Date; key?: string } = {}) =>
  engine.jobs.enqueue(job.definition, { act }, options);
const rowOf = async (id: number) => (await engine.read(id)).job;
const fail =
  (message = 'no luck') =>
  () => {
    throw new Error(message);
  };
/** Milliseconds from now to when the job is due. */
const dueIn = async (id: number) => Date.parse(String((await rowOf(id)).dueAt)) - engine.clock.now().getTime();

describe('an attempt', () => {
  it('that returns succeeds, and keeps the job for its time', async () => {
    const id = await enqueue('returns');
    await engine.idle();
    const row = await rowOf(id);
    expect(row).toMatchObject({ state: 'succeeded', attempt: 1, claim: 1, lastError: null });
    expect(Date.parse(String(row.expiresAt)) - Date.parse(String(row.finishedAt))).toBe(24 * HOUR);
  });

  it('is told what it runs', async () => {
    const seen: unknown[] = [];
    job.acts.set('curious', (ctx) => {
      seen.push(ctx.jobId, ctx.claim, ctx.attempt, ctx.maxAttempts, ctx.deadline, ctx.dueAt, ctx.signal.aborted);
    });
    const deadline = inMs(HOUR);
    const id = await enqueue('curious', { deadline });
    await engine.idle();
    expect(seen).toEqual([id, 1, 1, 3, deadline, new Date(String((await rowOf(id)).dueAt)), false]);
  });

  it('may skip the job, which is then deleted with its reason', async () => {
    job.acts.set('skips', () => skip('visit-over'));
    const id = await enqueue('skips');
    await engine.idle();
    expect(await engine.story(id)).toEqual(['waiting', 'processing', 'deleted (visit-over)']);
  });

  it('may put the job off without burning an attempt, however often', async () => {
    let left = 5;
    job.acts.set('not-yet', () => (left-- > 0 ? snooze(HOUR, 'busy') : undefined));
    const id = await enqueue('not-yet');
    for (let round = 0; round < 5; round++) {
      await engine.idle();
      expect(await rowOf(id)).toMatchObject({ state: 'waiting', attempt: 0, claim: round + 1 });
      const wait = await dueIn(id);
      expect(wait).toBeGreaterThan(HOUR - 30 * SECOND);
      expect(wait).toBeLessThanOrEqual(HOUR);
      await engine.advance(HOUR);
    }
    await engine.idle();
    expect(await rowOf(id)).toMatchObject({ state: 'succeeded', attempt: 1, claim: 6 });
    expect((await engine.story(id))[2]).toBe('waiting (busy)');
  });

  it('put off by nonsense fails alone', async () => {
    job.acts.set('nonsense', () => snooze(NaN));
    job.acts.set('endless', () => snooze(Infinity));
    job.acts.set('stranger', () => ({ outcome: 'dance' }) as unknown as Outcome);
    const ids = [await enqueue('nonsense'), await enqueue('endless'), await enqueue('stranger')];
    const fine = await enqueue('fine');
    await engine.idle();
    expect(await rowOf(fine)).toMatchObject({ state: 'succeeded', attempt: 1 });
    for (const id of ids) expect(await rowOf(id)).toMatchObject({ state: 'waiting', attempt: 1 });
    for (const id of ids) expect((await engine.story(id)).at(-1)).toBe('waiting (retry)');
    for (const id of ids) await engine.actions.cancel(id);
  });
});

describe('an attempt that throws', () => {
  it('is tried again by the curve of its type, until the attempts are spent', async () => {
    job.acts.set('fails', fail());
    const id = await enqueue('fails');
    for (const attempt of [1, 2]) {
      await engine.idle();
      expect(await rowOf(id)).toMatchObject({ state: 'waiting', attempt, lastError: 'Error: no luck' });
      const wait = await dueIn(id);
      expect(wait).toBeGreaterThan(attempt * HOUR - 30 * SECOND);
      expect(wait).toBeLessThanOrEqual(attempt * HOUR);
      await engine.advance(attempt * HOUR);
    }
    await engine.idle();
    expect(await rowOf(id)).toMatchObject({ state: 'failed', attempt: 3, expiresAt: null });
    expect(await engine.story(id)).toEqual([
      'waiting',
      'processing',
      'waiting (retry)',
      'processing',
      'waiting (retry)',
      'processing',
      'failed (attempts-spent)',
    ]);
    const { history } = await engine.read(id);
    expect(JSON.parse(String(history[2]?.data))).toMatchObject({ error: 'Error: no luck', dueAt: expect.any(String) });
    expect(JSON.parse(String(history[6]?.data))).toMatchObject({ stack: expect.stringContaining('no luck') });
  });

  it('waits by Hangfire’s curve unless its type says otherwise', async () => {
    hangfire.acts.set('fails', fail());
    const id = await engine.jobs.enqueue(hangfire.definition, { act: 'fails' });
    await engine.idle();
    const wait = await dueIn(id);
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(44 * SECOND);
    expect((await rowOf(id)).maxAttempts).toBe(10);
    await engine.actions.cancel(id);
  });

  it('is tried again when its short wait is over, without waiting for a poll', async () => {
    const times: number[] = [];
    instant.acts.set('fails', () => {
      times.push(performance.now());
      if (times.length < 5) throw new Error('again');
    });
    const id = await engine.jobs.enqueue(instant.definition, { act: 'fails' });
    await engine.reaches(id, 'succeeded');
    const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    // Four polls of one second would be needed otherwise.
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThan(3_000);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(49);
  });

  it('never comes again past the deadline', async () => {
    job.acts.set('fails', fail());
    const id = await enqueue('fails', { deadline: inMs(30 * MINUTE) });
    await engine.idle();
    expect(await engine.story(id)).toEqual(['waiting', 'processing', 'failed (deadline-passed)']);
    expect(await rowOf(id)).toMatchObject({ attempt: 1, lastError: 'Error: no luck' });
  });

  it('is not tried again when it says that is no use', async () => {
    job.acts.set('refused', () => {
      throw new Permanent('the address does not exist', 'no-address');
    });
    const id = await enqueue('refused');
    await engine.idle();
    expect(await engine.story(id)).toEqual(['waiting', 'processing', 'failed (no-address)']);
    expect(await rowOf(id)).toMatchObject({ attempt: 1, lastError: 'Permanent: the address does not exist' });
  });

  it.each([
    ['a string', 'a string'],
    ['undefined', undefined],
    ['null', null],
    ['an object without a prototype', Object.create(null) as unknown],
  ])('may throw %s', async (_, thrown) => {
    single.acts.set('odd', () => {
      throw thrown;
    });
    const id = await engine.jobs.enqueue(single.definition, { act: 'odd' });
    await engine.idle();
    expect(await engine.story(id)).toEqual(['waiting', 'processing', 'failed (attempts-spent)']);
  });

  it('by way of a curve that throws itself, or gives no number, holds nothing else up', async () => {
    const ids: number[] = [];
    for (const broken of [brokenBackoff, nanBackoff]) {
      broken.acts.set('fails', fail());
      ids.push(await engine.jobs.enqueue(broken.definition, { act: 'fails' }));
    }
    const fine = await enqueue('fine');
    await engine.reaches(fine, 'succeeded');
    await eventually('both have left processing', async () => {
      const states = await Promise.all(ids.map(async (id) => (await rowOf(id)).state));
      return states.every((state) => state !== 'processing');
    });
    const after = await enqueue('after');
    await engine.reaches(after, 'succeeded');
    for (const id of ids) await engine.actions.cancel(id).catch(() => undefined);
  });
});

describe('a stored job that cannot be run', () => {
  /** Inserts a job behind the façade’s back, as an older release may have left it. */
  const stored = (type: string, payload: string) =>
    engine.database.transaction(async () => {
      const [notice] = await engine.store.insert([
        {
          type,
          queue: 'default',
          priority: 'normal',
          payload,
          key: null,
          dueAt: null,
          deadline: null,
          maxAttempts: 5,
          parentId: null,
          tags: [],
          traceParent: null,
        },
      ]);
      return notice?.id ?? 0;
    });

  it.each([
    ['another shape', '{"act":5}'],
    ['no object', '[]'],
    ['no JSON', '{"act":'],
  ])('for its payload is %s is parked, and the rest runs', async (_, payload) => {
    const id = await stored('test.act', payload);
    const fine = await enqueue('fine');
    await engine.runner.look();
    await engine.idle();
    expect((await engine.story(id)).at(-1)).toBe('failed (invalid-payload)');
    expect(await rowOf(id)).toMatchObject({ attempt: 1 });
    expect((await rowOf(fine)).state).toBe('succeeded');
    expect(job.begun).toEqual(['fine']);
  });

  it('is told of without a word of what the payload holds', async () => {
    const id = await stored('test.act', '{"act":{"mail":"ana@clinic.example"},"note":"Ana Ionescu"}');
    await engine.runner.look();
    await engine.idle();
    const { job: row, history } = await engine.read(id);
    expect(row.lastError).toContain('test.act');
    expect(JSON.stringify([row.lastError, history])).not.toMatch(/\bana\b/i);
  });

  it('for nothing handles its type waits, and the rest runs', async () => {
    const id = await stored('test.gone', '{}');
    const fine = await enqueue('fine');
    await engine.idle();
    expect([await engine.story(id), (await rowOf(fine)).state]).toEqual([['waiting'], 'succeeded']);
    await engine.actions.cancel(id);
  });
});

describe('a deadline', () => {
  it('that has passed fails the job without calling its handler or burning an attempt', async () => {
    const id = await engine.jobs.schedule(
      job.definition,
      { act: 'late' },
      { at: inMs(HOUR), deadline: inMs(2 * HOUR) },
    );
    await engine.advance(3 * HOUR);
    await engine.idle();
    expect([await engine.story(id), job.begun]).toEqual([['waiting', 'processing', 'failed (deadline-passed)'], []]);
    expect((await rowOf(id)).attempt).toBe(0);
  });

  it('that passes while the job runs aborts it, and fails it', async () => {
    const reasons: string[] = [];
    job.acts.set('slow', (ctx) => waitForAbort(ctx.signal, reasons));
    const id = await enqueue('slow', { deadline: inMs(700) });
    await engine.reaches(id, 'failed');
    expect([reasons, (await engine.story(id)).at(-1)]).toEqual([['JobDeadlineReached'], 'failed (deadline-passed)']);
  });
});

/** Ends as a handler does that heeds its signal. */
function waitForAbort(signal: AbortSignal, reasons: string[]): Promise<void> {
  return new Promise((_, reject) => {
    const stop = () => {
      const reason = signal.reason as Error;
      reasons.push(reason.name);
      reject(reason);
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop);
  });
}

describe('a timeout', () => {
  it('aborts the attempt, which burns and is tried again', async () => {
    const reasons: string[] = [];
    quick.acts.set('slow', (ctx) => waitForAbort(ctx.signal, reasons));
    const id = await engine.jobs.enqueue(quick.definition, { act: 'slow' });
    await engine.reaches(id, 'waiting').then(() => eventually('it was aborted', () => reasons.length > 0));
    await engine.idle();
    expect(reasons).toEqual(['JobTimedOut']);
    expect(await rowOf(id)).toMatchObject({
      attempt: 1,
      lastError: 'JobTimedOut: The attempt took longer than 300 ms.',
    });
    await engine.actions.cancel(id);
  });

  it('is heard by a handler that asks for its signal only afterwards', async () => {
    const heard = deferred<boolean>();
    quick.acts.set('late', async (ctx) => {
      await new Promise((resolve) => setTimeout(resolve, 900));
      heard.resolve(ctx.signal.aborted);
      throw new Error('stopped');
    });
    const id = await engine.jobs.enqueue(quick.definition, { act: 'late' });
    expect(await heard.promise).toBe(true);
    await engine.idle();
    expect((await rowOf(id)).lastError).toContain('JobTimedOut');
    await engine.actions.cancel(id);
  });

  it('gives up on a handler that does not heed it, so that its worker is free again', async () => {
    quick.acts.set('deaf', () => new Promise<void>(() => undefined));
    const id = await engine.jobs.enqueue(quick.definition, { act: 'deaf' });
    await eventually(
      'the deaf one is given up',
      async () => (await engine.story(id)).at(-1) === 'waiting (retry)',
      40_000,
    );
    await engine.idle();
    expect(engine.runner.running).toBe(0);
    await engine.actions.cancel(id);
  }, 60_000);

  it('does not undo what the handler finished all the same', async () => {
    quick.acts.set('stubborn', async () => {
      await new Promise((resolve) => setTimeout(resolve, 800));
    });
    const id = await engine.jobs.enqueue(quick.definition, { act: 'stubborn' });
    await engine.reaches(id, 'succeeded');
  });
});

describe('log and progress', () => {
  const linesOf = async (id: number) =>
    (await engine.query('SELECT message FROM jobs_Log WHERE jobId = ? ORDER BY id', [id])).map(
      ({ message }) => message,
    );

  it('are kept with the end of the attempt, whichever it is', async () => {
    job.acts.set('talks', (ctx) => {
      ctx.log(`attempt ${ctx.attempt}`);
      ctx.progress(150);
      if (ctx.attempt === 1) throw new Error('once');
      ctx.log('done', 'warn');
    });
    const id = await enqueue('talks');
    await engine.idle();
    expect(await linesOf(id)).toEqual(['attempt 1']);
    await engine.advance(HOUR);
    await engine.idle();
    expect(await linesOf(id)).toEqual(['attempt 1', 'attempt 2', 'done']);
    expect((await rowOf(id)).progress).toBeNull();
  });

  it('are seen while the job runs, each line once', async () => {
    const go = deferred();
    job.acts.set('slow', async (ctx) => {
      ctx.log('begun');
      ctx.progress(40);
      await go.promise;
      ctx.log('ended');
    });
    const id = await enqueue('slow');
    await eventually('progress is stored', async () => (await rowOf(id)).progress === 40);
    expect(await linesOf(id)).toEqual(['begun']);
    go.resolve();
    await engine.idle();
    expect(await linesOf(id)).toEqual(['begun', 'ended']);
  });
});
