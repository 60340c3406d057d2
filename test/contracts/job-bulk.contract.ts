import { aNewJob } from '../builders/new-job';
import type { JobBench } from '../support/job-bench';

/** What is done by hand to many jobs in one statement. */
export function jobBulkContract(bench: JobBench): void {
  describe('by hand to many', () => {
    const ATTEMPTS = new Map([['test.run', 3]]);
    const requeue = (...ids: number[]) => bench.act(() => bench.store.requeueMany(ids, ATTEMPTS, 'again'));
    const runNow = (...ids: number[]) => bench.act(() => bench.store.runNowMany(ids, 'hurry'));
    const cancel = (...ids: number[]) => bench.act(() => bench.store.cancel({ ids }, 'enough'));
    const idsOf = (notices: readonly { id: number }[]) => notices.map(({ id }) => id).sort((a, b) => a - b);

    const ended = async (state: 'succeeded' | 'failed' | 'deleted', job: Parameters<JobBench['claimed']>[0] = {}) => {
      const { id, claim } = await bench.claimed(job);
      await bench.end({ id, claim }, { state, error: state === 'failed' ? 'broken' : null });
      return id;
    };
    /** One job in each state, with a child that awaits the one that waits. */
    const everyState = async () => {
      const succeeded = await ended('succeeded');
      const failed = await ended('failed');
      const deleted = await ended('deleted');
      const processing = (await bench.claimed()).id;
      const scheduled = await bench.insertOne({ dueAt: await bench.at(600_000) });
      const awaiting = await bench.insertOne({ parentId: scheduled });
      const enqueued = await bench.insertOne();
      return { succeeded, failed, deleted, processing, scheduled, awaiting, enqueued };
    };

    it('requeues those that have ended, with as many attempts more as their type has', async () => {
      const jobs = await everyState();
      const notices = await requeue(...Object.values(jobs), 999_999);
      expect(idsOf(notices)).toEqual(idsOf([{ id: jobs.succeeded }, { id: jobs.failed }, { id: jobs.deleted }]));
      for (const { id, dueAt } of notices) {
        const job = await bench.job(id);
        expect(job).toMatchObject({ state: 'waiting', attempt: 1, maxAttempts: 4, finishedAt: null, expiresAt: null });
        expect(job.dueAt).toEqual(dueAt);
        expect((await bench.story(id)).at(-1)).toBe('waiting (again)');
      }
      expect(await bench.state(jobs.processing)).toBe('processing');
    });

    it('gives a type that nobody knows one attempt more', async () => {
      const [{ id } = { id: 0 }] = await bench.insert({ type: 'test.gone', maxAttempts: 1 });
      await cancel(id);
      await requeue(id);
      expect(await bench.job(id)).toMatchObject({ attempt: 0, maxAttempts: 1 });
      const spent = await ended('failed', { maxAttempts: 1 });
      await bench.act(() => bench.store.requeueMany([spent], new Map(), 'again'));
      expect(await bench.job(spent)).toMatchObject({ attempt: 1, maxAttempts: 2 });
    });

    it('leaves those alone whose deadline has passed or whose key is taken, and of a key requeues the newest', async () => {
      const late = await ended('failed', { deadline: await bench.at(60_000) });
      const twice = [await ended('failed', { key: 'twice' }), await ended('failed', { key: 'twice' })];
      const taken = await ended('failed', { key: 'taken' });
      await bench.insertOne({ key: 'taken' });
      const free = [await ended('failed'), await ended('failed')];
      bench.stores.clock.advance(61_000);
      expect(idsOf(await requeue(late, ...twice, taken, ...free))).toEqual([Math.max(...twice), ...free]);
    });

    it('runs now those whose time is to come and those that await others', async () => {
      const jobs = await everyState();
      const notices = await runNow(...Object.values(jobs));
      expect(idsOf(notices)).toEqual([jobs.scheduled, jobs.awaiting]);
      const now = await bench.at(0);
      for (const id of [jobs.scheduled, jobs.awaiting]) {
        expect((await bench.job(id)).dueAt?.getTime()).toBeLessThanOrEqual(now.getTime());
        expect((await bench.story(id)).at(-1)).toBe('waiting (hurry)');
      }
    });

    it('cancels what is open with the children that await it, and puts away what has failed', async () => {
      const jobs = await everyState();
      const { claim } = await bench.job(jobs.processing);
      const cancelled = await cancel(jobs.succeeded, jobs.failed, jobs.deleted, jobs.processing, jobs.scheduled);
      expect(cancelled.toSorted((a, b) => a - b)).toEqual([jobs.failed, jobs.processing, jobs.scheduled]);
      expect(await bench.job(jobs.processing)).toMatchObject({ state: 'deleted', claim: claim + 1 });
      expect((await bench.story(jobs.awaiting)).at(-1)).toBe('deleted (parent-deleted)');
      expect(await bench.state(jobs.enqueued)).toBe('waiting');
    });

    it('takes a thousand at once, and nothing at all', async () => {
      const notices = await bench.act(() => bench.store.insert(Array.from({ length: 1_000 }, () => aNewJob())));
      const ids = notices.map(({ id }) => id);
      expect(await cancel(...ids)).toHaveLength(1_000);
      expect(await requeue(...ids)).toHaveLength(1_000);
      expect([await requeue(), await runNow(), await cancel()]).toEqual([[], [], []]);
    });
  });
}
