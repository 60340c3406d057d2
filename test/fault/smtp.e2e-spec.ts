import { ROUNDS, chanceOf, counted } from '../support/chance';
import { Cluster } from '../support/cluster';
import { FAULTLESS, faultsOf, figuresOf } from '../support/promise-oracle';
import { type SinkAnswer, accept, drop, refuse, tarpit } from '../support/smtp-sink';
import { eventually } from '../support/waiting';

const SECOND = 1_000;

/** What a mail server may do to a mail, and how often among as many as there are. */
const ANSWERS: readonly SinkAnswer[] = [
  refuse(421, '4.3.2 closing', 'mail'),
  refuse(450, '4.2.0 mailbox busy'),
  refuse(451, '4.3.0 try again later', 'message'),
  refuse(550, '5.1.1 no such mailbox'),
  refuse(554, '5.7.1 refused', 'message'),
  tarpit(400),
  drop('data'),
  drop('message'),
];

const ended = (cluster: Cluster, kind: string) =>
  cluster.rows<{ state: string; count: number }>(
    `SELECT "state", count(*) AS count FROM "Delivery" WHERE "kind" = ? GROUP BY "state"`,
    [kind],
  );

describe('a mail server', () => {
  it.concurrent(
    'that refuses, defers, dawdles and hangs up costs no mail but those it refuses for good, which an admin sees',
    async () => {
      const chance = chanceOf('smtp answers');
      await Cluster.with({}, async (cluster) => {
        await cluster.worker();
        const { sink } = cluster;
        let permanent = 0;
        for (let round = 0; round < ROUNDS; round++) {
          const answers = chance.shuffled([...ANSWERS, ...ANSWERS, ...Array.from({ length: 8 }, () => accept())]);
          permanent += answers.filter((answer) => answer.does === 'refuse' && answer.code >= 500).length;
          sink.nextAnswers(answers);
          const pairs = await cluster.pairs(answers.length);
          await cluster.bookAll(pairs, cluster.minuteIn(30 * 60 * SECOND));
          await cluster.deliverAll();
        }
        const failed = await cluster.api.http.get('/api/admin/jobs?state=failed&limit=100', cluster.admin.token);
        expect(failed.status).toBe(200);
        expect(failed.body).toHaveLength(permanent);
        expect(JSON.stringify(failed.body)).not.toContain('@example.com');
        const verdict = await cluster.judge();
        counted('SMTP 4xx, 5xx, tarpit, drop in DATA and after it', {
          refused: verdict.refused.length,
          ...figuresOf(verdict),
        });
        expect(verdict.refused).toHaveLength(permanent);
        expect(faultsOf(verdict)).toEqual(FAULTLESS);
        // A mail that was dropped after its last byte was never acknowledged: it comes again, and is taken once.
        expect(verdict.repeats).toEqual([]);
      });
    },
    240_000 * ROUNDS,
  );

  it.concurrent(
    'that cannot be reached holds up mails and nothing else',
    async () => {
      const chance = chanceOf('smtp away');
      await Cluster.with({}, async (cluster) => {
        await cluster.worker();
        const dueAt = cluster.minuteIn(30 * SECOND);
        const way = chance.pick(['refused', 'silent'] as const);
        if (way === 'refused') await cluster.sink.refuseConnections();
        else cluster.sink.silent = true;
        const pairs = await cluster.pairs(10);
        await cluster.bookAll(pairs, dueAt);
        await cluster.advance(dueAt.getTime() - cluster.now.getTime() - SECOND);
        await eventually('the reminders are told in the app', async () => {
          const [row] = await cluster.rows<{ count: number }>(
            `SELECT count(*) AS count FROM "Notification" WHERE "kind" = 'reminder'`,
          );
          return row?.count === pairs.length;
        });
        expect(cluster.sink.mails).toEqual([]);
        if (way === 'refused') await cluster.sink.acceptConnections();
        cluster.sink.silent = false;
        cluster.sink.release();
        await cluster.deliverAll();
        await cluster.pass(60 * SECOND);
        const verdict = await cluster.judge();
        counted(`SMTP ${way}`, figuresOf(verdict));
        expect(await ended(cluster, 'reminder')).toEqual([{ state: 'sent', count: pairs.length }]);
        expect(faultsOf(verdict)).toEqual(FAULTLESS);
        expect(verdict.repeats).toEqual([]);
      });
    },
    120_000,
  );
});
