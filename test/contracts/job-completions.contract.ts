import { DeadlinePassed, JobStateForbids, KeyTaken } from '../../src/jobs/job.errors';
import { LogRow } from '../../src/jobs/store/entities/job.entity';
import type { LogLine } from '../../src/jobs/store/job-store';
import { aClosing, aCompletion } from '../builders/new-job';
import type { JobBench } from '../support/job-bench';

const MINUTE = 60_000;

/** How claimed jobs end, and that only who holds them may say so. */
export function jobCompletionsContract(bench: JobBench): void {
  /** Claims of a job that has been claimed again since. */
  const outdated = async () => {
    const old = await bench.claimed();
    await bench.act(() => bench.upkeep.handBack([old], 'handed-back'));
    const [current] = await bench.claim({}, 'server-2');
    if (!current) throw new Error('Not claimed again.');
    return { old, current };
  };

  describe('close and settle', () => {
    it('end a job as succeeded, to be removed when its time is over', async () => {
      const job = await bench.claimed();
      expect(await bench.end(job, { keepMs: MINUTE })).toMatchObject({ held: true });
      const ended = await bench.job(job.id);
      expect(ended).toMatchObject({ state: 'succeeded', claim: 1, attempt: 1, progress: null });
      expect((ended.expiresAt?.getTime() ?? 0) - (ended.finishedAt?.getTime() ?? 0)).toBe(MINUTE);
      expect(await bench.story(job.id)).toEqual(['waiting', 'processing', 'succeeded']);
    });

    it('keep for ever what has no time to be removed', async () => {
      const job = await bench.claimed();
      await bench.end(job, { keepMs: null });
      expect((await bench.job(job.id)).expiresAt).toBeNull();
    });

    it('send a job back to waiting for its next attempt', async () => {
      const job = await bench.claimed();
      const before = await bench.at(0);
      await bench.end(job, {
        state: 'waiting',
        reason: 'retry',
        delayMs: MINUTE,
        error: 'Error: no',
        data: '{"a":1}',
        keepMs: null,
      });
      const again = await bench.job(job.id);
      expect(again).toMatchObject({
        state: 'waiting',
        attempt: 1,
        lastError: 'Error: no',
        finishedAt: null,
        expiresAt: null,
      });
      const delay = (again.dueAt?.getTime() ?? 0) - before.getTime();
      expect(delay).toBeGreaterThanOrEqual(MINUTE);
      expect(delay).toBeLessThan(MINUTE + 5_000);
      expect((await bench.history(job.id)).at(-1)).toMatchObject({ name: 'waiting', reason: 'retry', data: '{"a":1}' });
      expect(await bench.claim()).toEqual([]);
    });

    it('tell when a job that waits again is due', async () => {
      const job = await bench.claimed();
      const { released } = await bench.end(job, { state: 'waiting', reason: 'retry', delayMs: MINUTE });
      const { dueAt } = await bench.job(job.id);
      expect(released).toEqual([{ id: job.id, queue: 'default', type: 'test.run', claim: 1, dueAt }]);
    });

    it('without a delay leave the due time as it was', async () => {
      const job = await bench.claimed();
      await bench.end(job, { state: 'waiting', reason: 'handed-back', attempt: 0, keepMs: null });
      expect((await bench.job(job.id)).dueAt).toEqual(job.dueAt);
    });

    it('fail or delete a job, with the reason in its history', async () => {
      const failed = await bench.claimed();
      await bench.end(failed, { state: 'failed', reason: 'attempts-spent', error: 'Error: no', keepMs: null });
      expect(await bench.job(failed.id)).toMatchObject({ state: 'failed', lastError: 'Error: no', expiresAt: null });
      const deleted = await bench.claimed();
      await bench.end(deleted, { state: 'deleted', reason: 'visit-over', keepMs: MINUTE });
      expect((await bench.story(deleted.id)).at(-1)).toBe('deleted (visit-over)');
      expect((await bench.job(deleted.id)).expiresAt).not.toBeNull();
    });

    it('keep the last error of an attempt when a later one says none', async () => {
      const job = await bench.claimed();
      await bench.end(job, { state: 'waiting', reason: 'retry', delayMs: 0, error: 'Error: first' });
      const [again] = await bench.claim();
      await bench.end(again ?? job, { attempt: 2 });
      expect(await bench.job(job.id)).toMatchObject({ state: 'succeeded', lastError: 'Error: first' });
    });

    it('close only jobs whose claim still holds, and say which', async () => {
      const { old, current } = await outdated();
      const fine = await bench.claimed();
      const waiting = await bench.insertOne();
      const closed = await bench.act(() =>
        bench.store.close([
          aClosing(old),
          aClosing(fine),
          aClosing({ id: waiting, claim: 0 }),
          aClosing({ id: 9e8, claim: 1 }),
        ]),
      );
      expect([...closed]).toEqual([fine.id]);
      await bench.act(() => bench.store.settle([]));
      expect(await bench.job(old.id)).toMatchObject({
        state: 'processing',
        claim: current.claim,
        serverId: 'server-2',
      });
      expect(await bench.state(waiting)).toBe('waiting');
      // What `close` began `settle` ends; this suite looks at whole histories.
      await bench.clear();
    });

    it('end a job once: a second end of the same claim finds it closed', async () => {
      const job = await bench.claimed();
      expect(await bench.end(job)).toMatchObject({ held: true });
      expect(await bench.end(job, { state: 'failed', reason: 'late' })).toMatchObject({ held: false });
      expect(await bench.state(job.id)).toBe('succeeded');
    });

    it('tell what was closed before from what is closed now, in one moment and of any claim', async () => {
      const [before, now, again] = [await bench.claimed(), await bench.claimed(), (await outdated()).current];
      await bench.end(before);
      await bench.act(async () => {
        const held = await bench.store.close([aClosing(before), aClosing(now), aClosing(again)]);
        expect(held).toEqual(new Set([now.id, again.id]));
        await bench.store.settle([aCompletion(now), aCompletion(again)]);
      });
      expect(await bench.story(before.id)).toEqual(['waiting', 'processing', 'succeeded']);
    });

    it('end hundreds in one go, each in its own way', async () => {
      await bench.insert(...Array.from({ length: 300 }, () => ({})));
      const jobs = await bench.claim({ limit: 300 });
      await bench.act(async () => {
        await bench.store.close(jobs.map((job, index) => aClosing(job, index % 2 ? null : MINUTE)));
        await bench.store.settle(
          jobs.map((job, index) =>
            index % 3 === 0 ? aCompletion(job, { state: 'failed', reason: 'no', keepMs: null }) : aCompletion(job),
          ),
        );
      });
      const states = await Promise.all(jobs.map((job) => bench.state(job.id)));
      expect(states).toEqual(jobs.map((_, index) => (index % 3 === 0 ? 'failed' : 'succeeded')));
    });

    it('leave nothing of a transaction that was rolled back', async () => {
      const job = await bench.claimed();
      const failing = bench.act(async () => {
        await bench.end(job);
        throw new Error('rolled back');
      });
      await expect(failing).rejects.toThrow('rolled back');
      expect(await bench.story(job.id)).toEqual(['waiting', 'processing']);
      expect(await bench.end(job)).toMatchObject({ held: true });
    });

    it('free the job’s own key between the two, and refuse to wait again when it was given away', async () => {
      const job = await bench.claimed({ key: 'k' });
      const kept = await bench.act(async () => {
        await bench.store.close([aClosing(job)]);
        const [next] = await bench.insert({ key: 'k' });
        const waiting = aCompletion(job, { state: 'waiting', reason: 'retry', delayMs: 0 });
        await expect(bench.stores.database.savepoint(() => bench.store.settle([waiting]))).rejects.toThrow(KeyTaken);
        await bench.store.settle([aCompletion(job)]);
        return next?.id ?? 0;
      });
      expect([await bench.state(job.id), await bench.state(kept)]).toEqual(['succeeded', 'waiting']);
    });

    it('tell who waited for a succeeded job that its time has come, and when', async () => {
      const parent = await bench.claimed();
      const later = await bench.at(MINUTE);
      const now = await bench.insertOne({ parentId: parent.id });
      const scheduled = await bench.insertOne({ parentId: parent.id, dueAt: later });
      const grandchild = await bench.insertOne({ parentId: now });
      const { released } = await bench.end(parent);
      expect(released.map(({ id }) => id).sort()).toEqual([now, scheduled].sort());
      expect(await bench.story(now)).toEqual(['awaiting', 'waiting (parent-succeeded)']);
      expect((await bench.job(scheduled)).dueAt).toEqual(later);
      expect(await bench.state(grandchild)).toBe('awaiting');
      expect((await bench.claim()).map(({ id }) => id)).toEqual([now]);
    });

    it('delete who waited for a deleted job, and leave who waits for a failed or retried one', async () => {
      const skipped = await bench.claimed();
      const orphan = await bench.insertOne({ parentId: skipped.id });
      const theirs = await bench.insertOne({ parentId: orphan });
      await bench.end(skipped, { state: 'deleted', reason: 'skip' });
      expect([await bench.state(orphan), await bench.state(theirs)]).toEqual(['deleted', 'deleted']);
      const failed = await bench.claimed();
      const patient = await bench.insertOne({ parentId: failed.id });
      await bench.end(failed, { state: 'waiting', reason: 'retry', delayMs: 0 });
      expect(await bench.state(patient)).toBe('awaiting');
      const [again] = await bench.claim();
      await bench.end(again ?? failed, { state: 'failed', reason: 'attempts-spent', attempt: 2 });
      expect(await bench.state(patient)).toBe('awaiting');
    });
  });

  describe('holds', () => {
    it('is true for the newest claim of a processing job only', async () => {
      const { old, current } = await outdated();
      const holds = (id: number, claim: number) => bench.act(() => bench.store.holds({ id, claim }));
      expect([await holds(old.id, old.claim), await holds(current.id, current.claim)]).toEqual([false, true]);
      expect(await holds(current.id, current.claim + 1)).toBe(false);
      await bench.end(current);
      expect(await holds(current.id, current.claim)).toBe(false);
    });
  });

  describe('log and progress', () => {
    const line = ({ id, claim }: { id: number; claim: number }, message: string): LogLine => ({
      jobId: id,
      claim,
      level: 'warn',
      message,
      at: new Date('2027-01-05T10:00:00.123Z'),
    });
    const lines = async () => (await bench.table(LogRow).find({ order: { id: 'ASC' } })).map(({ message }) => message);

    it('are kept under a claim that holds', async () => {
      const job = await bench.claimed();
      await bench.act(async () => {
        await bench.store.log([line(job, 'first'), line(job, 'second: ș "quoted"')]);
        await bench.store.setProgress(job, 40);
      });
      const [first] = await bench.table(LogRow).find({ order: { id: 'ASC' } });
      expect(first).toMatchObject({ jobId: job.id, claim: 1, level: 'warn', at: new Date('2027-01-05T10:00:00.123Z') });
      expect(await lines()).toEqual(['first', 'second: ș "quoted"']);
      expect((await bench.job(job.id)).progress).toBe(40);
    });

    it('are nothing under an old one', async () => {
      const { old, current } = await outdated();
      await bench.act(async () => {
        await bench.store.log([line(old, 'late'), line(current, 'current')]);
        await bench.store.setProgress(old, 99);
      });
      expect(await lines()).toEqual(['current']);
      expect((await bench.job(old.id)).progress).toBeNull();
    });

    it('are nothing after a cancellation', async () => {
      const job = await bench.claimed();
      await bench.act(() => bench.store.cancel({ ids: [job.id] }, 'cancelled'));
      await bench.act(async () => {
        await bench.store.log([line(job, 'late')]);
        await bench.store.setProgress(job, 99);
      });
      expect([await lines(), (await bench.job(job.id)).progress]).toEqual([[], null]);
    });

    it('may come with the end of the job, in one transaction', async () => {
      const job = await bench.claimed();
      await bench.act(async () => {
        await bench.end(job);
        await bench.store.log([line(job, 'last words')]);
      });
      expect(await lines()).toEqual(['last words']);
    });
  });

  describe('requeue', () => {
    const requeue = (id: number, attempts = 3) => bench.act(() => bench.store.requeue(id, attempts, 'requeued'));

    it('gives an ended job its attempts again, whichever way it ended', async () => {
      for (const state of ['succeeded', 'failed', 'deleted'] as const) {
        const job = await bench.claimed({ maxAttempts: 1 });
        await bench.end(job, { state, reason: state === 'succeeded' ? null : 'why' });
        expect(await requeue(job.id)).toMatchObject({ id: job.id, state: 'waiting', queue: 'default' });
        expect(await bench.job(job.id)).toMatchObject({
          state: 'waiting',
          attempt: 1,
          maxAttempts: 4,
          finishedAt: null,
          expiresAt: null,
        });
        expect((await bench.story(job.id)).at(-1)).toBe('waiting (requeued)');
        const [again] = await bench.claim();
        expect([again?.id, again?.claim]).toEqual([job.id, job.claim + 1]);
        await bench.end(again ?? job);
      }
    });

    it('never takes attempts away', async () => {
      const job = await bench.claimed({ maxAttempts: 10 });
      await bench.end(job, { state: 'failed', reason: 'permanent' });
      await requeue(job.id, 2);
      expect((await bench.job(job.id)).maxAttempts).toBe(10);
    });

    it('is refused for an open job', async () => {
      const waiting = await bench.insertOne({ queue: 'other' });
      const awaiting = await bench.insertOne({ parentId: waiting });
      const processing = await bench.claimed();
      for (const id of [waiting, awaiting, processing.id]) await expect(requeue(id)).rejects.toThrow(JobStateForbids);
      expect(await requeue(9e8)).toBeNull();
    });

    it('is refused while another open job has the key', async () => {
      const job = await bench.claimed({ key: 'k' });
      await bench.end(job, { state: 'failed', reason: 'no' });
      const holder = await bench.insertOne({ key: 'k', queue: 'other' });
      await expect(requeue(job.id)).rejects.toThrow(KeyTaken);
      expect(await bench.state(job.id)).toBe('failed');
      await bench.act(() => bench.store.cancel({ ids: [holder] }, 'gone'));
      await requeue(job.id);
      expect(await bench.state(job.id)).toBe('waiting');
    });

    it('is refused past the deadline', async () => {
      const job = await bench.claimed({ deadline: await bench.at(MINUTE) });
      await bench.end(job, { state: 'failed', reason: 'no' });
      bench.stores.clock.advance(MINUTE);
      await expect(requeue(job.id)).rejects.toThrow(DeadlinePassed);
      expect(await bench.state(job.id)).toBe('failed');
    });

    it('lets the children of a failed job go on waiting for it', async () => {
      const parent = await bench.claimed();
      const child = await bench.insertOne({ parentId: parent.id });
      await bench.end(parent, { state: 'failed', reason: 'no' });
      await requeue(parent.id);
      const [again] = await bench.claim();
      await bench.end(again ?? parent, { attempt: 2 });
      expect(await bench.state(child)).toBe('waiting');
    });
  });
}
