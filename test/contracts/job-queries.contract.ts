import { JOB_LISTS, type JobFilter, type JobList, orderOf, placeOf } from '../../src/jobs/store/job-queries';
import { aJobRow, insertJobRows, tagJob } from '../builders/job-row';
import type { BareStores } from '../support/bare-stores';
import { MINUTE, NOW, everyKindOfJob, from, iso, matches, sorted } from '../support/job-oracle';
import { tables } from '../support/tables';
import { jobFiguresContract } from './job-figures.contract';

/** What reads jobs, whichever database they are in. */
export function jobQueriesContract(dialect: string, open: () => Promise<BareStores>): void {
  describe(`the queries of jobs on ${dialect}`, () => {
    let bare: BareStores;
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
          const [onward, back, count, places] = await Promise.all([
            pages(filter, 'onward'),
            pages(filter, 'back'),
            bare.queries.count(filter),
            bare.queries.places(filter, { limit: 999 }),
          ]);
          expect([filter, onward, back, count]).toEqual([filter, expected, expected, expected.length]);
          expect(places.map(({ id }) => id)).toEqual(expected);
        }
      }, 300_000);

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

    it('walks in the order of a list by the places of its jobs', async () => {
      await insertJobRows(bare.database, everyKindOfJob());
      for (const list of ['scheduled', 'failed'] as const) {
        const jobs = await bare.queries.list({ list }, { limit: 9 });
        const places = jobs.map((job) => placeOf(job, orderOf({ list }, {})));
        expect(await bare.queries.places({ list }, { limit: 9 })).toEqual(places);
        expect(await bare.queries.places({ list }, { limit: 5, after: places[3] })).toEqual(places.slice(4));
      }
      expect((await bare.queries.present([3, 999_999, 1])).toSorted()).toEqual([1, 3]);
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

    it('shows what it cannot read of a job, and all the others', async () => {
      const broken = `{"note": "${'x'.repeat(300)}`;
      const payloads = [broken, '[1,2]', 'null', '{"n":1}'];
      const shown = [{ unreadable: broken.slice(0, 200) }, { value: [1, 2] }, { value: null }, { n: 1 }];
      await insertJobRows(
        bare.database,
        payloads.map((payload, index) => aJobRow(index + 1, { payload })),
      );
      await bare.database.transaction(() =>
        bare.database.query(tables('UPDATE jobs_State SET data = ? WHERE jobId = 1', bare.database.dialect), ['oops']),
      );
      const listed = await bare.queries.list({}, { limit: 9, order: 'oldest' });
      expect(listed.map(({ payload }) => payload)).toEqual(shown);
      expect(await bare.queries.find(1)).toMatchObject({
        payload: shown[0],
        history: [{ state: 'enqueued', data: { unreadable: 'oops' } }],
      });
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
    jobFiguresContract(() => bare);
  });
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
