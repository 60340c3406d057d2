import { QueueRow } from '../../src/jobs/store/entities/operations.entity';
import { JOB_STORE, type JobStore } from '../../src/jobs/store/job-store';
import { type EngineOptions, type TestEngine, startEngine } from '../support/engine';
import { type ScriptedJob, aScriptedJob } from '../support/scripted-job';
import { deferred, eventually } from '../support/waiting';

const engines: TestEngine[] = [];
afterEach(async () => {
  for (const engine of engines.splice(0).reverse()) await engine.close();
});

async function start(jobs: readonly ScriptedJob[], options: Partial<EngineOptions> = {}): Promise<TestEngine> {
  const engine = await startEngine({
    definitions: jobs.map(({ definition }) => definition),
    handlers: jobs.map(({ handler }) => handler),
    ...options,
  });
  engines.push(engine);
  return engine;
}

const enqueueMany = (engine: TestEngine, { definition }: ScriptedJob, acts: readonly string[], at?: Date) =>
  engine.jobs.enqueueMany(
    definition,
    acts.map((act) => ({ payload: { act }, at })),
  );
const range = (count: number, name: string) => Array.from({ length: count }, (_, index) => `${name}-${index}`);
const setQueue = ({ database }: TestEngine, name: string, values: Partial<QueueRow>) =>
  database.transaction(() => database.repository(QueueRow).save({ name, ...values }));
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

describe('queues', () => {
  it('cannot be starved by one whose slow jobs hold every shared worker', async () => {
    const slow = aScriptedJob('test.slow', { queue: 'slow' });
    const fast = aScriptedJob('test.fast', { queue: 'fast' });
    const engine = await start([slow, fast], { env: { JOB_QUEUES: 'slow,fast', JOB_WORKERS: '4' } });
    const go = deferred();
    for (const act of range(12, 'slow')) slow.acts.set(act, () => go.promise);
    await enqueueMany(engine, slow, range(12, 'slow'));
    await eventually('the slow ones hold all they can', () => slow.begun.length === 3);
    for (let round = 0; round < 5; round++) {
      const ids = await enqueueMany(engine, fast, range(3, `fast-${round}`));
      for (const id of ids) await engine.reaches(id, 'succeeded');
    }
    expect([slow.begun.length, engine.runner.running]).toEqual([3, 3]);
    go.resolve();
    await engine.idle();
    expect([slow.begun.length, engine.runner.running]).toEqual([12, 0]);
  });

  it('give higher priorities first, then the longest due', async () => {
    const one = aScriptedJob('test.one');
    const engine = await start([one], { env: { JOB_QUEUES: 'default', JOB_WORKERS: '1' } });
    const go = deferred();
    one.acts.set('blocks', () => go.promise);
    await enqueueMany(engine, one, ['blocks']);
    await eventually('the worker is busy', () => one.begun.length === 1);
    const due = (seconds: number) => new Date(Date.now() - seconds * 1000);
    const add = (act: string, priority: 'high' | 'normal' | 'low', seconds: number) =>
      engine.jobs.schedule(one.definition, { act }, { at: due(seconds), priority });
    await add('low-old', 'low', 90);
    await add('normal-new', 'normal', 5);
    await add('normal-old', 'normal', 50);
    await add('high-new', 'high', 1);
    await add('high-old', 'high', 10);
    go.resolve();
    await engine.idle();
    expect(one.begun).toEqual(['blocks', 'high-old', 'high-new', 'normal-old', 'normal-new', 'low-old']);
  });

  it('never run more at once than there are workers', async () => {
    const many = aScriptedJob('test.many');
    const engine = await start([many], { env: { JOB_QUEUES: 'default,mail', JOB_WORKERS: '5' } });
    let running = 0;
    let most = 0;
    const acts = range(60, 'many');
    for (const act of acts) {
      many.acts.set(act, async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 2));
        running--;
      });
    }
    await enqueueMany(engine, many, acts);
    await engine.idle();
    // One worker of the five is kept for the other queue.
    expect([most, many.begun.length]).toEqual([4, 60]);
  });

  it('hold their concurrency, and go on as soon as a job ends', async () => {
    const narrow = aScriptedJob('test.narrow', { queue: 'narrow' });
    const engine = await start([narrow], { env: { JOB_QUEUES: 'narrow', JOB_WORKERS: '8' } });
    await setQueue(engine, 'narrow', { concurrency: 2 });
    let running = 0;
    let most = 0;
    const acts = range(30, 'narrow');
    for (const act of acts) {
      narrow.acts.set(act, async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 60));
        running--;
      });
    }
    const began = performance.now();
    await enqueueMany(engine, narrow, acts);
    // Not by `idle`, which looks at the queues itself.
    await eventually('all have run', () => narrow.begun.length === 30 && running === 0, 50_000);
    expect(most).toBe(2);
    // By polls alone it would take 15 s.
    expect(performance.now() - began).toBeLessThan(8_000);
  }, 60_000);

  it('hold their concurrency over several servers', async () => {
    const narrow = aScriptedJob('test.narrow', { queue: 'narrow' });
    const first = await start([narrow], { env: { JOB_QUEUES: 'narrow' } });
    await setQueue(first, 'narrow', { concurrency: 2 });
    const second = await start([narrow], { env: { JOB_QUEUES: 'narrow' }, folder: first.folder, clock: first.clock });
    let running = 0;
    let most = 0;
    const acts = range(10, 'narrow');
    for (const act of acts) {
      narrow.acts.set(act, async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setTimeout(resolve, 5));
        running--;
      });
    }
    await enqueueMany(second, narrow, acts);
    await eventually('all have run', () => narrow.begun.length === 10 && running === 0, 50_000);
    expect(most).toBe(2);
  }, 60_000);

  it('give nothing while they are paused, and go on when resumed', async () => {
    const paused = aScriptedJob('test.paused', { queue: 'paused' });
    const open = aScriptedJob('test.open', { queue: 'open' });
    const engine = await start([paused, open], { env: { JOB_QUEUES: 'paused,open', JOB_WORKERS: '4' } });
    await setQueue(engine, 'paused', { paused: true });
    const ids = await enqueueMany(engine, paused, ['a', 'b']);
    const [free] = await enqueueMany(engine, open, ['free']);
    await engine.reaches(free ?? 0, 'succeeded');
    await engine.runner.look();
    await engine.idle();
    expect(paused.begun).toEqual([]);
    await setQueue(engine, 'paused', { paused: false });
    for (const id of ids) await engine.reaches(id, 'succeeded');
  });

  it('keep their rate, and use it up', async () => {
    const mail = aScriptedJob('test.mail', { queue: 'mail' });
    const engine = await start([mail], { env: { JOB_QUEUES: 'mail', MAIL_RATE_PER_MINUTE: '240' } });
    const times: number[] = [];
    const acts = range(12, 'mail');
    for (const act of acts) mail.acts.set(act, () => void times.push(performance.now()));
    await enqueueMany(engine, mail, acts);
    await eventually('all have run', () => times.length === 12);
    const took = (times.at(-1) ?? 0) - (times[0] ?? 0);
    // Four leave at once, and then four a second.
    expect(took).toBeGreaterThanOrEqual(1_700);
    expect(took).toBeLessThan(15_000);
  }, 60_000);

  it('run a job that was left in a queue which its type has left since', async () => {
    const moved = aScriptedJob('test.moved', { queue: 'new' });
    const engine = await start([moved], { env: { JOB_QUEUES: 'new,old', JOB_WORKERS: '4' } });
    const [id] = await engine.database.transaction(async () => {
      const ids = await enqueueMany(engine, moved, ['left-behind']);
      await engine.query(`UPDATE jobs_Job SET queue = 'old'`);
      return ids;
    });
    await engine.runner.look();
    await engine.reaches(id ?? 0, 'succeeded');
    await engine.idle();
    expect(engine.runner.running).toBe(0);
  });
});

describe('the wait between due and running', () => {
  it('is short for a lone job, and never negative', async () => {
    const lone = aScriptedJob('test.lone');
    const engine = await start([lone]);
    const base = engine.clock.now().getTime() + 300;
    const ids = await engine.jobs.enqueueMany(
      lone.definition,
      Array.from({ length: 40 }, (_, index) => ({ payload: { act: 'lone' }, at: new Date(base + index * 73) })),
    );
    for (const id of ids) await engine.reaches(id, 'succeeded');
    const late = await Promise.all(
      ids.map(async (id) => {
        const { job } = await engine.read(id);
        return Date.parse(String(job.startedAt)) - Date.parse(String(job.dueAt));
      }),
    );
    expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
    // By the poll alone half of them would be late by more than half a second.
    expect(median(late)).toBeLessThan(250);
  }, 60_000);

  it('is short for a job that is due when it is enqueued', async () => {
    const lone = aScriptedJob('test.lone');
    const engine = await start([lone]);
    const waits: number[] = [];
    for (let index = 0; index < 20; index++) {
      const began = performance.now();
      lone.acts.set('now', () => void waits.push(performance.now() - began));
      const [id] = await enqueueMany(engine, lone, ['now']);
      await engine.reaches(id ?? 0, 'succeeded');
    }
    expect(median(waits)).toBeLessThan(250);
  }, 60_000);

  it('is short for a continuation too', async () => {
    const lone = aScriptedJob('test.lone');
    const engine = await start([lone]);
    const began: number[] = [];
    const acts = range(8, 'link');
    for (const act of acts) lone.acts.set(act, () => void began.push(performance.now()));
    const at = new Date(engine.clock.now().getTime() + 200);
    let parent = await engine.jobs.schedule(lone.definition, { act: acts[0] ?? '' }, { at });
    for (const act of acts.slice(1)) parent = await engine.jobs.continueWith(parent, lone.definition, { act });
    await engine.reaches(parent, 'succeeded');
    const gaps = began.slice(1).map((time, index) => time - (began[index] ?? 0));
    expect(median(gaps)).toBeLessThan(250);
  }, 60_000);

  it('is not made longer by a look at the queues that was under way when the job came', async () => {
    const lone = aScriptedJob('test.lone');
    const engine = await start([lone]);
    const store = engine.get<JobStore>(JOB_STORE);
    const horizon = store.horizon.bind(store);
    const late: number[] = [];
    for (const act of range(7, 'round')) {
      const [mayAnswer, asked] = [deferred(), deferred()];
      const spy = jest.spyOn(store, 'horizon').mockImplementationOnce(async (queues, types) => {
        const before = await horizon(queues, types);
        asked.resolve();
        await mayAnswer.promise;
        return before;
      });
      const looking = engine.runner.look();
      await asked.promise;
      const at = new Date(engine.clock.now().getTime() + 100);
      const id = await engine.jobs.schedule(lone.definition, { act }, { at });
      mayAnswer.resolve();
      await looking;
      spy.mockRestore();
      await engine.reaches(id, 'succeeded');
      late.push(Date.parse(String((await engine.read(id)).job.startedAt)) - at.getTime());
    }
    // Had the old answer been believed, each would have waited for the next poll.
    expect(median(late)).toBeLessThan(250);
  }, 60_000);
});

describe('several servers on one database', () => {
  it('all notice within moments that a queue was resumed there', async () => {
    const held = aScriptedJob('test.held', { queue: 'held' });
    const env = { JOB_QUEUES: 'held', JOB_WORKERS: '1' };
    const first = await start([held], { env });
    const second = await start([held], { env, folder: first.folder, clock: first.clock });
    const took: number[] = [];
    for (let round = 1; round <= 3; round++) {
      const go = deferred();
      held.acts.set('held', () => go.promise);
      await setQueue(first, 'held', { paused: true });
      await enqueueMany(second, held, ['held', 'held']);
      await Promise.all([first.idle(), second.idle()]);
      const resumed = performance.now();
      await setQueue(first, 'held', { paused: false });
      await eventually('each has begun one', () => held.begun.length === 2 * round);
      took.push(performance.now() - resumed);
      go.resolve();
      await Promise.all([first.idle(), second.idle()]);
    }
    expect(median(took)).toBeLessThan(2_000);
  }, 60_000);

  it('run each job once', async () => {
    const shared = aScriptedJob('test.shared');
    const first = await start([shared]);
    const options = { folder: first.folder, clock: first.clock };
    const second = await start([shared], options);
    const third = await start([shared], options);
    const acts = range(300, 'shared');
    for (const [index, engine] of [first, second, third].entries()) {
      await enqueueMany(engine, shared, acts.slice(index * 100, index * 100 + 100));
    }
    await Promise.all([first.idle(), second.idle(), third.idle()]);
    expect([...shared.begun].sort()).toEqual([...acts].sort());
    const rows = await first.query('SELECT DISTINCT state, claim, attempt, revision FROM jobs_Job');
    expect(rows).toEqual([{ state: 'succeeded', claim: 1, attempt: 1, revision: 3 }]);
    await second.close();
    await third.close();
    engines.splice(1);
  }, 60_000);
});
