import { RecurringScheduler } from '../../src/jobs/upkeep/recurring-scheduler';
import type { RecurringOptions } from '../../src/jobs/definition/job-definition';
import { type EngineOptions, type TestEngine, startEngine } from '../support/engine';
import { HandlesJob } from '../../src/jobs/definition/handles-job';
import { defineJob } from '../../src/jobs/definition/define-job';
import { z } from 'zod';
import { TestClock } from '../support/test-clock';
import { deferred } from '../support/waiting';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const engines: TestEngine[] = [];
afterEach(async () => {
  for (const engine of engines.splice(0).reverse()) await engine.close();
});

/** A recurring job that does what the test says. */
function aRecurringJob(name: string, recurring: RecurringOptions) {
  const definition = defineJob(name, { payload: z.object({}), recurring });
  const script: { act: () => Promise<void> } = { act: () => Promise.resolve() };
  @HandlesJob(definition)
  class RecurringHandler {
    handle(): Promise<void> {
      return script.act();
    }
  }
  return { definition, handler: RecurringHandler, script };
}

type Recurring = ReturnType<typeof aRecurringJob>;

async function start(jobs: readonly Recurring[], options: Partial<EngineOptions> = {}): Promise<TestEngine> {
  const clock = TestClock.at('2027-01-04T08:30:00Z');
  const engine = await startEngine({
    definitions: jobs.map(({ definition }) => definition),
    handlers: jobs.map(({ handler }) => handler),
    clock,
    ...options,
  });
  engines.push(engine);
  return engine;
}

/** Lets what is due be enqueued and run, until nothing is. */
async function settle(engine: TestEngine): Promise<void> {
  for (let round = 0; round < 4; round++) {
    await engine.get(RecurringScheduler).tick();
    await engine.idle();
  }
}

const jobsOf = (engine: TestEngine, { definition }: Recurring) =>
  engine.query<{ id: number; state: string; dueAt: string }>(
    'SELECT id, state, dueAt FROM jobs_Job WHERE type = ? ORDER BY id',
    [definition.name],
  );
const dueTimes = async (engine: TestEngine, job: Recurring) =>
  (await jobsOf(engine, job)).map(({ dueAt }) => dueAt.slice(11, 16));
const scheduleOf = async (engine: TestEngine, { definition }: Recurring) =>
  (await engine.query('SELECT * FROM jobs_RecurringJob WHERE id = ?', [definition.name]))[0];

describe('a recurring job', () => {
  it('runs at each of its times, once', async () => {
    const hourly = aRecurringJob('test.hourly', { cron: '0 * * * *' });
    const engine = await start([hourly]);
    await settle(engine);
    expect(await jobsOf(engine, hourly)).toEqual([]);
    for (let hour = 0; hour < 3; hour++) {
      await engine.advance(HOUR);
      await settle(engine);
    }
    expect(await dueTimes(engine, hourly)).toEqual(['09:00', '10:00', '11:00']);
    expect((await jobsOf(engine, hourly)).map(({ state }) => state)).toEqual(['succeeded', 'succeeded', 'succeeded']);
    const [, , newest] = await jobsOf(engine, hourly);
    expect(await scheduleOf(engine, hourly)).toMatchObject({
      nextRunAt: '2027-01-04T12:00:00.000Z',
      lastRunAt: '2027-01-04T11:00:00.000Z',
      lastJobId: newest?.id,
      error: null,
    });
  });

  it('goes by the clocks of its zone, the clinic’s unless it says another', async () => {
    const here = aRecurringJob('test.here', { cron: '0 12 * * *' });
    const there = aRecurringJob('test.there', { cron: '0 12 * * *', timeZone: 'America/New_York' });
    const engine = await start([here, there]);
    expect((await scheduleOf(engine, here))?.nextRunAt).toBe('2027-01-04T10:00:00.000Z');
    expect((await scheduleOf(engine, there))?.nextRunAt).toBe('2027-01-04T17:00:00.000Z');
  });

  it.each([
    ['once', ['13:00']],
    ['each', ['09:00', '10:00', '11:00', '12:00', '13:00']],
    ['skip', []],
  ] as const)('after an outage over five times runs as its misfire %s says', async (misfire, expected) => {
    const hourly = aRecurringJob('test.hourly', { cron: '0 * * * *', misfire });
    const engine = await start([hourly]);
    await engine.advance(5 * HOUR);
    await settle(engine);
    expect(await dueTimes(engine, hourly)).toEqual(expected);
    await engine.advance(HOUR - 30 * MINUTE + 5_000);
    await settle(engine);
    expect(await dueTimes(engine, hourly)).toEqual([...expected, '14:00']);
  });

  it.each([
    ['once', 1],
    ['skip', 0],
    ['each', 1_500],
  ] as const)(
    'after an outage over 1,500 times, with misfire %s, runs %i times',
    async (misfire, times) => {
      const eachMinute = aRecurringJob('test.each-minute', { cron: '* * * * *', misfire });
      const engine = await start([eachMinute]);
      await engine.advance(1_500 * MINUTE + 30_000);
      await settle(engine);
      expect(await jobsOf(engine, eachMinute)).toHaveLength(times);
      expect((await scheduleOf(engine, eachMinute))?.nextRunAt).toBe('2027-01-05T09:31:00.000Z');
      await engine.advance(35_000);
      await settle(engine);
      expect(await jobsOf(engine, eachMinute)).toHaveLength(times + 1);
    },
    60_000,
  );

  it('is recorded as overlapped while its run before is open, and runs again afterwards', async () => {
    const hourly = aRecurringJob('test.hourly', { cron: '0 * * * *' });
    const engine = await start([hourly]);
    const go = deferred();
    hourly.script.act = () => go.promise;
    await engine.advance(HOUR);
    await engine.get(RecurringScheduler).tick();
    const [first] = await jobsOf(engine, hourly);
    await engine.reaches(first?.id ?? 0, 'processing');
    await engine.advance(HOUR);
    await engine.get(RecurringScheduler).tick();
    expect(await dueTimes(engine, hourly)).toEqual(['09:00']);
    expect(await scheduleOf(engine, hourly)).toMatchObject({
      nextRunAt: '2027-01-04T11:00:00.000Z',
      lastRunAt: '2027-01-04T09:00:00.000Z',
      lastJobId: first?.id,
      error: 'The occurrence of 2027-01-04T10:00:00.000Z overlapped the run before it.',
    });
    go.resolve();
    await engine.idle();
    await engine.advance(HOUR);
    await settle(engine);
    expect(await dueTimes(engine, hourly)).toEqual(['09:00', '11:00']);
    expect(await scheduleOf(engine, hourly)).toMatchObject({ error: null });
  });

  it('runs once however many look at the same moment', async () => {
    const hourly = aRecurringJob('test.hourly', { cron: '0 * * * *', misfire: 'each' });
    const engine = await start([hourly]);
    const second = await start([hourly], { folder: engine.folder, clock: engine.clock });
    await engine.advance(2 * HOUR);
    await second.advance(0);
    const looks = [engine, second, engine, second].map((each) => each.get(RecurringScheduler).tick());
    await Promise.all(looks);
    await settle(engine);
    expect(await dueTimes(engine, hourly)).toEqual(['09:00', '10:00']);
  });

  it('is enqueued in one transaction with the move to its next time', async () => {
    const hourly = aRecurringJob('test.hourly', { cron: '0 * * * *' });
    const engine = await start([hourly], { env: { ROLE: 'api' } });
    await engine.advance(HOUR);
    const insert = jest.spyOn(engine.store, 'insert').mockRejectedValue(new Error('the connection was lost'));
    await engine
      .get(RecurringScheduler)
      .tick()
      .catch(() => undefined);
    expect([await jobsOf(engine, hourly), (await scheduleOf(engine, hourly))?.nextRunAt]).toEqual([
      [],
      '2027-01-04T09:00:00.000Z',
    ]);
    insert.mockRestore();
    await engine.get(RecurringScheduler).tick();
    expect(await dueTimes(engine, hourly)).toEqual(['09:00']);
  });

  it('that is disabled does not run', async () => {
    const hourly = aRecurringJob('test.hourly', { cron: '0 * * * *' });
    const engine = await start([hourly]);
    await engine.database.transaction(() => engine.query('UPDATE jobs_RecurringJob SET enabled = 0'));
    await engine.advance(3 * HOUR);
    await settle(engine);
    expect(await jobsOf(engine, hourly)).toEqual([]);
  });

  it('that cannot be read any more keeps no other from running', async () => {
    const broken = aRecurringJob('test.broken', { cron: '0 * * * *' });
    const nowhere = aRecurringJob('test.nowhere', { cron: '0 * * * *' });
    const sound = aRecurringJob('test.sound', { cron: '30 * * * *' });
    const engine = await start([broken, nowhere, sound]);
    await engine.database.transaction(async () => {
      await engine.query(`UPDATE jobs_RecurringJob SET cron = 'nonsense' WHERE id = 'test.broken'`);
      await engine.query(`UPDATE jobs_RecurringJob SET timeZone = 'Mars/Olympus' WHERE id = 'test.nowhere'`);
    });
    await engine.advance(HOUR + MINUTE);
    await settle(engine);
    expect(await dueTimes(engine, sound)).toEqual(['09:30']);
    expect(await scheduleOf(engine, nowhere)).toMatchObject({
      nextRunAt: null,
      error: expect.stringMatching(/^It cannot be scheduled: /),
    });
    // Told once, not at every look.
    expect(engine.logged.messages('error')).toEqual([
      'a recurring job cannot be scheduled',
      'a recurring job cannot be scheduled',
    ]);
  });

  it('keeps what was set for it when the application starts again', async () => {
    const hourly = aRecurringJob('test.hourly', { cron: '0 * * * *' });
    const engine = await start([hourly]);
    await engine.database.transaction(() =>
      engine.query(`UPDATE jobs_RecurringJob SET cron = '15 * * * *', enabled = 0`),
    );
    const again = await start([hourly], { folder: engine.folder, clock: engine.clock });
    expect(await scheduleOf(again, hourly)).toMatchObject({ cron: '15 * * * *', enabled: 0 });
  });

  it('whose cron cannot be read stops the start by a sentence', async () => {
    const broken = aRecurringJob('test.broken', { cron: '61 * * * *' });
    await expect(start([broken])).rejects.toThrow(
      /^The cron of recurring job test\.broken cannot be used: Cron "61 \* \* \* \*" is refused/,
    );
  });
});
