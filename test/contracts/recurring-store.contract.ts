import type { RecurringJob } from '../../src/jobs/store/recurring-store';
import type { JobBench } from '../support/job-bench';

/** What a run leaves behind. */
const MOVED_ON = { nextRunAt: new Date('2030-01-01T00:00:00.000Z'), lastRunAt: null, error: 'It overlapped.' };

/** Schedules in SQL. */
export function recurringStoreContract(bench: JobBench): void {
  describe('recurring jobs', () => {
    const schedules = () => bench.stores.recurring;
    const declare = async (changes: Partial<RecurringJob> = {}): Promise<RecurringJob> => {
      const job: RecurringJob = {
        id: 'test.sweep',
        type: 'test.sweep',
        queue: 'default',
        payload: '{}',
        cron: '0 * * * *',
        timeZone: 'Europe/Bucharest',
        misfire: 'once',
        enabled: true,
        nextRunAt: await bench.at(-1_000),
        lastRunAt: null,
        lastJobId: null,
        error: null,
        ...changes,
      };
      await bench.act(() => schedules().declare([job]));
      return job;
    };

    it('are stored as declared, and kept as they are when declared again', async () => {
      const declared = await declare();
      await bench.act(() => schedules().advance(declared.id, declared.nextRunAt ?? new Date(0), MOVED_ON));
      await bench.act(() => schedules().declare([declared]));
      expect(await schedules().all()).toEqual([{ ...declared, ...MOVED_ON }]);
    });

    it('become what a later release declares, but stay disabled', async () => {
      const declared = await declare({ enabled: false });
      const changed = { ...declared, cron: '5 5 * * *', nextRunAt: null };
      await bench.act(() => schedules().declare([{ ...changed, enabled: true }]));
      expect(await schedules().all()).toEqual([changed]);
    });

    it('keep what an admin set when a later release declares something else', async () => {
      const declared = await declare();
      const nextRunAt = await bench.at(60_000);
      const edit = { ...declared, cron: '15 3 * * *', timeZone: 'Etc/UTC', enabled: false, nextRunAt, error: null };
      await bench.act(() => schedules().edit(edit));
      const release = { ...declared, cron: '5 5 * * *', misfire: 'skip' as const, queue: 'mail', nextRunAt: null };
      await bench.act(() => schedules().declare([release]));
      expect(await schedules().all()).toEqual([{ ...edit, misfire: 'skip', queue: 'mail' }]);
      await bench.act(() => schedules().edit({ ...edit, misfire: 'each' }));
      await bench.act(() => schedules().declare([{ ...release, misfire: 'once' }]));
      expect(await schedules().all()).toMatchObject([
        { cron: '15 3 * * *', timeZone: 'Etc/UTC', misfire: 'each', nextRunAt },
      ]);
    });

    it('follow releases again once they are set back to what is declared', async () => {
      const declared = await declare();
      await bench.act(() => schedules().edit({ ...declared, cron: '15 3 * * *' }));
      await bench.act(() => schedules().edit(declared));
      await bench.act(() => schedules().declare([{ ...declared, cron: '5 5 * * *', nextRunAt: null }]));
      expect(await schedules().all()).toMatchObject([{ cron: '5 5 * * *', nextRunAt: null }]);
    });

    it('are read one by one under a lock', async () => {
      const declared = await declare();
      expect(await bench.act(() => schedules().lock(declared.id))).toEqual(declared);
      expect(await bench.act(() => schedules().lock('test.none'))).toBeNull();
    });

    it('are due when their next run has come, the earliest first, unless disabled or without one', async () => {
      await declare({ id: 'later', nextRunAt: await bench.at(60_000) });
      await declare({ id: 'second', nextRunAt: await bench.at(-1_000) });
      await declare({ id: 'first', nextRunAt: await bench.at(-9_000) });
      await declare({ id: 'disabled', enabled: false });
      await declare({ id: 'over', nextRunAt: null });
      expect((await schedules().due()).map(({ id }) => id)).toEqual(['first', 'second']);
      bench.stores.clock.advance(61_000);
      expect((await schedules().due()).map(({ id }) => id)).toEqual(['first', 'second', 'later']);
    });

    it('move on once for each occurrence, however many see it', async () => {
      const { nextRunAt: seen } = await declare();
      if (!seen) throw new Error('Declared without a next run.');
      const nextRunAt = await bench.at(3_600_000);
      const advance = () =>
        bench.act(() => schedules().advance('test.sweep', seen, { nextRunAt, lastRunAt: seen, error: null }));
      const advanced = await Promise.all([advance(), advance(), advance()]);
      expect(advanced.toSorted()).toEqual([false, false, true]);
      expect(await schedules().all()).toMatchObject([{ nextRunAt, lastRunAt: seen }]);
    });

    it('remember the last occurrence that ran and why a newer one did not', async () => {
      const { nextRunAt: first } = await declare();
      const second = await bench.at(60_000);
      const third = await bench.at(120_000);
      const advance = (seen: Date | null, nextRunAt: Date, lastRunAt: Date | null, error: string | null) =>
        bench.act(() => schedules().advance('test.sweep', seen ?? new Date(0), { nextRunAt, lastRunAt, error }));
      await advance(first, second, first, null);
      await bench.act(() => schedules().setLastJob('test.sweep', 77));
      await advance(second, third, null, 'overlapped');
      expect(await schedules().all()).toMatchObject([
        { nextRunAt: third, lastRunAt: first, lastJobId: 77, error: 'overlapped' },
      ]);
    });

    it('that come to an end have no next run', async () => {
      const { nextRunAt: seen } = await declare();
      await bench.act(() =>
        schedules().advance('test.sweep', seen ?? new Date(0), { nextRunAt: null, lastRunAt: seen, error: null }),
      );
      expect([await schedules().due(), (await schedules().all())[0]?.nextRunAt]).toEqual([[], null]);
    });
  });
}
