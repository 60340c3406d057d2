import { UNLIMITED } from '../../src/jobs/store/queue-store';
import type { JobBench } from '../support/job-bench';

/** The settings of queues in SQL. */
export function queueStoreContract(bench: JobBench): void {
  describe('queues', () => {
    const queues = () => bench.stores.queueSettings;
    const read = (name: string) => bench.act(() => queues().lock(name));

    it('have no settings until they are declared, paused or limited', async () => {
      expect(await read('mail')).toBeNull();
      await bench.act(() => queues().limit('mail', { concurrency: 2, ratePerMinute: null }));
      expect(await read('mail')).toEqual({ ...UNLIMITED, name: 'mail', concurrency: 2 });
    });

    it('are paused by someone since a moment, and go on', async () => {
      const before = await bench.at(0);
      await bench.act(() => queues().pause('mail', 'ana'));
      const paused = await read('mail');
      expect(paused).toEqual({ ...UNLIMITED, name: 'mail', paused: true, pausedBy: 'ana', pausedAt: expect.any(Date) });
      expect(paused?.pausedAt?.getTime()).toBeGreaterThanOrEqual(before.getTime());
      await bench.insertOne({ queue: 'mail' });
      expect(await bench.claim({ queue: 'mail' })).toEqual([]);
      await bench.act(() => queues().resume('mail'));
      expect(await read('mail')).toEqual({ ...UNLIMITED, name: 'mail' });
      expect(await bench.claim({ queue: 'mail' })).toHaveLength(1);
    });

    it('keep their limits while they are paused, and the pause while they are limited', async () => {
      await bench.act(() => queues().limit('mail', { concurrency: 3, ratePerMinute: 60 }));
      await bench.act(() => queues().pause('mail', null));
      await bench.act(() => queues().limit('mail', { concurrency: null, ratePerMinute: 30 }));
      expect(await read('mail')).toMatchObject({ paused: true, pausedBy: null, concurrency: null, ratePerMinute: 30 });
    });

    it('tell the job of each priority that is due first', async () => {
      const [soon, later] = [await bench.at(1_000), await bench.at(9_000)];
      await bench.insert({ queue: 'mail', dueAt: later }, { queue: 'mail', priority: 'low', dueAt: later });
      const first = await bench.insertOne({ queue: 'mail', dueAt: soon });
      await bench.insertOne({ queue: 'other', dueAt: soon });
      const heads = await bench.act(() => queues().heads('mail'));
      expect(heads.map(({ queue, dueAt }) => [queue, dueAt])).toEqual([
        ['mail', soon],
        ['mail', later],
      ]);
      expect(heads[0]?.id).toBe(first);
      expect(await bench.act(() => queues().heads('nowhere'))).toEqual([]);
    });
  });
}
