import { Reconciler } from '../../src/jobs/upkeep/reconciler';
import { aNewJob } from '../builders/new-job';
import { ROUNDS } from '../support/chance';
import { openBareBeside } from '../support/bare-database';
import { Child } from '../support/child';
import { Effects } from '../support/effects';
import { type TestEngine, startEngine } from '../support/engine';
import { FaultHandler, faultJob } from '../support/fault-job';
import { freeze } from '../support/freezing';
import { type TestDatabase, freshDatabase } from '../support/test-database';
import { eventually } from '../support/waiting';

const HOUR = 3_600_000;
/** After this long a server that is not heard of is given up. */
const SILENCE_MS = 20_000;
/** A real minute in the long version. */
const BLOCKED_MS = ROUNDS > 1 ? 60_000 : 5_000;

let place: TestDatabase;
let children: Child[] = [];
let survivors: TestEngine[] = [];

beforeEach(async () => {
  place = await freshDatabase('fault');
});
afterEach(async () => {
  await Promise.all(children.map((child) => child.kill()));
  for (const engine of survivors.reverse()) await engine.close();
  children = [];
  survivors = [];
  await place.remove();
});

async function startChild(offsetMs = 0, env: Record<string, string> = {}): Promise<Child> {
  const child = Child.start('engine-process.ts');
  children.push(child);
  await child.ask('start', { folder: place.folder, offsetMs, env });
  return child;
}

/** A server in this process, on the same file. */
async function survivor(env: Record<string, string> = {}): Promise<TestEngine & { effects: Effects }> {
  const engine = await startEngine({ definitions: [faultJob], handlers: [FaultHandler], folder: place.folder, env });
  survivors.push(engine);
  const effects = new Effects(engine.database);
  await effects.prepare();
  return Object.assign(engine, { effects });
}

/** Moves the clock past the silence that makes a server dead, and looks once for dead ones. */
async function takeOver(engine: TestEngine): Promise<void> {
  await engine.advance(SILENCE_MS + 1_000);
  await engine.get(Reconciler).reconcile();
}

const rowsOf = (engine: TestEngine) =>
  engine.query<{ id: number; state: string; attempt: number; deaths: number; revision: number }>(
    'SELECT id, state, attempt, deaths, revision FROM jobs_Job ORDER BY id',
  );
/** Names whose effect is not there exactly once. */
async function wrongEffects(engine: TestEngine & { effects: Effects }, names: readonly string[]): Promise<string[]> {
  const counts = new Map<string, number>();
  for (const name of await engine.effects.names()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return names.filter((name) => counts.get(name) !== 1);
}
/** Jobs whose history has not one row for each change. */
const brokenHistories = (engine: TestEngine) =>
  engine.query(
    `SELECT id FROM jobs_Job AS job
     WHERE revision <> (SELECT count(*) FROM jobs_State WHERE jobId = job.id)
       OR state <> (SELECT name FROM jobs_State WHERE jobId = job.id AND seq = job.revision)`,
  );
const names = (count: number, prefix: string) => Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
const slow = (all: readonly string[]) => all.map((name) => ({ name, mode: 'slow' }));

describe('a server that is killed', () => {
  it('between enqueuing and the due time loses nothing that it acknowledged, and leaves nothing that it did not', async () => {
    const child = await startChild();
    const id = await child.ask<number>('book', { name: 'reminder', inMs: HOUR });
    await child.ask('bookHalf', { name: 'half' });
    await child.hears('half');
    await child.kill();

    const engine = await survivor();
    expect(await engine.effects.names()).toEqual(['booking-reminder']);
    expect((await rowsOf(engine)).map((row) => row.id)).toEqual([id]);
    await engine.idle();
    expect(await engine.effects.count('reminder')).toBe(0);
    await engine.advance(HOUR);
    await engine.idle();
    expect(await engine.effects.count('reminder')).toBe(1);
    expect(await engine.story(id)).toEqual(['waiting', 'processing', 'succeeded']);
  }, 60_000);

  it('in the middle of a handler is succeeded within 20 s and one look of the reconciler, with one effect', async () => {
    const child = await startChild();
    const [id] = await child.ask<number[]>('enqueue', [{ name: 'effect', mode: 'hold' }]);
    await child.hears('holding');
    await child.kill();

    const engine = await survivor();
    await engine.advance(SILENCE_MS - 10_000);
    await engine.get(Reconciler).reconcile();
    expect((await rowsOf(engine))[0]?.state).toBe('processing');
    // From here on by its own timers alone.
    await engine.advance(11_000);
    await engine.reaches(id ?? 0, 'succeeded');
    expect(await engine.story(id ?? 0)).toEqual([
      'waiting',
      'processing',
      'waiting (server-lost)',
      'processing',
      'succeeded',
    ]);
    expect(await rowsOf(engine)).toMatchObject([{ attempt: 2, deaths: 1 }]);
    expect(await engine.effects.count('effect')).toBe(1);
  }, 60_000);

  it('under load, twice, beside another that goes on, loses and doubles nothing', async () => {
    const all = names(400, 'load');
    // With one worker for these jobs, it leaves most of them to the other.
    const engine = await survivor({ JOB_WORKERS: '4' });
    const work = (part: readonly string[]) =>
      engine.jobs.enqueueMany(
        faultJob,
        part.map((name) => ({ payload: { name, mode: 'slow' as const } })),
      );
    for (const part of [all.slice(0, 200), all.slice(200)]) {
      const child = await startChild(engine.clock.offsetMs, { JOB_WORKERS: '8' });
      await work(part);
      await eventually('the child runs some', async () => {
        const [row] = await engine.query<{ running: number }>(
          "SELECT count(*) AS running FROM jobs_Job WHERE state = 'processing' AND serverId LIKE ?",
          [`%:${child.pid}:%`],
        );
        return (row?.running ?? 0) > 0;
      });
      await child.kill();
    }
    await takeOver(engine);
    await eventually('all have ended', async () => (await rowsOf(engine)).every(({ state }) => state === 'succeeded'));
    expect(await wrongEffects(engine, all)).toEqual([]);
    expect(await brokenHistories(engine)).toEqual([]);
  }, 60_000);
});

describe('a server that stands still', () => {
  it('loses its jobs to another, and can write nothing when it goes on', async () => {
    const child = await startChild();
    const [id] = await child.ask<number[]>('enqueue', [{ name: 'effect', mode: 'hold' }]);
    await child.hears('holding');
    await freeze(child, place);

    const engine = await survivor();
    await takeOver(engine);
    await engine.reaches(id ?? 0, 'succeeded');
    child.tell('go');
    child.signal('SIGCONT');
    const { written, completed } = await child.hears('tried');
    expect([written, completed]).toEqual([expect.stringMatching(/^FenceLost/), expect.stringMatching(/^FenceLost/)]);
    expect(await engine.query('SELECT name, claim FROM Effect')).toEqual([{ name: 'effect', claim: 2 }]);
    expect((await engine.story(id ?? 0)).at(-1)).toBe('succeeded');

    // It is a server like any other again.
    const more = names(20, 'afterwards');
    await child.ask('enqueue', slow(more));
    await eventually('the new jobs ran', async () => (await wrongEffects(engine, more)).length === 0);
    expect(await brokenHistories(engine)).toEqual([]);
  }, 60_000);
});

describe('a server whose event loop is blocked', () => {
  it('loses its jobs to another, and can write nothing when it goes on', async () => {
    const child = await startChild();
    // The silence passes by the clocks; it stands for a minute that nothing else of the process runs.
    const [id] = await child.ask<number[]>('enqueue', [{ name: 'effect', mode: 'block', ms: BLOCKED_MS }]);
    await eventually('the child runs it', () =>
      place.dialect === 'mssql' ? true : child.news.some(({ news }) => news === 'blocking'),
    );
    const engine = await survivor();
    await takeOver(engine);
    await engine.reaches(id ?? 0, 'succeeded');
    const { written, completed } = await child.hears('tried');
    expect([written, completed]).toEqual([expect.stringMatching(/^FenceLost/), expect.stringMatching(/^FenceLost/)]);
    expect(await engine.query('SELECT name, claim FROM Effect')).toEqual([{ name: 'effect', claim: 2 }]);
    expect(await brokenHistories(engine)).toEqual([]);
  }, 120_000);
});

describe('jobs that no server survives or understands', () => {
  it('are parked, and the rest runs', async () => {
    const api = await survivor({ ROLE: 'api' });
    const rest = names(6, 'rest');
    await api.jobs.enqueueMany(faultJob, [
      ...rest.map((name) => ({ payload: { name } })),
      { payload: { name: 'poison', mode: 'die' as const } },
    ]);
    await api.database.transaction(() =>
      api.store.insert([
        aNewJob({ type: 'fault.gone', payload: '{}' }),
        aNewJob({ type: faultJob.name, payload: '{"nome":1}' }),
      ]),
    );
    // Twice the poison takes whatever ran beside it along; from then on each of them is run alone, one a second.
    for (let death = 0; death < 3; death++) {
      // It may die before it can say that it has started.
      await startChild(api.clock.offsetMs).catch(() => undefined);
      await eventually('the poison kills it', () => children.at(-1)?.hasEnded);
      await takeOver(api);
    }
    const last = await survivor();
    last.clock.advance(api.clock.offsetMs);
    await last.idle();
    for (const engine of [last, api]) await engine.advance(11 * 60_000);
    await last.get(Reconciler).reconcile();
    const ends = await api.query<{ name: string; reason: string | null; count: number }>(
      `SELECT s.name, s.reason, count(*) AS count FROM jobs_Job AS job
       JOIN jobs_State AS s ON s.jobId = job.id AND s.seq = job.revision GROUP BY s.name, s.reason ORDER BY s.reason`,
    );
    expect(ends).toEqual([
      { name: 'succeeded', reason: null, count: rest.length },
      { name: 'failed', reason: 'invalid-payload', count: 1 },
      { name: 'failed', reason: 'poison', count: 1 },
      { name: 'failed', reason: 'unknown-type', count: 1 },
    ]);
    expect(await wrongEffects(last, rest)).toEqual([]);
    expect(await brokenHistories(last)).toEqual([]);
  }, 120_000);
});

describe('an outage over several times of recurring jobs', () => {
  it('ends in exactly what each wants, though two servers come back at one moment', async () => {
    const offsetAt = (instant: string) => Date.parse(instant) - Date.now();
    const start = async (at: string) => {
      const child = Child.start('engine-process.ts');
      children.push(child);
      await child.ask('start', { folder: place.folder, offsetMs: offsetAt(at), hourly: true });
      return child;
    };
    const before = await start('2027-01-04T08:30:00Z');
    const bare = await openBareBeside(place);
    const ran = async () => {
      const all = await new Effects(bare.database).names();
      return ['once', 'each', 'skip'].map((name) => all.filter((each) => each === name).length);
    };
    try {
      await before.ask('advance', 30 * 60_000);
      await eventually('the hour at nine', async () => String(await ran()) === '1,1,1');
      await before.kill();
      // Five hours that nobody was there for; the last of them is half an hour ago.
      await Promise.all([start('2027-01-04T14:30:00Z'), start('2027-01-04T14:30:00Z')]);
      await eventually('what was missed', async () => String(await ran()) === '2,6,1');
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      expect(await ran()).toEqual([2, 6, 1]);
    } finally {
      await bare.stop();
    }
  }, 120_000);
});

describe('a server that is asked to stop', () => {
  it('under load ends with code 0, and burns no attempt', async () => {
    const all = names(150, 'load');
    const child = await startChild(0, { JOB_WORKERS: '8' });
    const engine = await survivor({ ROLE: 'api' });
    await child.ask('enqueue', slow(all));
    await eventually('some are done', async () => (await engine.effects.names()).length >= 30);
    child.signal('SIGTERM');
    expect(await child.ended()).toEqual({ code: 0, signal: null });
    const left = (await rowsOf(engine)).filter(({ state }) => state !== 'succeeded');
    expect(left.length).toBeGreaterThan(0);
    expect(new Set(left.map(({ state, attempt, deaths }) => `${state} ${attempt} ${deaths}`))).toEqual(
      new Set(['waiting 0 0']),
    );

    const next = await survivor();
    await next.idle();
    expect(await wrongEffects(next, all)).toEqual([]);
    const ends = new Set((await rowsOf(next)).map(({ state, attempt, deaths }) => `${state} ${attempt} ${deaths}`));
    expect(ends).toEqual(new Set(['succeeded 1 0']));
  }, 60_000);

  it('ends by itself once it has stopped, though jobs are due in days', async () => {
    const child = await startChild();
    await child.ask('book', { name: 'far', inMs: 90 * 24 * HOUR });
    await child.ask('leave');
    await eventually('the process has ended', () => child.hasEnded, 20_000);
    expect(await child.ended()).toEqual({ code: 0, signal: null });
  }, 60_000);
});
