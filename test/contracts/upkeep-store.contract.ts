import { LogRow, StateRow, TagRow, JobRow } from '../../src/jobs/store/entities/job.entity';
import { QueueRow, ServerRow, StatRow } from '../../src/jobs/store/entities/operations.entity';
import { aServer } from '../builders/new-job';
import type { JobBench } from '../support/job-bench';

const MINUTE = 60_000;
const SILENCE = 20_000;

/** What keeps the tables true when servers die, types vanish and time passes. */
export function upkeepStoreContract(bench: JobBench): void {
  const beat = (server = aServer()) => bench.act(() => bench.upkeep.heartbeat(server));

  describe('heartbeat', () => {
    it('registers a server once and then renews it', async () => {
      expect(await beat(aServer('a', { queues: ['mail', 'default'], types: ['x.y'], workers: 7 }))).toEqual({
        isNew: true,
      });
      const [first] = await bench.table(ServerRow).find();
      bench.stores.clock.advance(5_000);
      expect(await beat(aServer('a'))).toEqual({ isNew: false });
      const [second] = await bench.table(ServerRow).find();
      expect(first).toMatchObject({ id: 'a', queues: '["mail","default"]', types: '["x.y"]', workers: 7 });
      expect(second?.startedAt).toEqual(first?.startedAt);
      expect((second?.heartbeatAt.getTime() ?? 0) - (first?.heartbeatAt.getTime() ?? 0)).toBeGreaterThanOrEqual(5_000);
    });

    it('says what the database believes the server runs', async () => {
      const job = await bench.claimed();
      const done = await bench.claimed();
      await bench.end(done);
      await bench.claimed({}, 'server-2');
      expect(await bench.upkeep.holdsOf('server-1')).toEqual([{ id: job.id, claim: job.claim }]);
      expect(await bench.upkeep.holdsOf('nobody')).toEqual([]);
    });
  });

  describe('handBack', () => {
    it('gives jobs back with their attempt, due as they were', async () => {
      const job = await bench.claimed();
      const [notice] = await bench.act(() => bench.upkeep.handBack([job], 'handed-back'));
      expect(notice).toEqual({ id: job.id, queue: 'default', type: 'test.run', claim: 1, dueAt: job.dueAt });
      expect(await bench.job(job.id)).toMatchObject({ state: 'waiting', attempt: 0, claim: 1, deaths: 0 });
      expect(await bench.story(job.id)).toEqual(['waiting', 'processing', 'waiting (handed-back)']);
    });

    it('changes nothing under an old claim or in another state', async () => {
      const old = await bench.claimed();
      await bench.act(() => bench.upkeep.handBack([old], 'handed-back'));
      expect(await bench.act(() => bench.upkeep.handBack([old], 'twice'))).toEqual([]);
      await bench.claim({}, 'server-2');
      expect(await bench.act(() => bench.upkeep.handBack([old], 'late'))).toEqual([]);
      expect(await bench.act(() => bench.upkeep.handBack([], 'none'))).toEqual([]);
      expect(await bench.job(old.id)).toMatchObject({ state: 'processing', claim: 2, attempt: 1 });
    });

    it('leaves the run that was handed back without a say', async () => {
      const job = await bench.claimed();
      await bench.act(() => bench.upkeep.handBack([job], 'handed-back'));
      expect(await bench.end(job)).toMatchObject({ held: false });
      expect(await bench.act(() => bench.store.holds(job))).toBe(false);
      expect(await bench.state(job.id)).toBe('waiting');
    });
  });

  describe('silent servers', () => {
    it('are those whose heartbeat is too old, and those unknown in whose name jobs run', async () => {
      await beat(aServer('old'));
      bench.stores.clock.advance(SILENCE + 1);
      await beat(aServer('live'));
      await bench.claimed({}, 'live');
      await bench.claimed({}, 'unknown');
      expect((await bench.upkeep.silentServers(SILENCE)).sort()).toEqual(['old', 'unknown']);
    });

    it('are taken over: their jobs wait again, one attempt and one death later, and they are forgotten', async () => {
      await beat(aServer('dead'));
      await beat(aServer('live'));
      const lost = await bench.claimed({}, 'dead');
      const other = await bench.claimed({}, 'live');
      const { returned, poisoned } = await bench.act(() => bench.upkeep.takeOver('dead'));
      expect([returned.map(({ id }) => id), poisoned]).toEqual([[lost.id], []]);
      expect(await bench.job(lost.id)).toMatchObject({ state: 'waiting', attempt: 1, deaths: 1 });
      expect((await bench.story(lost.id)).at(-1)).toBe('waiting (server-lost)');
      expect(await bench.state(other.id)).toBe('processing');
      expect((await bench.table(ServerRow).find()).map(({ id }) => id)).toEqual(['live']);
    });

    it('can end nothing of what was taken over', async () => {
      const lost = await bench.claimed({}, 'dead');
      await bench.act(() => bench.upkeep.takeOver('dead'));
      expect(await bench.end(lost)).toMatchObject({ held: false });
      const [again] = await bench.claim({}, 'server-2');
      expect(await bench.end(lost, { state: 'failed', reason: 'zombie' })).toMatchObject({ held: false });
      expect(await bench.end(again ?? lost, { attempt: 2 })).toMatchObject({ held: true });
      expect(await bench.story(lost.id)).toEqual([
        'waiting',
        'processing',
        'waiting (server-lost)',
        'processing',
        'succeeded',
      ]);
    });

    it('fail a job whose attempts are spent, and one that died alone after two deaths', async () => {
      const spent = await bench.insertOne({ maxAttempts: 1 });
      await bench.died(spent);
      expect((await bench.story(spent)).at(-1)).toBe('failed (server-lost)');
      const deadly = await bench.insertOne({ maxAttempts: 9 });
      for (let death = 0; death < 2; death++) await bench.died(deadly);
      expect(await bench.job(deadly)).toMatchObject({ state: 'waiting', deaths: 2, attempt: 2 });
      await bench.died(deadly);
      expect(await bench.job(deadly)).toMatchObject({ state: 'failed', deaths: 3 });
      expect((await bench.story(deadly)).at(-1)).toBe('failed (poison)');
    });

    it('taken over twice change nothing more', async () => {
      const lost = await bench.claimed({}, 'dead');
      await bench.act(() => bench.upkeep.takeOver('dead'));
      expect(await bench.act(() => bench.upkeep.takeOver('dead'))).toEqual({ returned: [], poisoned: [] });
      expect((await bench.job(lost.id)).deaths).toBe(1);
    });
  });

  describe('settleStranded', () => {
    it('lets go of children whose parent ended without telling them, and deletes orphans', async () => {
      const succeeded = await bench.claimed();
      await bench.end(succeeded);
      const deleted = await bench.claimed();
      await bench.end(deleted, { state: 'deleted', reason: 'skip' });
      const failed = await bench.claimed();
      await bench.end(failed, { state: 'failed', reason: 'no' });
      const freed = await bench.insertOne({ parentId: succeeded.id });
      const dropped = await bench.insertOne({ parentId: deleted.id });
      const orphan = await bench.insertOne({ parentId: 9e8 });
      const patient = await bench.insertOne({ parentId: failed.id });
      const released = await bench.act(() => bench.upkeep.settleStranded(100));
      expect(released.map(({ id }) => id)).toEqual([freed]);
      const states = [freed, dropped, orphan, patient].map((id) => bench.state(id));
      expect(await Promise.all(states)).toEqual(['waiting', 'deleted', 'deleted', 'awaiting']);
    });
  });

  describe('parkUnknown', () => {
    const GRACE = 10 * MINUTE;
    const park = () => bench.act(() => bench.upkeep.parkUnknown(GRACE, 100));

    it('fails what has been due for the grace while a live server handled other types', async () => {
      await beat(aServer('live', { types: ['test.run'] }));
      const unknown = await bench.insertOne({ type: 'test.gone' });
      const known = await bench.insertOne();
      bench.stores.clock.advance(GRACE - MINUTE);
      await beat(aServer('live'));
      expect(await park()).toEqual([]);
      bench.stores.clock.advance(MINUTE + 1);
      await beat(aServer('live'));
      expect(await park()).toEqual([unknown]);
      expect((await bench.story(unknown)).at(-1)).toBe('failed (unknown-type)');
      expect((await bench.job(unknown)).lastError).toContain('test.gone');
      expect(await bench.state(known)).toBe('waiting');
    });

    it('leaves alone what is not due', async () => {
      await beat(aServer('live'));
      const id = await bench.insertOne({ type: 'test.gone', dueAt: await bench.at(2 * GRACE) });
      bench.stores.clock.advance(GRACE + MINUTE);
      await beat(aServer('live'));
      expect(await park()).toEqual([]);
      expect(await bench.state(id)).toBe('waiting');
    });

    it('parks nothing after an outage, before those who handle it had time to come back', async () => {
      const id = await bench.insertOne();
      bench.stores.clock.advance(8 * 60 * MINUTE);
      expect(await park()).toEqual([]);
      await beat(aServer('api', { role: 'api', types: [], queues: [] }));
      expect(await park()).toEqual([]);
      await beat(aServer('other-worker', { types: ['test.other'] }));
      expect(await park()).toEqual([]);
      expect(await bench.state(id)).toBe('waiting');
    });
  });

  describe('removeExpired', () => {
    const remove = (limit = 100) => bench.act(() => bench.upkeep.removeExpired(limit));
    const ended = async (keepMs: number | null) => {
      const job = await bench.claimed({ tags: [{ name: 'client', value: 'c' }] });
      await bench.act(() =>
        bench.store.log([{ jobId: job.id, claim: job.claim, level: 'info', message: 'm', at: new Date(0) }]),
      );
      await bench.end(job, { keepMs });
      return job.id;
    };

    it('removes what is past its time with all that belongs to it, the oldest first', async () => {
      const second = await ended(2 * MINUTE);
      const first = await ended(MINUTE);
      const kept = await ended(null);
      expect(await remove()).toBe(0);
      bench.stores.clock.advance(3 * MINUTE);
      expect(await remove(1)).toBe(1);
      expect((await bench.table(JobRow).find()).map(({ id }) => id).sort()).toEqual([second, kept].sort());
      expect(await remove()).toBe(1);
      for (const id of [first, second]) {
        expect(await bench.history(id)).toEqual([]);
        expect(await bench.table(TagRow).countBy({ jobId: id })).toBe(0);
        expect(await bench.table(LogRow).countBy({ jobId: id })).toBe(0);
      }
      expect(await bench.table(StateRow).countBy({ jobId: kept })).toBe(3);
      expect((await bench.store.endsOf([first])).get(first)?.state).toBe('gone');
    });

    it('spares a parent for whom a child waits', async () => {
      const parent = await bench.claimed();
      const child = await bench.insertOne({ parentId: parent.id });
      await bench.end(parent, { state: 'failed', reason: 'no', keepMs: MINUTE });
      bench.stores.clock.advance(2 * MINUTE);
      expect(await remove()).toBe(0);
      await bench.act(() => bench.store.cancel({ ids: [child] }, 'given up'));
      expect(await remove()).toBe(1);
      expect(await bench.state(child)).toBe('deleted');
    });

    it('leaves a requeued job alone', async () => {
      const id = await ended(MINUTE);
      await bench.act(() => bench.store.requeue(id, 1, 'requeued'));
      bench.stores.clock.advance(2 * MINUTE);
      expect(await remove()).toBe(0);
    });
  });

  describe('leadership', () => {
    const LEASE = 15_000;
    const lead = (holder: string) => bench.act(() => bench.upkeep.lead('leader', holder, LEASE));

    it('is one holder’s until the lease runs out, and may be renewed', async () => {
      expect([await lead('a'), await lead('b'), await lead('a')]).toEqual([true, false, true]);
      bench.stores.clock.advance(LEASE - 5_000);
      expect([await lead('a'), await lead('b')]).toEqual([true, false]);
      bench.stores.clock.advance(LEASE + 1);
      expect([await lead('b'), await lead('a')]).toEqual([true, false]);
    });

    it('is given up at once by who resigns, and by nobody else', async () => {
      await lead('a');
      await bench.act(() => bench.upkeep.resign('leader', 'b'));
      expect(await lead('b')).toBe(false);
      await bench.act(() => bench.upkeep.resign('leader', 'a'));
      expect(await lead('b')).toBe(true);
    });

    it('of one name says nothing of another', async () => {
      await lead('a');
      expect(await bench.act(() => bench.upkeep.lead('other', 'b', LEASE))).toBe(true);
    });
  });

  describe('figures', () => {
    it('are summed by hour, type, outcome and server', async () => {
      const add = (serverId: string, outcome: string, waitMs: number, runMs: number) =>
        bench.act(() => bench.upkeep.addStats(serverId, [{ type: 'test.run', outcome, waitMs, runMs }]));
      await add('server-1', 'succeeded', 3, 30);
      await add('server-1', 'succeeded', 4_000, 70);
      await add('server-1', 'failed', 1, 1);
      await add('server-2', 'succeeded', 1, 1);
      const rows = await bench.table(StatRow).find({ order: { serverId: 'ASC', outcome: 'ASC' } });
      expect(
        rows.map(({ serverId, outcome, count, waitSum, runSum }) => [serverId, outcome, count, waitSum, runSum]),
      ).toEqual([
        ['server-1', 'failed', 1, 1, 1],
        ['server-1', 'succeeded', 2, 4_003, 100],
        ['server-2', 'succeeded', 1, 1, 1],
      ]);
      expect(JSON.parse(rows[1]?.waitBuckets ?? '[]')).toEqual([0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
      expect(rows[0]?.hour).toBe((await bench.at(0)).toISOString().slice(0, 13));
    });
  });

  describe('declareQueues', () => {
    const declare = (...queues: { name: string; ratePerMinute: number | null }[]) =>
      bench.act(() => bench.upkeep.declareQueues(queues));

    it('adds queues that are new', async () => {
      await declare({ name: 'mail', ratePerMinute: 30 }, { name: 'default', ratePerMinute: null });
      const queues = await bench.table(QueueRow).find({ order: { name: 'ASC' } });
      expect(queues).toMatchObject([
        { name: 'default', paused: false, ratePerMinute: null },
        { name: 'mail', paused: false, ratePerMinute: 30 },
      ]);
    });

    it('sets the rate that is configured now, and leaves what an admin set', async () => {
      await declare({ name: 'mail', ratePerMinute: 30 });
      await bench.setQueue('mail', { paused: true, pausedBy: 'ana', concurrency: 2 });
      const declared = async (ratePerMinute: number | null) => {
        await declare({ name: 'mail', ratePerMinute });
        return bench.table(QueueRow).find();
      };
      // The configuration has changed each time, or an admin has set nothing.
      for (const rate of [60, 60, null, 30])
        expect(await declared(rate)).toMatchObject([
          { name: 'mail', paused: true, pausedBy: 'ana', concurrency: 2, ratePerMinute: rate },
        ]);
    });

    it('leaves the rate that an admin set until another is configured', async () => {
      await declare({ name: 'mail', ratePerMinute: 30 }, { name: 'default', ratePerMinute: null });
      await bench.act(() => bench.stores.queueSettings.limit('mail', { concurrency: null, ratePerMinute: 5 }));
      await bench.act(() => bench.stores.queueSettings.limit('default', { concurrency: 1, ratePerMinute: 6 }));
      const rates = async (...declared: (number | null)[]) => {
        await declare(
          { name: 'default', ratePerMinute: declared[0] ?? null },
          { name: 'mail', ratePerMinute: declared[1] ?? null },
        );
        const queues = await bench.table(QueueRow).find({ order: { name: 'ASC' } });
        return queues.map(({ ratePerMinute }) => ratePerMinute);
      };
      expect(await rates(null, 30)).toEqual([6, 5]);
      expect(await rates(7, null)).toEqual([7, null]);
    });
  });
}
