import {
  COUNT_LIMIT,
  JOB_LISTS,
  type JobFilter,
  type JobList,
  type JobOrder,
  orderOf,
  placeOf,
} from '../../src/jobs/store/job-queries';
import { aJobRow, insertJobRows, type JobRow, tagJob } from '../builders/job-row';
import type { BareQueries } from '../support/bare-queries';

const NOW = '2027-01-05T12:00:00.000Z';
const MINUTE = 60_000;
const from = (ms: number) => new Date(Date.parse(NOW) + ms);
const iso = (ms: number) => from(ms).toISOString();

const STATES = ['waiting', 'processing', 'succeeded', 'failed', 'deleted', 'awaiting'];
const KINDS = [
  ['mail', 'test.mail'],
  ['mail', 'test.bounce'],
  ['slow', 'test.mail'],
  ['slow', 'test.close'],
] as const;

/** What reads jobs, whichever database they are in. */
export function jobQueriesContract(dialect: string, open: () => Promise<BareQueries>): void {
  describe(`the queries of jobs on ${dialect}`, () => {
    let bare: BareQueries;
    beforeEach(async () => {
      bare = await open();
      bare.clock.travelTo(NOW);
    });
    afterEach(() => bare.stop());

    describe('a list', () => {
      const jobs = everyKindOfJob();
      beforeEach(async () => {
        await insertJobRows(bare.database, jobs);
        for (const { id } of jobs) if (id % 7 === 0) await tagJob(bare.database, id, 'appointmentId', '42');
      });

      it('shows, whatever the filter, what the filter says and no more, page by page and back again', async () => {
        for (const filter of filters()) {
          const order = orderOf(filter, {});
          const expected = sorted(
            jobs.filter((job) => matches(job, filter)),
            order,
          );
          expect([filter, await pages(filter, 'onward')]).toEqual([filter, expected]);
          expect([filter, await pages(filter, 'back')]).toEqual([filter, expected]);
          expect([filter, await bare.queries.count(filter)]).toEqual([filter, expected.length]);
        }
      });

      it('can begin with the oldest', async () => {
        const listed = await bare.queries.list({ list: 'failed' }, { limit: 3, order: 'oldest' });
        expect(listed.map(({ id }) => id)).toEqual(
          jobs
            .filter(({ state }) => state === 'failed')
            .map(({ id }) => id)
            .slice(0, 3),
        );
        const after = placeOf(listed[2] ?? { id: 0, dueAt: null, createdAt: from(0) }, 'oldest');
        const [next] = await bare.queries.list({ list: 'failed' }, { limit: 1, order: 'oldest', after });
        expect(next?.id).toBeGreaterThan(after.id);
      });

      it('loses no job and shows none twice while others are inserted', async () => {
        const seen: number[] = [];
        let after = null;
        for (let page = 0; ; page++) {
          const listed = await bare.queries.list({ list: 'succeeded' }, { limit: 5, after });
          const last = listed.at(-1);
          if (!last) break;
          seen.push(...listed.map(({ id }) => id));
          after = placeOf(last, 'newest');
          await insertJobRows(bare.database, [aJobRow(10_000 + page, { state: 'succeeded' })]);
        }
        expect(seen).toEqual(
          sorted(
            jobs.filter(({ state }) => state === 'succeeded'),
            'newest',
          ),
        );
      });

      const pages = async (filter: JobFilter, way: 'onward' | 'back') => {
        const order = orderOf(filter, {});
        const listed: number[] = [];
        let place = null;
        if (way === 'back') place = order === 'due' ? { at: from(1e12), id: 1e12 } : { at: from(0), id: 0 };
        for (;;) {
          const page = await bare.queries.list(filter, {
            limit: 7,
            ...(way === 'onward' ? { after: place } : { before: place }),
          });
          const edge = way === 'onward' ? page.at(-1) : page[0];
          if (!edge) return listed;
          const ids = page.map(({ id }) => id);
          if (way === 'onward') listed.push(...ids);
          else listed.unshift(...ids);
          place = placeOf(edge, order);
        }
      };
    });

    it('finds jobs created around a step of the clock, and none of another day', async () => {
      const created = ['2027-01-03T21:59:59.999Z', '2027-01-03T22:00:30.000Z', '2027-01-03T22:00:00.000Z'];
      const late = ['2027-01-04T22:00:10.000Z', '2027-01-04T21:59:59.999Z', '2027-01-04T22:00:20.000Z'];
      await insertJobRows(
        bare.database,
        [...created, ...late].map((createdAt, index) => aJobRow(index + 1, { createdAt, state: 'failed' })),
      );
      const day = { from: new Date('2027-01-03T22:00:00Z'), to: new Date('2027-01-04T22:00:00Z') };
      const ids = async (filter: JobFilter) => (await bare.queries.list(filter, { limit: 9 })).map(({ id }) => id);
      expect(await ids(day)).toEqual([5, 3, 2]);
      expect(await ids({ ...day, list: 'failed', queue: 'default' })).toEqual([5, 3, 2]);
      expect(await bare.queries.count(day)).toBe(3);
    });

    it('tells all that is known of a job', async () => {
      await insertJobRows(bare.database, [
        aJobRow(1, { type: 'test.parent', state: 'failed' }),
        aJobRow(2, { parentId: 1, state: 'awaiting', key: 'k', startedAt: iso(-5), attempt: 2, serverId: 'server' }),
      ]);
      await tagJob(bare.database, 2, 'appointmentId', '42');
      expect(await bare.queries.find(2)).toEqual({
        id: 2,
        type: 'test.run',
        queue: 'default',
        state: 'awaiting',
        payload: {},
        key: 'k',
        priority: 'normal',
        attempt: 2,
        maxAttempts: 10,
        createdAt: from(0),
        dueAt: from(0),
        startedAt: from(-5),
        finishedAt: null,
        deadline: null,
        server: null,
        progress: null,
        lastError: null,
        expiresAt: null,
        reason: 'why-2',
        parent: { id: 1, type: 'test.parent', state: 'failed' },
        tags: [{ name: 'appointmentId', value: '42' }],
        history: [{ state: 'awaiting', at: from(0), reason: 'why-2', data: {} }],
        log: [],
        continuations: [],
      });
      expect(await bare.queries.find(1)).toMatchObject({
        parent: null,
        continuations: [{ id: 2, type: 'test.run', state: 'awaiting' }],
      });
      expect(await bare.queries.find(3)).toBeNull();
    });

    it('names the server of a job that runs or has ended, not of one that was put back', async () => {
      const states = ['processing', 'succeeded', 'waiting'];
      await insertJobRows(
        bare.database,
        states.map((state, index) => aJobRow(index + 1, { state, serverId: 'server' })),
      );
      const servers = await Promise.all([1, 2, 3].map(async (id) => (await bare.queries.find(id))?.server));
      expect(servers).toEqual(['server', 'server', null]);
    });

    it('counts each list, and stops counting', async () => {
      await insertJobRows(bare.database, everyKindOfJob());
      const jobs = everyKindOfJob();
      const { lists, nextDueAt } = await bare.queries.counts();
      const expected = JOB_LISTS.map((list) => [list, jobs.filter((job) => matches(job, { list })).length]);
      expect(lists).toEqual(Object.fromEntries(expected));
      expect(nextDueAt).toEqual(from(MINUTE));

      await bare.database.transaction(() =>
        bare.database.query(
          `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i <= ?)
           INSERT INTO jobs_Job (type, queue, priority, payload, state, dueAt, maxAttempts, createdAt)
           SELECT 'test.many', 'mail', 1, '{}', 'waiting', ?, 1, ? FROM n`,
          [COUNT_LIMIT, iso(MINUTE), iso(0)],
        ),
      );
      const atLeast = { atLeast: COUNT_LIMIT };
      expect((await bare.queries.counts()).lists.scheduled).toEqual(atLeast);
      for (const filter of [{}, { list: 'scheduled' as const }, { type: 'test.many' }, { queue: 'mail' }])
        expect([filter, await bare.queries.count(filter)]).toEqual([filter, atLeast]);
      expect(await bare.queries.comingUp([from(0), from(2 * MINUTE)])).toEqual([atLeast]);
    });

    it('knows of each queue what is due, since when, and how much is done', async () => {
      await bare.database.transaction(() =>
        bare.database.query(
          `INSERT INTO jobs_Queue (name, paused, pausedBy, concurrency, ratePerMinute) VALUES ('mail', 1, 'ana', 4, 60)`,
        ),
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
        ended(7, 'mail', 59_000, 'deleted'),
        ended(8, 'mail', 61_000),
        ended(9, 'other', 500, 'failed'),
      ]);
      expect(await bare.queries.queues()).toEqual([
        {
          name: 'mail',
          due: 2,
          oldestDueAt: from(-2 * MINUTE),
          running: 1,
          perMinute: 2,
          paused: true,
          pausedBy: 'ana',
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
      expect(await bare.queries.comingUp(bounds)).toEqual([3, 1, 0]);
    });

    it('knows the latest failures', async () => {
      await insertJobRows(bare.database, [
        aJobRow(1, { state: 'failed', finishedAt: iso(-10) }),
        aJobRow(2, { state: 'failed', finishedAt: iso(-2 * MINUTE) }),
        aJobRow(3, { state: 'failed', finishedAt: iso(-MINUTE) }),
        aJobRow(4, { state: 'succeeded', finishedAt: iso(-1) }),
      ]);
      expect(await bare.queries.countFailed(from(-MINUTE))).toBe(2);
      const latest = await bare.queries.latestFailed(from(-5 * MINUTE), 2);
      expect(latest.map(({ id }) => id)).toEqual([1, 3]);
    });

    it('sums the hours of every server', async () => {
      const buckets = (...counted: [number, number][]) =>
        JSON.stringify(Array.from({ length: 15 }, (_, index) => counted.find(([at]) => at === index)?.[1] ?? 0));
      const stat = (hour: string, outcome: string, serverId: string, count: number, waits: string) =>
        bare.database.query(
          `INSERT INTO jobs_Stat (hour, type, outcome, serverId, count, waitSum, runSum, waitBuckets, runBuckets)
           VALUES (?, 'test.mail', ?, ?, ?, 0, 0, ?, ?)`,
          [hour, outcome, serverId, count, waits, waits],
        );
      await bare.database.transaction(async () => {
        await stat('2027-01-05T10', 'succeeded', 'a', 1000, buckets([8, 1000]));
        await stat('2027-01-05T11', 'succeeded', 'a', 97, buckets([2, 97]));
        await stat('2027-01-05T12', 'succeeded', 'b', 1, buckets([4, 1]));
        await stat('2027-01-05T12', 'failed', 'b', 2, buckets([7, 2]));
      });
      const figures = await bare.queries.outcomes(from(-MINUTE));
      expect(figures.toSorted((a, b) => a.count - b.count)).toEqual([
        { type: 'test.mail', outcome: 'failed', count: 2 },
        { type: 'test.mail', outcome: 'succeeded', count: 98 },
      ]);
      expect(await bare.queries.lateness(from(-MINUTE))).toEqual({ p50Ms: 5, p99Ms: 200 });
      expect(await bare.queries.lateness(from(60 * MINUTE))).toBeNull();
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

/** Each state of each kind several times, with due times, dates, keys and attempts that do not follow each other. */
function everyKindOfJob(): JobRow[] {
  return Array.from({ length: 240 }, (_, index) => {
    const [queue, type] = KINDS[index % KINDS.length] ?? KINDS[0];
    const state = STATES[Math.floor(index / KINDS.length) % STATES.length] ?? 'waiting';
    const minutes = ((index * 37) % 21) - 10;
    return aJobRow(index + 1, {
      queue,
      type,
      state,
      dueAt: iso(minutes * MINUTE),
      createdAt: iso((index - 239) * 60 * MINUTE),
      attempt: index % 5 === 0 ? 1 : 0,
      key: index % 11 === 0 && state !== 'waiting' ? 'a-key' : null,
    });
  }).map((job) => (job.key !== null && ['processing', 'awaiting'].includes(job.state) ? { ...job, key: null } : job));
}

function* filters(): Generator<JobFilter> {
  const lists: (JobList | undefined)[] = [undefined, ...JOB_LISTS];
  const kinds: JobFilter[] = [{}, { queue: 'mail' }, { type: 'test.mail' }, { queue: 'slow', type: 'test.mail' }];
  const rest: JobFilter[] = [
    {},
    { from: from(-100 * 60 * MINUTE), to: from(2 * MINUTE) },
    { key: 'a-key' },
    { found: [{ tag: { name: 'appointmentId', value: '42' } }, { id: 3 }, { key: 'a-key' }] },
    { found: [] },
  ];
  for (const list of lists) for (const kind of kinds) for (const more of rest) yield { list, ...kind, ...more };
}

/** The same said of one row, in plain words. */
function matches(job: JobRow, filter: JobFilter): boolean {
  const { list, queue, type, key, found } = filter;
  const waits = job.state === 'waiting';
  const inList =
    list === undefined ||
    (list === 'scheduled' && waits && job.dueAt > NOW) ||
    (list === 'enqueued' && waits && job.dueAt <= NOW) ||
    (list === 'retries' && waits && job.attempt > 0) ||
    list === job.state;
  const at = new Date(orderOf(filter, {}) === 'due' ? job.dueAt : job.createdAt);
  const named = found?.some((term) => {
    if ('id' in term) return term.id === job.id;
    return 'key' in term ? term.key === job.key : job.id % 7 === 0;
  });
  return (
    inList &&
    (queue === undefined || queue === job.queue) &&
    (type === undefined || type === job.type) &&
    (key === undefined || key === job.key) &&
    (filter.from === undefined || at >= filter.from) &&
    (filter.to === undefined || at < filter.to) &&
    named !== false
  );
}

function sorted(jobs: readonly JobRow[], order: JobOrder): number[] {
  const byDue = (a: JobRow, b: JobRow) => a.dueAt.localeCompare(b.dueAt) || a.id - b.id;
  return jobs.toSorted(order === 'due' ? byDue : (a, b) => b.id - a.id).map(({ id }) => id);
}
