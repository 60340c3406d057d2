import type { ClaimedJob, JobStore, Lane } from '../store/job-store';
import { Claims, planLanes, worksOf } from './lanes';
import { Slots } from './slots';

const job = (id: number, type: string, queue: string): ClaimedJob => ({
  id,
  type,
  queue,
  payload: '{}',
  claim: 1,
  attempt: 1,
  maxAttempts: 3,
  deaths: 0,
  dueAt: new Date(0),
  deadline: null,
  startedAt: new Date(0),
  traceParent: null,
});
const single = (name: string, queue: string) => ({ name, queue, batch: 1 });
const batched = (name: string, queue: string, batch: number) => ({ name, queue, batch });

describe('the lanes of a queue', () => {
  it('are one for each type run in batches there, and one for all others', () => {
    const lanes = planLanes(
      ['mail', 'default'],
      [
        single('a.one', 'mail'),
        batched('b.many', 'mail', 10),
        batched('c.many', 'default', 5),
        single('d.one', 'default'),
      ],
    );
    expect(lanes.get('mail')).toEqual([
      { types: ['a.one', 'c.many', 'd.one'], batch: 1 },
      { types: ['b.many'], batch: 10 },
    ]);
    expect(lanes.get('default')).toEqual([
      { types: ['a.one', 'b.many', 'd.one'], batch: 1 },
      { types: ['c.many'], batch: 5 },
    ]);
  });

  it('serve every type in every queue, for a job may stand in one that its type has left', () => {
    const definitions = [single('a.one', 'gone'), batched('b.many', 'gone', 3)];
    expect(planLanes(['mail'], definitions).get('mail')).toEqual([{ types: ['a.one', 'b.many'], batch: 1 }]);
  });
});

describe('claimed jobs', () => {
  const lanes = planLanes(['mail', 'default'], [single('a.one', 'mail'), batched('b.many', 'mail', 2)]);
  const works = (jobs: readonly ClaimedJob[]) =>
    worksOf(jobs, lanes).map(({ queue, jobs: part }) => [queue, part.map(({ id }) => id)]);

  it('are one to a worker, or as many as their batch', () => {
    const jobs = [
      job(1, 'a.one', 'mail'),
      job(2, 'a.one', 'mail'),
      ...[3, 4, 5].map((id) => job(id, 'b.many', 'mail')),
    ];
    expect(works(jobs)).toEqual([
      ['mail', [1]],
      ['mail', [2]],
      ['mail', [3, 4]],
      ['mail', [5]],
    ]);
  });

  it('of two queues never share a worker', () => {
    expect(works([job(1, 'b.many', 'mail'), job(2, 'b.many', 'default'), job(3, 'b.many', 'mail')])).toEqual([
      ['mail', [1, 3]],
      ['default', [2]],
    ]);
  });
});

describe('the claims of a turn', () => {
  const lanes = planLanes(['mail', 'default'], [single('a.one', 'mail'), batched('b.many', 'mail', 10)]);
  /** A store that gives `available` jobs of each type and tells what it was asked. */
  const storeOf = (available: Record<string, number>) => {
    const asked: Lane[] = [];
    let ids = 0;
    const claim: JobStore['claim'] = (_, lane) => {
      asked.push(lane);
      const jobs = lane.types.flatMap((type) =>
        Array.from({ length: lane.queue === 'mail' ? (available[type] ?? 0) : 0 }, () => job(++ids, type, lane.queue)),
      );
      return Promise.resolve(jobs.slice(0, lane.limit));
    };
    return { asked, store: { claim } as JobStore }; // nothing else of it is used here
  };

  it('ask for no more than the free workers can take', async () => {
    const slots = new Slots(['mail', 'default'], 4);
    const { asked, store } = storeOf({ 'a.one': 100 });
    const claims = new Claims('server', slots, lanes, store);
    expect(await claims.take(['mail', 'default'])).toHaveLength(3);
    expect(asked.map(({ queue, limit }) => [queue, limit])).toEqual([
      ['mail', 3],
      ['default', 1],
    ]);
    expect([slots.running, [...claims.exhausted]]).toEqual([3, [['default', 0]]]);
  });

  it('have emptied a queue only when each of its lanes gave less than it was asked for', async () => {
    const exhausted = async (available: Record<string, number>) => {
      const claims = new Claims('server', new Slots(['mail', 'default'], 4), lanes, storeOf(available).store);
      await claims.take(['mail']);
      return [...claims.exhausted];
    };
    expect(await exhausted({ 'b.many': 30 })).toEqual([]);
    expect(await exhausted({ 'b.many': 29 })).toEqual([['mail', 29]]);
    expect(await exhausted({ 'a.one': 3 })).toEqual([]);
    expect(await exhausted({})).toEqual([['mail', 0]]);
  });

  it('occupy one worker for each batch begun', async () => {
    const slots = new Slots(['mail', 'default'], 6);
    const claims = new Claims('server', slots, lanes, storeOf({ 'a.one': 1, 'b.many': 21 }).store);
    expect(await claims.take(['mail'])).toHaveLength(22);
    expect(slots.running).toBe(1 + 3);
  });

  it('give the workers back when they are not committed, or made anew', async () => {
    const slots = new Slots(['mail', 'default'], 4);
    const claims = new Claims('server', slots, lanes, storeOf({ 'a.one': 2 }).store);
    await claims.take(['mail']);
    await claims.take(['mail']);
    expect(slots.running).toBe(2);
    claims.confirm([]);
    expect(slots.running).toBe(0);
    const kept = await claims.take(['mail']);
    expect([claims.confirm(kept), slots.running]).toEqual([kept, 2]);
  });
});
