import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { JOB_TRANSPORT, type JobTransport } from '../../src/jobs/transport/job-transport';
import { ROUNDS, chanceOf, counted, median } from '../support/chance';
import { Cluster, type Pair } from '../support/cluster';
import { FAULTLESS, faultsOf, figuresOf } from '../support/promise-oracle';
import { type RedisServer, startRedis } from '../support/redis';
import { eventually } from '../support/waiting';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** A minute in the long version. */
const AWAY_MS = ROUNDS > 1 ? MINUTE : 4 * SECOND;
const BOOKINGS = 6;

let cluster: Cluster;
let redis: RedisServer;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'medano-redis-'));
  redis = await startRedis({ settings: ['--dir', folder] });
});
afterEach(async () => {
  await cluster.close();
  await redis.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** What is done to Redis before people book, and afterwards. */
type Fault = [name: string, strike: () => Promise<unknown>, mend: () => Promise<unknown>];

const nothing = () => Promise.resolve();
/** With what it had when the snapshot was taken, or empty. */
const restart = async ({ old = false } = {}) => {
  await redis.kill();
  if (!old) rmSync(path.join(folder, 'dump.rdb'), { force: true });
  redis = await startRedis({ port: redis.port, settings: ['--dir', folder] });
};

const FAULTS: readonly Fault[] = [
  ['FLUSHALL', () => redis.run('FLUSHALL'), () => redis.run('FLUSHALL')],
  ['restarted empty', () => restart(), nothing],
  ['killed', () => redis.kill(), () => restart()],
  [
    'away',
    () => Promise.resolve(redis.signal('SIGSTOP')),
    async () => {
      await delay(AWAY_MS);
      redis.signal('SIGCONT');
    },
  ],
  ['full', () => redis.run('CONFIG', 'SET', 'maxmemory', '1'), () => redis.run('CONFIG', 'SET', 'maxmemory', '0')],
  ['an old snapshot restored', nothing, () => restart({ old: true })],
];

describe('while Redis fails in every way', () => {
  it(
    'booking goes on as ever, and nothing is lost or doubled',
    async () => {
      const chance = chanceOf('redis');
      cluster = await Cluster.start({ env: { REDIS_URL: redis.url }, at: '2027-01-05T08:00:30Z' });
      await cluster.worker();
      const transport = cluster.api.get<JobTransport>(JOB_TRANSPORT);
      const times: number[] = [];
      const faults = Array.from({ length: ROUNDS }, () => chance.shuffled(FAULTS)).flat();
      for (const [name, strike, mend] of faults) {
        await eventually('Redis answers', () => transport.broker === 'up');
        const pairs = await cluster.pairs(BOOKINGS);
        const dueAt = cluster.minuteIn(75 * SECOND);
        await cluster.open(pairs, dueAt);
        // So that reminders are announced, and some have been when the snapshot is taken.
        await book(pairs.slice(0, 2), dueAt);
        await cluster.advance(dueAt.getTime() - cluster.now.getTime() - 20 * SECOND);
        await delay(chance.between(0, SECOND));
        await redis.run('SAVE');
        await strike();
        const took = await book(pairs.slice(2), dueAt);
        times.push(...took);
        await cluster.advance(dueAt.getTime() - cluster.now.getTime() - SECOND);
        await told(name, pairs);
        await mend();
      }
      await cluster.deliverAll();
      await cluster.pass(2 * MINUTE);
      const verdict = await cluster.judge();
      counted('Redis flushed, killed, emptied, away, full, restored', {
        faults: faults.length,
        bookings: times.length,
        'median-ms': Math.round(median(times)),
        'worst-ms': Math.round(Math.max(...times)),
        ...figuresOf(verdict),
      });
      expect(faultsOf(verdict)).toEqual(FAULTLESS);
      expect(verdict.repeats).toEqual([]);
      expect(median(times)).toBeLessThan(500);
    },
    (60_000 + 6 * AWAY_MS) * ROUNDS + 60_000,
  );
});

/** Books one after the other; how long each took. */
async function book(pairs: readonly Pair[], dueAt: Date): Promise<number[]> {
  const times: number[] = [];
  for (const pair of pairs) {
    const began = performance.now();
    const { status } = await cluster.book(pair, dueAt);
    times.push(performance.now() - began);
    expect(status).toBe(200);
  }
  return times;
}

/** Resolves when each patient has been reminded. */
async function told(fault: string, pairs: readonly Pair[]): Promise<void> {
  const ids = JSON.stringify(pairs.map(({ patient }) => patient.id));
  await eventually(`reminders although Redis is ${fault}`, async () => {
    const [row] = await cluster.rows<{ count: number }>(
      `SELECT count(*) AS count FROM "Notification"
       WHERE "kind" = 'reminder' AND "userId" IN (SELECT value FROM json_each(?))`,
      [ids],
    );
    return row?.count === pairs.length;
  });
}
