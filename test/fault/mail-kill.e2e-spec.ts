import type { Death, Deadly } from '../support/app-process';
import { type Chance, ROUNDS, chanceOf, counted } from '../support/chance';
import type { Child } from '../support/child';
import { Cluster } from '../support/cluster';
import { freeze } from '../support/freezing';
import { FAULTLESS, faultsOf, figuresOf } from '../support/promise-oracle';
import { hang } from '../support/smtp-sink';
import { eventually } from '../support/waiting';

const REMIND = 'appointments.remind';
const DELIVER = 'notifications.deliver-email';
const VISITS = 6;
/** A worker for each queue, so that one mail is on its way at a time. */
const ONE_AT_A_TIME = { JOB_WORKERS: '4' };

/**
 * `worker` takes what is due and dies at `at` with one of the jobs of `type`; another takes over, and does what is due then.
 * The clocks stand less than a minute after the reminders were due when that is done.
 */
async function dieAndSucceed(
  cluster: Cluster,
  worker: Child,
  { at, type }: Omit<Deadly, 'nth'>,
  chance: Chance,
): Promise<Child> {
  const pairs = await cluster.pairs(VISITS);
  // A claim may ride with the completion of a mail that was sent: with the first one it does not.
  const nth = at === 'claiming' ? 1 : chance.between(1, VISITS - 1);
  if (type === DELIVER) await worker.ask('arm', { at, type, nth });
  const dueAt = cluster.minuteIn(90_000);
  await cluster.bookAll(pairs, dueAt);
  if (type === REMIND) {
    await cluster.idle();
    await worker.ask('arm', { at, type, nth: 1 });
    await cluster.advance(dueAt.getTime() - cluster.now.getTime() - 500);
  }
  await eventually(`the worker dies ${at} ${type}`, () => worker.hasEnded);
  return succeed(cluster);
}

async function succeed(cluster: Cluster): Promise<Child> {
  const successor = await cluster.worker(ONE_AT_A_TIME);
  await cluster.takeOver();
  await cluster.deliverAll();
  await cluster.pass(220_000);
  return successor;
}

const cases: [Death, string][] = [
  ['claiming', REMIND],
  ['claimed', REMIND],
  ['completing', REMIND],
  ['claiming', DELIVER],
  ['claimed', DELIVER],
  ['sending', DELIVER],
];

describe('a worker that is killed', () => {
  it.concurrent(
    'before a claim, after it, or before DATA loses and doubles nothing, and others are done within a minute',
    async () => {
      const chance = chanceOf('killed before DATA');
      await Cluster.with({}, async (cluster) => {
        let worker = await cluster.worker(ONE_AT_A_TIME);
        let kills = 0;
        for (let round = 0; round < ROUNDS; round++) {
          for (const [at, type] of chance.shuffled(cases)) {
            worker = await dieAndSucceed(cluster, worker, { at, type }, chance);
            kills++;
          }
        }
        const verdict = await cluster.judge();
        counted('kill before claim, after claim, before DATA', { kills, ...figuresOf(verdict) });
        expect(faultsOf(verdict)).toEqual(FAULTLESS);
        expect(verdict.repeats).toEqual([]);
        expect(verdict.reminders).toBe(kills * VISITS);
      });
    },
    240_000 * ROUNDS,
  );

  it.concurrent(
    'within the dialogue, before DATA, has its mail sent once by another',
    async () => {
      const chance = chanceOf('killed in the dialogue');
      await Cluster.with({}, async (cluster) => {
        let worker = await cluster.worker();
        for (let round = 0; round < ROUNDS; round++) {
          cluster.sink.clear();
          cluster.sink.nextAnswers([hang(chance.pick(['mail', 'rcpt'] as const))]);
          await cluster.bookAll(await cluster.pairs(VISITS), cluster.minuteIn(90_000));
          await eventually('all others are sent', async () => {
            const [row] = await cluster.rows<{ count: number }>(
              `SELECT count(*) AS count FROM jobs_Job WHERE type = ? AND state <> 'succeeded'`,
              [DELIVER],
            );
            return row?.count === 1 && cluster.sink.transactions.length === VISITS;
          });
          await worker.kill();
          worker = await succeed(cluster);
          expect(cluster.sink.mails.map(({ messageId }) => messageId.split('.')[1]).sort()).toEqual([
            ...Array<string>(VISITS).fill('created'),
            ...Array<string>(VISITS).fill('reminder'),
          ]);
        }
        const verdict = await cluster.judge();
        counted('kill within the SMTP dialogue, before DATA', { kills: ROUNDS, ...figuresOf(verdict) });
        expect({
          early: verdict.early,
          stale: verdict.stale,
          duplicate: verdict.duplicate,
          repeats: verdict.repeats,
        }).toEqual({ early: [], stale: [], duplicate: [], repeats: [] });
      });
    },
    240_000 * ROUNDS,
  );

  it.concurrent.each(['resend', 'park'] as const)(
    'between the server’s 250 and the commit: MAIL_UNKNOWN=%s',
    async (policy) => {
      const chance = chanceOf(`killed after 250 ${policy}`);
      await Cluster.with({ env: { MAIL_UNKNOWN: policy } }, async (cluster) => {
        const kills = 2 * ROUNDS;
        let worker = await cluster.worker(ONE_AT_A_TIME);
        for (let kill = 0; kill < kills; kill++)
          worker = await dieAndSucceed(cluster, worker, { at: 'accepted', type: DELIVER }, chance);
        const verdict = await cluster.judge();
        counted(`kill between 250 and commit, ${policy}`, {
          kills,
          parked: verdict.parked.length,
          ...figuresOf(verdict),
        });
        expect(faultsOf(verdict)).toEqual(FAULTLESS);
        expect(verdict.repeats).toHaveLength(policy === 'park' ? 0 : kills);
      });
    },
    240_000 * ROUNDS,
  );
});

describe('a worker that stands still with a mail on its way', () => {
  it.concurrent.each(['resend', 'park'] as const)(
    'can say nothing of it when it goes on, and another has decided: MAIL_UNKNOWN=%s',
    async (policy) => {
      await Cluster.with({ env: { MAIL_UNKNOWN: policy } }, async (cluster) => {
        cluster.sink.nextAnswers([hang('message')]);
        const zombie = await cluster.worker(ONE_AT_A_TIME);
        await cluster.bookAll(await cluster.pairs(1), cluster.minuteIn(10 * 60_000));
        await cluster.sink.waitForStage('message');
        await freeze(zombie, cluster.place);
        const successor = await cluster.worker(ONE_AT_A_TIME);
        await cluster.takeOver(zombie);
        await cluster.idle();
        const before = await ledger(cluster);
        // Only now the server takes the first mail, and the zombie hears so.
        cluster.sink.release();
        zombie.signal('SIGCONT');
        const taken = policy === 'park' ? 1 : 2;
        await cluster.sink.waitFor(taken);
        await zombie.ask('advance', 0);
        await cluster.idle();
        expect(await ledger(cluster)).toEqual(before);
        expect(before).toEqual([
          policy === 'park'
            ? { state: 'unknown', reason: 'outcome-unknown', attempts: 1 }
            : { state: 'sent', reason: null, attempts: 2 },
        ]);
        const verdict = await cluster.judge();
        counted(`SIGSTOP with a mail on its way, then SIGCONT, ${policy}`, figuresOf(verdict));
        expect(faultsOf(verdict)).toEqual(FAULTLESS);
        expect(verdict.repeats).toHaveLength(taken - 1);
        expect(successor.hasEnded || zombie.hasEnded).toBe(false);
      });
    },
    60_000,
  );
});

const ledger = (cluster: Cluster) =>
  cluster.rows<{ state: string; reason: string | null; attempts: number }>(
    'SELECT "state", "reason", "attempts" FROM "Delivery"',
  );
