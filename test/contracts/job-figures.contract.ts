import type { SqlValue } from '../../src/database/session';
import { COUNT_LIMIT, JOB_LISTS, SHOWN_STATES } from '../../src/jobs/store/job-queries';
import { aJobRow, insertJobRows } from '../builders/job-row';
import { NO_DURATIONS, percentilesOf } from '../../src/jobs/store/histogram';
import type { BareStores } from '../support/bare-stores';
import { MINUTE, everyKindOfJob, from, iso, matches } from '../support/job-oracle';
import { tables } from '../support/tables';

/** Counts and sums over jobs. */
export function jobFiguresContract(open: () => BareStores): void {
  describe('figures', () => {
    let bare: BareStores;
    beforeEach(() => {
      bare = open();
    });
    const write = (sql: string, parameters: SqlValue[] = []) =>
      bare.database.transaction(() => bare.database.query(tables(sql, bare.database.dialect), parameters));

    it('counts each list, and stops counting', async () => {
      await insertJobRows(bare.database, everyKindOfJob());
      const jobs = everyKindOfJob();
      const { lists, nextDueAt } = await bare.figures.counts();
      const expected = JOB_LISTS.map((list) => [list, jobs.filter((job) => matches(job, { list })).length]);
      expect(lists).toEqual(Object.fromEntries(expected));
      expect(nextDueAt).toEqual(from(MINUTE));

      await insertJobRows(bare.database, [aJobRow(1_001, { type: 'test.many', queue: 'mail', dueAt: iso(MINUTE) })]);
      const columns = 'type, queue, priority, payload, state, dueAt, maxAttempts, createdAt';
      for (let many = 1; many <= COUNT_LIMIT; many *= 2)
        await write(`INSERT INTO jobs_Job (${columns}) SELECT ${columns} FROM jobs_Job WHERE type = 'test.many'`);
      const atLeast = { atLeast: COUNT_LIMIT };
      expect((await bare.figures.counts()).lists.scheduled).toEqual(atLeast);
      for (const filter of [{}, { list: 'scheduled' as const }, { type: 'test.many' }, { queue: 'mail' }])
        expect([filter, await bare.queries.count(filter)]).toEqual([filter, atLeast]);
      expect(await bare.figures.comingUp([from(0), from(2 * MINUTE)])).toEqual([atLeast]);
    });

    it('counts the states of each queue', async () => {
      await insertJobRows(bare.database, everyKindOfJob());
      const jobs = everyKindOfJob();
      const counted = await bare.figures.countsByQueue();
      expect(counted.map(({ queue }) => queue)).toEqual(['mail', 'slow']);
      for (const { queue, states } of counted) {
        const expected = SHOWN_STATES.map((list) => [list, jobs.filter((job) => matches(job, { queue, list })).length]);
        expect([queue, states]).toEqual([queue, Object.fromEntries(expected)]);
      }
    });

    it('knows of each queue what is due, since when, and how much is done', async () => {
      await write(
        `INSERT INTO jobs_Queue (name, paused, pausedBy, pausedAt, concurrency, ratePerMinute)
         VALUES ('mail', 1, 'ana', ?, 4, 60)`,
        [from(-MINUTE)],
      );
      const day = 24 * 60 * MINUTE;
      const ended = (id: number, queue: string, ago: number, state = 'succeeded') =>
        aJobRow(id, {
          queue,
          state,
          finishedAt: iso(-ago),
          expiresAt: state === 'failed' ? null : iso(day - ago),
        });
      await insertJobRows(bare.database, [
        aJobRow(1, { queue: 'mail', dueAt: iso(-MINUTE) }),
        aJobRow(2, { queue: 'mail', type: 'test.other', dueAt: iso(-2 * MINUTE) }),
        aJobRow(3, { queue: 'mail', dueAt: iso(MINUTE) }),
        aJobRow(4, { queue: 'mail', state: 'processing' }),
        aJobRow(5, { queue: 'other', dueAt: iso(MINUTE) }),
        ended(6, 'mail', 1_000),
        ended(7, 'mail', 45_000, 'deleted'),
        ended(8, 'mail', 61_000),
        ended(9, 'other', 500, 'failed'),
      ]);
      expect(await bare.figures.queues()).toEqual([
        {
          name: 'mail',
          due: 2,
          oldestDueAt: from(-2 * MINUTE),
          running: 1,
          perMinute: 2,
          paused: true,
          pausedBy: 'ana',
          pausedAt: from(-MINUTE),
          concurrency: 4,
          ratePerMinute: 60,
        },
        {
          name: 'other',
          due: 0,
          oldestDueAt: null,
          running: 0,
          perMinute: 1,
          paused: false,
          pausedBy: null,
          pausedAt: null,
          concurrency: null,
          ratePerMinute: null,
        },
      ]);
    });

    it('counts what comes up between moments', async () => {
      const due = [0, 1, MINUTE - 1, MINUTE, 3 * MINUTE];
      await insertJobRows(
        bare.database,
        due.map((ms, index) => aJobRow(index + 1, { dueAt: iso(ms), type: `test.t${index % 2}` })),
      );
      const bounds = [0, 1, 2, 3].map((minute) => from(minute * MINUTE));
      expect(await bare.figures.comingUp(bounds)).toEqual([3, 1, 0]);
    });

    it('knows the latest failures', async () => {
      await insertJobRows(bare.database, [
        aJobRow(1, { state: 'failed', finishedAt: iso(-10) }),
        aJobRow(2, { state: 'failed', finishedAt: iso(-2 * MINUTE) }),
        aJobRow(3, { state: 'failed', finishedAt: iso(-MINUTE) }),
        aJobRow(4, { state: 'succeeded', finishedAt: iso(-1) }),
      ]);
      expect(await bare.figures.countFailed(from(-MINUTE))).toBe(2);
      const latest = await bare.figures.latestFailed(from(-5 * MINUTE), 2);
      expect(latest.map(({ id }) => id)).toEqual([1, 3]);
    });

    it('sums the hours of every server', async () => {
      const buckets = (...counted: [number, number][]) =>
        JSON.stringify(Array.from({ length: 15 }, (_, index) => counted.find(([at]) => at === index)?.[1] ?? 0));
      const stat = (hour: string, outcome: string, serverId: string, count: number, waits: string) =>
        write(
          `INSERT INTO jobs_Stat (hour, type, outcome, serverId, count, waitSum, runSum, waitBuckets, runBuckets)
           VALUES (?, 'test.mail', ?, ?, ?, 0, 0, ?, ?)`,
          [hour, outcome, serverId, count, waits, waits],
        );
      await stat('2027-01-05T10', 'succeeded', 'a', 1000, buckets([8, 1000]));
      await stat('2027-01-05T11', 'succeeded', 'a', 97, buckets([2, 97]));
      await stat('2027-01-05T12', 'succeeded', 'b', 1, buckets([4, 1]));
      await stat('2027-01-05T12', 'failed', 'b', 2, buckets([7, 2]));
      const figures = await bare.figures.outcomes(from(-MINUTE));
      expect(figures.toSorted((a, b) => a.count - b.count)).toEqual([
        { type: 'test.mail', outcome: 'failed', count: 2 },
        { type: 'test.mail', outcome: 'succeeded', count: 98 },
      ]);
      expect(await bare.figures.lateness(from(-MINUTE))).toEqual({ p50Ms: 5, p99Ms: 200 });
      expect(await bare.figures.lateness(from(60 * MINUTE))).toBeNull();

      const byHour = await bare.figures.outcomesByHour(from(-2 * 60 * MINUTE));
      expect(byHour.toSorted((a, b) => b.count - a.count)).toEqual([
        { hour: new Date('2027-01-05T10:00:00.000Z'), outcome: 'succeeded', count: 1000 },
        { hour: new Date('2027-01-05T11:00:00.000Z'), outcome: 'succeeded', count: 97 },
        { hour: new Date('2027-01-05T12:00:00.000Z'), outcome: 'failed', count: 2 },
        { hour: new Date('2027-01-05T12:00:00.000Z'), outcome: 'succeeded', count: 1 },
      ]);
      const [latency, ...others] = await bare.figures.latencies(from(-MINUTE));
      expect([latency?.type, others]).toEqual(['test.mail', []]);
      const wait = percentilesOf(latency?.wait ?? NO_DURATIONS);
      expect([wait, percentilesOf(latency?.run ?? NO_DURATIONS)]).toEqual([wait, { p50: 5, p95: 5, p99: 200 }]);
      expect(await bare.figures.latencies(from(60 * MINUTE))).toEqual([]);
    });

    it('tells open jobs among ids, and the names that jobs have', async () => {
      await insertJobRows(bare.database, everyKindOfJob());
      const jobs = everyKindOfJob();
      const open = jobs.filter(({ state }) => ['waiting', 'awaiting', 'processing'].includes(state));
      expect(await bare.queries.openAmong([...jobs.map(({ id }) => id), 999_999])).toEqual(
        new Set(open.map(({ id }) => id)),
      );
      expect(await bare.queries.names()).toEqual({
        types: ['test.bounce', 'test.close', 'test.mail'],
        queues: ['mail', 'slow'],
      });
    });
  });
}
