import path from 'node:path';
import libsql from 'libsql';
import { Reconciler } from '../../src/jobs/upkeep/reconciler';
import { Child } from '../support/child';
import { Effects } from '../support/effects';
import { type TestEngine, startEngine } from '../support/engine';
import { FaultHandler, faultJob } from '../support/fault-job';
import { type TestDatabase, freshDatabase } from '../support/test-database';
import { eventually } from '../support/waiting';

const HOUR = 3_600_000;
/** After this long a server that is not heard of is given up. */
const SILENCE_MS = 20_000;

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

/** Stops a process where it stands, but not while it holds an embedded database: this test is about its jobs. */
async function freeze(child: Child): Promise<void> {
  if (place.dialect === 'mssql') return child.signal('SIGSTOP');
  await eventually('the child stands still outside a transaction', () => {
    child.signal('SIGSTOP');
    const probe = new libsql(path.join(place.folder, 'clinic.db'), { timeout: 0 }) as {
      exec(sql: string): void;
      close(): void;
    };
    try {
      probe.exec('BEGIN IMMEDIATE');
      probe.exec('ROLLBACK');
      return true;
    } catch {
      child.signal('SIGCONT');
      return false;
    } finally {
      probe.close();
    }
  });
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
    await freeze(child);

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
