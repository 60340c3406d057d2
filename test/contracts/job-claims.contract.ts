import type { JobBench } from '../support/job-bench';

const MINUTE = 60_000;
const idsOf = (jobs: readonly { id: number }[]) => jobs.map(({ id }) => id);

/** Which jobs a server is given, and when. */
export function jobClaimsContract(bench: JobBench): void {
  describe('claim', () => {
    it('moves a due job to processing under a new claim, in the name of the server', async () => {
      const deadline = await bench.at(MINUTE);
      const id = await bench.insertOne({ deadline, payload: '{"n":2}', traceParent: '00-a-b-01', maxAttempts: 5 });
      const [claimed] = await bench.claim();
      const job = await bench.job(id);
      expect(claimed).toEqual({
        id,
        type: 'test.run',
        queue: 'default',
        payload: '{"n":2}',
        claim: 1,
        attempt: 1,
        maxAttempts: 5,
        deaths: 0,
        dueAt: job.dueAt,
        deadline,
        startedAt: job.startedAt,
        traceParent: '00-a-b-01',
      });
      expect(job).toMatchObject({ state: 'processing', claim: 1, attempt: 1, serverId: 'server-1', revision: 2 });
      const newest = (await bench.history(id)).at(-1);
      expect([newest?.name, newest?.claim, newest?.at]).toEqual(['processing', 1, job.startedAt]);
    });

    it('gives each job to one server only', async () => {
      const notices = await bench.insert({}, {}, {}, {});
      const first = await bench.claim({ limit: 3 }, 'server-1');
      const second = await bench.claim({ limit: 3 }, 'server-2');
      expect(idsOf([...first, ...second])).toEqual(idsOf(notices));
      expect(await bench.claim({}, 'server-3')).toEqual([]);
    });

    it('never comes before the due time, not even by a millisecond', async () => {
      const soon = await bench.insertOne({ dueAt: await bench.at(MINUTE) });
      expect(await bench.claim()).toEqual([]);
      const left = ((await bench.job(soon)).dueAt?.getTime() ?? 0) - (await bench.at(0)).getTime();
      bench.stores.clock.advance(left - 5_000);
      expect(await bench.claim()).toEqual([]);
      bench.stores.clock.advance(5_000);
      expect(idsOf(await bench.claim())).toEqual([soon]);
    });

    it('takes a higher priority first, then the earliest due, then the lowest id', async () => {
      const late = await bench.at(-1_000);
      const early = await bench.at(-9_000);
      const inserted = await bench.insert(
        { priority: 'low', dueAt: early },
        { priority: 'normal', dueAt: late },
        { priority: 'high', dueAt: late },
        { priority: 'normal', dueAt: early },
        { priority: 'high', dueAt: early },
        { priority: 'normal', dueAt: late },
        { priority: 'high', dueAt: early },
      );
      const byPosition = [4, 6, 2, 3, 1, 5, 0].map((index) => inserted[index]?.id);
      const claimed: number[] = [];
      for (;;) {
        const jobs = await bench.claim({ limit: 2 });
        if (jobs.length === 0) break;
        claimed.push(...idsOf(jobs));
      }
      expect(claimed).toEqual(byPosition);
    });

    it('answers in that order too when it takes them all at once', async () => {
      const [low, normal, high] = await bench.insert({ priority: 'low' }, { priority: 'normal' }, { priority: 'high' });
      expect(idsOf(await bench.claim())).toEqual([high?.id, normal?.id, low?.id]);
    });

    it('keeps to the queue, the types and the limit of the lane', async () => {
      const [mine] = await bench.insert({}, { type: 'test.other' }, { queue: 'mail' });
      expect(idsOf(await bench.claim())).toEqual([mine?.id]);
      expect(await bench.claim({ types: [] })).toEqual([]);
      await bench.insert({}, {}, {});
      expect(await bench.claim({ limit: 2 })).toHaveLength(2);
      expect(await bench.claim({ limit: 0 })).toEqual([]);
    });

    it('finds a job behind many of types that the server does not handle', async () => {
      const dueAt = await bench.at(-MINUTE);
      await bench.insert(...Array.from({ length: 300 }, () => ({ type: 'test.unknown', dueAt })));
      const id = await bench.insertOne();
      expect(idsOf(await bench.claim({ limit: 1 }))).toEqual([id]);
    });

    it('leaves out jobs that await, run or have ended', async () => {
      const parent = await bench.claimed();
      await bench.insertOne({ parentId: parent.id });
      expect(await bench.claim()).toEqual([]);
      await bench.end(parent, { state: 'failed', reason: 'attempts-spent' });
      expect(await bench.claim()).toEqual([]);
    });

    it('raises the claim each time and never lowers it, whatever the attempt does', async () => {
      const first = await bench.claimed();
      await bench.end(first, { state: 'waiting', attempt: 0, delayMs: 0, reason: 'snoozed' });
      const [second] = await bench.claim();
      expect([second?.claim, second?.attempt]).toEqual([2, 1]);
      await bench.act(() => bench.upkeep.handBack([{ id: first.id, claim: 2 }], 'handed-back'));
      const [third] = await bench.claim();
      expect([third?.claim, third?.attempt]).toEqual([3, 1]);
      await bench.end({ id: first.id, claim: 3 }, { state: 'waiting', attempt: 1, delayMs: 0, reason: 'retry' });
      const [fourth] = await bench.claim();
      expect([fourth?.claim, fourth?.attempt]).toEqual([4, 2]);
    });

    it('gives nothing that a rolled-back transaction claimed', async () => {
      const id = await bench.insertOne();
      const failing = bench.act(async () => {
        expect(await bench.claim()).toHaveLength(1);
        throw new Error('rolled back');
      });
      await expect(failing).rejects.toThrow('rolled back');
      expect(await bench.story(id)).toEqual(['waiting']);
      expect(idsOf(await bench.claim())).toEqual([id]);
    });
  });

  describe('the limits of a queue', () => {
    it('give nothing while it is paused, and everything once it is resumed', async () => {
      await bench.setQueue('default', { paused: true });
      const id = await bench.insertOne();
      expect(await bench.claim()).toEqual([]);
      await bench.setQueue('default', { paused: false });
      expect(idsOf(await bench.claim())).toEqual([id]);
    });

    it('hold its concurrency over all servers and lanes', async () => {
      await bench.setQueue('default', { concurrency: 3 });
      await bench.insert({}, {}, { type: 'test.other' }, {}, {});
      const first = await bench.claim({ limit: 2 }, 'server-1');
      const second = await bench.claim({}, 'server-2');
      expect([first.length, second.length]).toEqual([2, 1]);
      expect(await bench.claim({ types: ['test.other'] }, 'server-3')).toEqual([]);
      await bench.end(first[0] ?? { id: 0, claim: 0 });
      expect(await bench.claim({ types: ['test.other'] }, 'server-3')).toHaveLength(1);
      expect(await bench.claim()).toEqual([]);
    });

    it('of concurrency 0 let nothing through', async () => {
      await bench.setQueue('default', { concurrency: 0 });
      await bench.insertOne();
      expect(await bench.claim()).toEqual([]);
    });

    it('of one queue leave others alone', async () => {
      await bench.setQueue('mail', { paused: true });
      const id = await bench.insertOne();
      expect(idsOf(await bench.claim())).toEqual([id]);
    });

    const rates = [1, 7, 13, 21, 59, 60, 61, 100, 600, 6_000];
    const letThrough = async (ratePerMinute: number) => {
      await bench.setQueue('default', { ratePerMinute });
      const wanted = Math.min(300, 3 * ratePerMinute);
      await bench.insert(...Array.from({ length: 2 * wanted }, () => ({})));
      const begun = (await bench.at(0)).getTime();
      let passed = 0;
      let minutes = 0;
      for (let asked = 0; passed < wanted; asked++) {
        expect(asked).toBeLessThan(wanted + 100);
        passed += (await bench.claim()).length;
        const now = await bench.at(0);
        minutes = (now.getTime() - begun) / MINUTE;
        // What a second brings may leave at once.
        expect(passed).toBeLessThanOrEqual(1 + Math.ceil(ratePerMinute * (minutes + 1 / 60)));
        const next = (await bench.store.horizon(['default'], ['test.run'])).next.get('default') ?? now;
        bench.stores.clock.advance(Math.max(0, next.getTime() - now.getTime()));
      }
      // The clock runs on by itself while the test works.
      expect(minutes).toBeLessThanOrEqual(wanted / ratePerMinute + 0.5);
    };
    it.each(rates)('let %i a minute through, evenly', letThrough, 120_000);

    it('count a rate over all servers', async () => {
      await bench.setQueue('default', { ratePerMinute: 1 });
      await bench.insert({}, {});
      expect(await bench.claim({}, 'server-1')).toHaveLength(1);
      expect(await bench.claim({}, 'server-2')).toEqual([]);
      bench.stores.clock.advance(MINUTE + 10);
      expect(await bench.claim({}, 'server-2')).toHaveLength(1);
    });

    it('save up no more than a burst while nothing is due', async () => {
      await bench.setQueue('default', { ratePerMinute: 600 });
      bench.stores.clock.advance(10 * MINUTE);
      await bench.insert(...Array.from({ length: 100 }, () => ({})));
      expect((await bench.claim()).length).toBeLessThanOrEqual(10);
    });
  });

  describe('a job that killed its server twice', () => {
    const suspect = (queues = ['default'], types = ['test.run']) =>
      bench.act(() => bench.store.claimSuspect('server-1', queues, types));

    it('is left out of claims and claimed alone', async () => {
      const id = await bench.insertOne();
      await bench.died(id);
      expect(await suspect()).toBeNull();
      await bench.died(id);
      const healthy = await bench.insertOne();
      expect(idsOf(await bench.claim())).toEqual([healthy]);
      expect(await suspect()).toMatchObject({ id, deaths: 2, attempt: 3, claim: 3 });
      expect(await bench.state(id)).toBe('processing');
      expect(await suspect()).toBeNull();
    });

    it('is given only when due, to a server that handles its type and asks its queue, and not while that is paused', async () => {
      const id = await bench.insertOne({ maxAttempts: 9 });
      await bench.died(id);
      await bench.died(id);
      expect([await suspect(['mail']), await suspect(['default'], ['test.other'])]).toEqual([null, null]);
      await bench.setQueue('default', { paused: true });
      expect(await suspect()).toBeNull();
      await bench.setQueue('default', { paused: false });
      expect(await suspect()).toMatchObject({ id });
      await bench.end({ id, claim: 3 }, {
        state: 'waiting',
        attempt: 3,
        maxAttempts: 9,
        delayMs: MINUTE,
        reason: 'retry',
      } as never);
      expect(await suspect()).toBeNull();
      bench.stores.clock.advance(MINUTE + 1);
      expect(await suspect()).toMatchObject({ id, claim: 4 });
    });

    it('is told by the horizon only to a server that may take it', async () => {
      const id = await bench.insertOne({ maxAttempts: 9 });
      const told = async (queues = ['default'], types = ['test.run']) =>
        (await bench.store.horizon(queues, types)).suspect;
      expect(await told()).toBe(false);
      await bench.died(id);
      await bench.died(id);
      expect(await told()).toBe(true);
      expect([await told(['mail']), await told(['default'], ['test.other'])]).toEqual([false, false]);
      await bench.setQueue('default', { paused: true });
      expect(await told()).toBe(false);
    });

    it('is trusted again when it is requeued', async () => {
      const id = await bench.insertOne();
      for (let death = 0; death < 3; death++) await bench.died(id);
      expect(await bench.state(id)).toBe('failed');
      await bench.act(() => bench.store.requeue(id, 3, 'requeued'));
      expect(idsOf(await bench.claim())).toEqual([id]);
    });
  });

  describe('horizon', () => {
    const horizon = (queues = ['default', 'mail'], types = ['test.run']) => bench.store.horizon(queues, types);

    it('says when each queue has work next, of any priority', async () => {
      const [soon, later] = [await bench.at(MINUTE), await bench.at(2 * MINUTE)];
      await bench.insert({ dueAt: later, priority: 'high' }, { dueAt: soon, priority: 'low' });
      const { next, now } = await horizon();
      expect([...next]).toEqual([['default', soon]]);
      expect(Math.abs(now.getTime() - (await bench.at(0)).getTime())).toBeLessThan(5_000);
    });

    it('leaves out other queues, other types, jobs not waiting and paused queues', async () => {
      await bench.insert({ queue: 'other' }, { type: 'test.other' });
      await bench.claimed();
      await bench.insertOne({ queue: 'mail' });
      await bench.setQueue('mail', { paused: true });
      expect([...(await horizon()).next]).toEqual([]);
    });

    it('puts off a queue whose rate is spent to when it lets the next through', async () => {
      await bench.setQueue('default', { ratePerMinute: 1 });
      await bench.insert({}, {});
      const claimedAt = await bench.at(0);
      await bench.claim();
      const at = (await horizon()).next.get('default')?.getTime() ?? 0;
      expect(at - claimedAt.getTime()).toBeGreaterThanOrEqual(MINUTE - 5_000);
      expect(at - claimedAt.getTime()).toBeLessThanOrEqual(MINUTE + 5_000);
    });
  });
}
