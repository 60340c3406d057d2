import { JobStateForbids, KeyTaken } from '../../src/jobs/job.errors';
import { TagRow } from '../../src/jobs/store/entities/job.entity';
import { aNewJob } from '../builders/new-job';
import type { BareStores } from '../support/bare-stores';
import { JobBench } from '../support/job-bench';
import { jobBulkContract } from './job-bulk.contract';
import { jobClaimsContract } from './job-claims.contract';
import { jobCompletionsContract } from './job-completions.contract';
import { jobTransitionsContract } from './job-transitions.contract';
import { queueStoreContract } from './queue-store.contract';
import { recurringStoreContract } from './recurring-store.contract';
import { upkeepStoreContract } from './upkeep-store.contract';

/** What the stores of the job engine promise, on whatever database. */
export function jobStoreContract(name: string, open: () => Promise<BareStores>): void {
  describe(`JobStore: ${name}`, () => {
    let stores: BareStores;
    const bench = new JobBench(() => stores);

    beforeAll(async () => {
      stores = await open();
    });
    afterAll(() => stores.stop());
    beforeEach(() => bench.clear());
    afterEach(async () => {
      expect(await bench.brokenHistories()).toEqual([]);
    });

    describe('now', () => {
      it('is the database’s clock, moved by what the test clock adds', async () => {
        const before = (await bench.store.now()).getTime();
        expect(Math.abs(before - stores.clock.now().getTime())).toBeLessThan(5_000);
        stores.clock.advance(90_061_001);
        const after = (await bench.store.now()).getTime();
        expect(after - before).toBeGreaterThanOrEqual(90_061_000);
        expect(after - before).toBeLessThan(90_066_000);
      });
    });

    describe('insert', () => {
      it('stores what it is given and answers in the order given', async () => {
        const dueAt = await bench.at(60_000);
        const deadline = await bench.at(120_000);
        const notices = await bench.insert(
          {
            payload: '{"first":1}',
            queue: 'mail',
            dueAt,
            deadline,
            key: 'k',
            maxAttempts: 7,
            traceParent: '00-a-b-01',
          },
          { payload: '{"second":"ș\\u0000\\"\\\\"}', priority: 'low' },
          { payload: '{"third":3}', priority: 'high', type: 'test.other' },
        );
        expect(notices.map(({ queue, type, claim }) => [queue, type, claim])).toEqual([
          ['mail', 'test.run', 0],
          ['default', 'test.run', 0],
          ['default', 'test.other', 0],
        ]);
        expect(notices[0]?.dueAt).toEqual(dueAt);
        const rows = await Promise.all(notices.map(({ id }) => bench.job(id)));
        expect(rows.map(({ payload, priority }) => [payload, priority])).toEqual([
          ['{"first":1}', 1],
          ['{"second":"ș\\u0000\\"\\\\"}', 2],
          ['{"third":3}', 0],
        ]);
        expect(rows[0]).toMatchObject({
          state: 'waiting',
          key: 'k',
          dueAt,
          deadline,
          maxAttempts: 7,
          attempt: 0,
          claim: 0,
          deaths: 0,
          revision: 1,
          traceParent: '00-a-b-01',
          finishedAt: null,
          expiresAt: null,
        });
      });

      it('makes a job without a due time due at the database’s now', async () => {
        const before = await bench.at(0);
        const job = await bench.job(await bench.insertOne());
        const after = await bench.at(0);
        expect(job.dueAt?.getTime()).toBeGreaterThanOrEqual(before.getTime());
        expect(job.dueAt?.getTime()).toBeLessThanOrEqual(after.getTime());
        expect(job.createdAt).toEqual(job.dueAt);
      });

      it('inserts nothing when there is nothing to insert', async () => {
        expect(await bench.insert()).toEqual([]);
      });

      it('takes a thousand at once, in order', async () => {
        const jobs = Array.from({ length: 1000 }, (_, index) => ({ payload: JSON.stringify({ index }) }));
        const notices = await bench.insert(...jobs);
        const last = await bench.job(notices[999]?.id ?? 0);
        expect([notices.length, last.payload]).toEqual([1000, '{"index":999}']);
      });

      it('tells each of those inserted at one time in one transaction its own', async () => {
        const payload = (n: number) => JSON.stringify({ n });
        const inserted = await bench.act(() =>
          Promise.all(
            [1, 2, 3].map((n) =>
              bench.store.insert([aNewJob({ payload: payload(n) }), aNewJob({ payload: payload(n * 10) })]),
            ),
          ),
        );
        const stored = await Promise.all(inserted.flat().map(({ id }) => bench.job(id)));
        expect(stored.map((job) => job.payload)).toEqual([1, 10, 2, 20, 3, 30].map(payload));
      });

      it('keeps each tag once, by job', async () => {
        const tags = [
          { name: 'appointment', value: '42' },
          { name: 'appointment', value: '42' },
          { name: 'client', value: 'c' },
        ];
        const [first, second] = await bench.insert({ tags }, { tags: [{ name: 'client', value: 'c' }] });
        const stored = await bench.table(TagRow).find({ order: { jobId: 'ASC', name: 'ASC' } });
        expect(stored.map((tag) => [tag.jobId, tag.name, tag.value])).toEqual([
          [first?.id, 'appointment', '42'],
          [first?.id, 'client', 'c'],
          [second?.id, 'client', 'c'],
        ]);
      });

      it('puts a child in awaiting, and begins its history with why it waits', async () => {
        const parentId = await bench.insertOne();
        const child = await bench.insertOne({ parentId });
        expect([await bench.story(parentId), await bench.story(child)]).toEqual([['waiting'], ['awaiting']]);
        expect((await bench.job(child)).parentId).toBe(parentId);
      });
    });

    describe('a key', () => {
      const taken = (job = {}) => expect(bench.insertOne({ key: 'k', ...job })).rejects.toThrow(KeyTaken);

      it('is held by a waiting, an awaiting and a processing job', async () => {
        const waiting = await bench.insertOne({ key: 'k' });
        await taken();
        await bench.act(() => bench.store.cancel({ ids: [waiting] }, 'done'));
        const awaiting = await bench.insertOne({ key: 'k', parentId: await bench.insertOne({ queue: 'other' }) });
        await taken();
        await bench.act(() => bench.store.cancel({ ids: [awaiting] }, 'done'));
        await bench.claimed({ key: 'k' });
        await taken({ type: 'test.other' });
      });

      it('is free once its job has succeeded, failed or been deleted', async () => {
        await bench.end(await bench.claimed({ key: 'k' }));
        await bench.end(await bench.claimed({ key: 'k' }), { state: 'failed', reason: 'attempts-spent' });
        await bench.end(await bench.claimed({ key: 'k' }), { state: 'deleted', reason: 'skip' });
        expect(await bench.store.hasOpen('k')).toBe(false);
        await bench.insertOne({ key: 'k' });
        expect(await bench.store.hasOpen('k')).toBe(true);
      });

      it('given twice in one insert is refused, and nothing of the insert is kept', async () => {
        await expect(bench.insert({ key: 'a' }, { key: 'b' }, { key: 'a' })).rejects.toThrow(KeyTaken);
        expect([await bench.store.hasOpen('a'), await bench.store.hasOpen('b')]).toEqual([false, false]);
      });

      it('refused leaves the caller’s transaction usable', async () => {
        await bench.insertOne({ key: 'k' });
        const id = await bench.act(async () => {
          const refused: unknown = await stores.database
            .savepoint(() => bench.store.insert([aNewJob({ key: 'k' })]))
            .catch((error: unknown) => error);
          expect(refused).toBeInstanceOf(KeyTaken);
          const [other] = await bench.store.insert([aNewJob({ key: 'other' })]);
          return other?.id;
        });
        expect(await bench.state(id ?? 0)).toBe('waiting');
      });

      it('of any letters is told apart exactly', async () => {
        await bench.insertOne({ key: 'appointment:1:remind:60' });
        await bench.insertOne({ key: 'Appointment:1:remind:60' });
        await bench.insertOne({ key: 'ș' });
        expect(await bench.store.hasOpen('s')).toBe(false);
      });
    });

    describe('cancel', () => {
      it('deletes open jobs by key, whichever state they are in, and says which', async () => {
        const processing = await bench.claimed({ key: 'p' });
        const waiting = await bench.insertOne({ key: 'w' });
        const awaiting = await bench.insertOne({ key: 'a', parentId: waiting });
        const other = await bench.insertOne({ key: 'o' });
        const changed = await bench.act(() => bench.store.cancel({ keys: ['p', 'w', 'a', 'none'] }, 'visit cancelled'));
        expect(changed.sort()).toEqual([processing.id, waiting, awaiting].sort());
        expect(await bench.story(processing.id)).toEqual(['waiting', 'processing', 'deleted (visit cancelled)']);
        expect(await bench.state(other)).toBe('waiting');
      });

      it('raises the claim of a running job, so that its run can commit nothing more, and of no other', async () => {
        const running = await bench.claimed({ key: 'p' });
        const waiting = await bench.insertOne({ key: 'w' });
        await bench.act(() => bench.store.cancel({ keys: ['p', 'w'] }, 'cancelled'));
        expect([(await bench.job(running.id)).claim, (await bench.job(waiting)).claim]).toEqual([running.claim + 1, 0]);
        expect(await bench.end(running)).toMatchObject({ held: false });
        expect(await bench.state(running.id)).toBe('deleted');
      });

      it('finds nothing to do in an ended job', async () => {
        const ended = await bench.claimed({ key: 'k' });
        await bench.end(ended);
        expect(await bench.act(() => bench.store.cancel({ keys: ['k'] }, 'late'))).toEqual([]);
        expect(await bench.act(() => bench.store.cancel({ ids: [ended.id] }, 'late'))).toEqual([]);
        expect(await bench.act(() => bench.store.cancel({ keys: [] }, 'none'))).toEqual([]);
        expect(await bench.state(ended.id)).toBe('succeeded');
      });

      it('deletes the children that await it, and theirs', async () => {
        const parent = await bench.insertOne({ key: 'k' });
        const child = await bench.insertOne({ parentId: parent });
        const grandchild = await bench.insertOne({ parentId: child });
        expect(await bench.act(() => bench.store.cancel({ keys: ['k'] }, 'gone'))).toEqual([parent]);
        expect([await bench.story(child), await bench.story(grandchild)]).toEqual([
          ['awaiting', 'deleted (parent-deleted)'],
          ['awaiting', 'deleted (parent-deleted)'],
        ]);
      });
    });

    describe('endsOf', () => {
      it('says of those not open any more how they ended, with the newest reason', async () => {
        const open = await bench.insertOne({ queue: 'other' });
        const succeeded = await bench.claimed();
        await bench.end(succeeded);
        const skipped = await bench.claimed();
        await bench.end(skipped, { state: 'deleted', reason: 'visit closed' });
        const failed = await bench.claimed();
        await bench.end(failed, { state: 'failed', reason: 'attempts-spent' });
        const ends = await bench.store.endsOf([open, succeeded.id, skipped.id, failed.id, 987_654_321]);
        expect([...ends].sort(([a], [b]) => a - b)).toEqual([
          [succeeded.id, { state: 'succeeded', reason: null }],
          [skipped.id, { state: 'deleted', reason: 'visit closed' }],
          [failed.id, { state: 'failed', reason: 'attempts-spent' }],
          [987_654_321, { state: 'gone', reason: null }],
        ]);
        expect((await bench.store.endsOf([])).size).toBe(0);
      });
    });

    describe('lockState', () => {
      it('gives the state, and null for a job that is not there', async () => {
        const { id } = await bench.claimed();
        expect(await bench.act(() => bench.store.lockState(id))).toBe('processing');
        expect(await bench.act(() => bench.store.lockState(id + 1))).toBeNull();
      });
    });

    describe('runNow', () => {
      it('makes a scheduled job due, with a history row', async () => {
        const id = await bench.insertOne({ dueAt: await bench.at(3_600_000) });
        expect(await bench.claim()).toEqual([]);
        const changed = await bench.act(() => bench.store.runNow(id, 'run-now'));
        expect(changed).toMatchObject({ id, state: 'waiting', queue: 'default', type: 'test.run' });
        expect(await bench.story(id)).toEqual(['waiting', 'waiting (run-now)']);
        expect((await bench.claim()).map((job) => job.id)).toEqual([id]);
      });

      it('frees a job of awaiting its parent', async () => {
        const parent = await bench.insertOne({ queue: 'other' });
        const child = await bench.insertOne({ parentId: parent });
        await bench.act(() => bench.store.runNow(child, 'run-now'));
        expect((await bench.claim()).map((job) => job.id)).toEqual([child]);
      });

      it('is refused for a job that runs or has ended; null when there is none', async () => {
        const job = await bench.claimed();
        const runNow = (id: number) => bench.act(() => bench.store.runNow(id, 'run-now'));
        await expect(runNow(job.id)).rejects.toThrow(JobStateForbids);
        await bench.end(job);
        await expect(runNow(job.id)).rejects.toThrow(JobStateForbids);
        expect(await runNow(job.id + 1)).toBeNull();
      });
    });

    jobClaimsContract(bench);
    jobCompletionsContract(bench);
    jobTransitionsContract(bench);
    upkeepStoreContract(bench);
    jobBulkContract(bench);
    queueStoreContract(bench);
    recurringStoreContract(bench);
  });
}
