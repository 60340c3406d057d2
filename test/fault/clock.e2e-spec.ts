import { setTimeout as delay } from 'node:timers/promises';
import { ROUNDS, chanceOf, counted } from '../support/chance';
import { Cluster } from '../support/cluster';
import { FAULTLESS, faultsOf, figuresOf } from '../support/promise-oracle';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

let cluster: Cluster;
afterEach(() => cluster.close());

describe('the clock of one process', () => {
  it(
    'stepped an hour either way sends nothing early, twice or never',
    async () => {
      const chance = chanceOf('stepped clocks');
      cluster = await Cluster.start();
      const workers = await Promise.all([cluster.worker(), cluster.worker()]);
      const pairs = await cluster.pairs(20);
      // Each in turn alone, so that it is the one that takes what is due; then both.
      const rounds = Array.from({ length: ROUNDS }, () => [
        ...chance.shuffled([
          [HOUR, 0],
          [-HOUR, 0],
          [HOUR, -HOUR],
        ]),
      ]);
      let steps = 0;
      for (const [first = 0, second = 0] of rounds.flat()) {
        const dueAt = cluster.minuteIn(40 * SECOND);
        const stepping = [first, second].entries();
        await cluster.bookAll(pairs, dueAt);
        await cluster.advance(dueAt.getTime() - cluster.now.getTime() - 3 * SECOND);
        for (const [index, step] of stepping) {
          await delay(chance.between(0, SECOND));
          await workers[index]?.ask('step', step);
          if (step !== 0) steps++;
        }
        await delay(3 * SECOND);
        await cluster.idle();
        for (const [index, step] of [first, second].entries()) await workers[index]?.ask('step', -step);
        await cluster.pass(5 * 60 * SECOND);
        await cluster.cancelAll();
        await cluster.signIn(pairs);
      }
      const verdict = await cluster.judge();
      counted('clock of one process stepped an hour either way', { steps, ...figuresOf(verdict) });
      expect(faultsOf(verdict)).toEqual(FAULTLESS);
      expect(verdict.repeats).toEqual([]);
    },
    240_000 * ROUNDS,
  );
});
