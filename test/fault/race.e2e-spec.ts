import { setTimeout as delay } from 'node:timers/promises';
import { type Chance, ROUNDS, chanceOf, counted } from '../support/chance';
import { Cluster } from '../support/cluster';
import { FAULTLESS, faultsOf, figuresOf } from '../support/promise-oracle';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
/** Interleavings of one due moment. */
const VISITS = 100;

let cluster: Cluster;
afterEach(() => cluster.close());

type End = 'told' | 'changed first';

/** Cancels or moves a visit within two seconds around the moment at which its reminder is due. */
async function race(id: string, dueAt: Date, chance: Chance): Promise<void> {
  const moves = chance.happens(0.5);
  await delay(Math.max(0, dueAt.getTime() - cluster.now.getTime() + chance.between(-100, 1_800)));
  const { status } = moves
    ? await cluster.reschedule(id, new Date(dueAt.getTime() + HOUR / 2))
    : await cluster.cancel(id);
  expect(status).toBe(200);
}

describe('a cancellation or a move that races the due moment', () => {
  it(
    'is never followed by a reminder of what it took back',
    async () => {
      const chance = chanceOf('races');
      cluster = await Cluster.start();
      await cluster.worker({ JOB_WORKERS: '8' });
      const pairs = await cluster.pairs(VISITS);
      const ends: Record<End, number> = { told: 0, 'changed first': 0 };
      for (let round = 0; round < ROUNDS; round++) {
        await cluster.signIn(pairs);
        const dueAt = cluster.minuteIn(60 * SECOND);
        await cluster.open(pairs, new Date(dueAt.getTime() + HOUR / 2));
        const ids = await cluster.bookAll(pairs, dueAt);
        await cluster.idle();
        await cluster.advance(dueAt.getTime() - cluster.now.getTime() - 2 * SECOND);
        await Promise.all(ids.map((id) => race(id, dueAt, chance)));
        await cluster.idle();
        const told = await cluster.rows<{ appointmentId: number }>(
          `SELECT "appointmentId" FROM "Delivery" WHERE "kind" = 'reminder' AND "sequence" = 0 AND "state" = 'sent'`,
        );
        const sent = new Set(told.map(({ appointmentId }) => String(appointmentId)));
        for (const id of ids) ends[sent.has(id) ? 'told' : 'changed first']++;
        // Those that were moved are reminded at their new time.
        await cluster.pass(HOUR / 2 + 2 * 60 * SECOND);
        await cluster.deliverAll();
        await cluster.cancelAll();
      }
      const verdict = await cluster.judge();
      counted('cancel or reschedule racing the due moment', {
        interleavings: VISITS * ROUNDS,
        told: ends.told,
        'changed-first': ends['changed first'],
        ...figuresOf(verdict),
      });
      expect(faultsOf(verdict)).toEqual(FAULTLESS);
      expect(verdict.repeats).toEqual([]);
      // Else they did not race.
      expect(Math.min(...Object.values(ends))).toBeGreaterThan(0);
    },
    240_000 * ROUNDS,
  );
});
