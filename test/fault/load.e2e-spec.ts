import { setTimeout as delay } from 'node:timers/promises';
import { BookingLoad } from '../support/booking-load';
import { ROUNDS, chanceOf, counted } from '../support/chance';
import { Cluster } from '../support/cluster';
import { FAULTLESS, faultsOf, figuresOf } from '../support/promise-oracle';
import { eventually } from '../support/waiting';

const SECOND = 1_000;
const PAUSE = [40, 120] as const;

const pairsFor = (cluster: Cluster, seconds: number) => cluster.pairs(Math.ceil((seconds * SECOND) / 60 / 5));
/** Jobs that were begun twice, but for mails that the mail server, which lives in this process, was too slow to take. */
const burned = (cluster: Cluster) =>
  cluster.rows(
    `SELECT id, type, attempt, deaths, lastError FROM jobs_Job
     WHERE (attempt > 1 OR deaths > 0) AND coalesce(lastError, '') NOT LIKE '%did not take the mail in time%'`,
  );

describe('under load', () => {
  it.concurrent(
    'one of two workers killed every few seconds loses and doubles nothing, and throughput is back within 30 s',
    async () => {
      const chance = chanceOf('killed under load');
      await Cluster.with({ at: '2027-01-05T08:59:40Z' }, async (cluster) => {
        await Promise.all([cluster.worker(), cluster.worker()]);
        const load = await BookingLoad.start(cluster, await pairsFor(cluster, 60 * ROUNDS), chance, { pause: PAUSE });
        const back: number[] = [];
        for (let kill = 0; kill < 3 * ROUNDS; kill++) {
          await delay(chance.between(1 * SECOND, 4 * SECOND));
          await chance.pick(cluster.living).kill();
          const killedAt = performance.now();
          const replaced = cluster.worker();
          // What it had in its hands comes later; what comes in now is not held up.
          await eventually(
            'as much is mailed as is booked',
            () => mailedSince(cluster, killedAt) > 0 && mailedWithin(cluster, 2 * SECOND) >= load.within(2 * SECOND),
          );
          back.push(Math.round(performance.now() - killedAt));
          await replaced;
        }
        await load.stop();
        expect(new Set(load.answers.map(({ status }) => status))).toEqual(new Set([200]));
        await cluster.takeOver();
        await cluster.deliverAll();
        await cluster.pass(6 * 60 * SECOND);
        const verdict = await cluster.judge();
        counted('kill one of two workers every few seconds under load', {
          kills: back.length,
          bookings: load.answers.length,
          'back-after-ms': Math.max(...back),
          ...figuresOf(verdict),
        });
        expect(faultsOf(verdict)).toEqual(FAULTLESS);
        expect(Math.max(...back)).toBeLessThan(30 * SECOND);
      });
    },
    240_000 * ROUNDS,
  );

  it.concurrent(
    'a rolling restart by SIGTERM loses and doubles nothing, and burns no attempt',
    async () => {
      const chance = chanceOf('rolling restart');
      await Cluster.with({ at: '2027-01-05T08:59:40Z' }, async (cluster) => {
        await Promise.all([cluster.worker(), cluster.worker()]);
        const load = await BookingLoad.start(cluster, await pairsFor(cluster, 40 * ROUNDS), chance, { pause: PAUSE });
        let restarts = 0;
        for (let round = 0; round < 2 * ROUNDS; round++) {
          for (const old of chance.shuffled(cluster.living)) {
            await cluster.worker();
            await delay(chance.between(0, SECOND));
            old.signal('SIGTERM');
            expect(await old.ended()).toEqual({ code: 0, signal: null });
            restarts++;
          }
        }
        await load.stop();
        await cluster.deliverAll();
        await cluster.pass(6 * 60 * SECOND);
        const verdict = await cluster.judge();
        counted('rolling restart with SIGTERM under load', {
          restarts,
          bookings: load.answers.length,
          burned: (await burned(cluster)).length,
          ...figuresOf(verdict),
        });
        expect(faultsOf(verdict)).toEqual(FAULTLESS);
        expect(verdict.repeats).toEqual([]);
        expect(await burned(cluster)).toEqual([]);
      });
    },
    240_000 * ROUNDS,
  );
});

/** Mails that the server took since a moment of the monotonic clock. */
function mailedSince(cluster: Cluster, moment: number): number {
  return mailedWithin(cluster, performance.now() - moment);
}

function mailedWithin(cluster: Cluster, ms: number): number {
  const since = cluster.now.getTime() - ms;
  return cluster.sink.mails.filter(({ receivedAt }) => receivedAt.getTime() >= since).length;
}
