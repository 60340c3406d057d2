import type { Database } from '../../src/database/database';
import { AuditRepository } from '../../src/audit/audit.repository';
import { DeliveryRepository } from '../../src/notifications/delivery.repository';
import { JOB_LISTS, type JobFilter } from '../../src/jobs/store/job-queries';
import { aNewJob, aServer } from '../builders/new-job';
import { openBareStores } from '../support/bare-stores';

const at = (hour: number) => new Date(Date.UTC(2027, 0, 5, hour));

/** What may be gone through row by row: what a statement itself made, what it was given, and the tables of a few rows. */
const SHORT =
  /^SCAN (lane|pair|hit|d|\(subquery-\d+\)|CONSTANT ROW|\d+-ROW VALUES CLAUSE|jobs_(Server|Queue|RecurringJob|Lock)|.* VIRTUAL TABLE.*)( .*)?$/;
/**
 * By the state alone only what is covered by the index and counted up to a limit may be sought, and what is processing: there
 * are no more of these than workers.
 */
const WHOLE_STATE = /^SEARCH \w+ USING INDEX IX_Job_state \(state=\?\)/;
const PROCESSING = /\bstate = 'processing'/;

/** The steps of the statements that `work` runs on the tables of jobs which grow with them. */
async function longSteps(database: Database, work: () => Promise<unknown>): Promise<string[]> {
  const queries = jest.spyOn(database, 'query');
  await work();
  const statements = new Map(queries.mock.calls.map(([sql, parameters]) => [sql, parameters]));
  queries.mockRestore();
  const long: string[] = [];
  for (const [sql, parameters] of statements) {
    if (!/\bjobs_/.test(sql) || /^\s*INSERT/.test(sql)) continue;
    const plan = await database.query<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, parameters);
    const steps = plan.map(({ detail }) => detail);
    const bad = steps.filter(
      (step) => (step.startsWith('SCAN') && !SHORT.test(step)) || (WHOLE_STATE.test(step) && !PROCESSING.test(sql)),
    );
    long.push(...bad.map((step) => `${step} in ${sql.replace(/\s+/g, ' ')}`));
  }
  expect(statements.size).toBeGreaterThan(0);
  return long;
}

describe('statements on the tables of jobs', () => {
  it('seek when people read', async () => {
    const bare = await openBareStores();
    const { database, queries, figures } = bare;
    const place = { at: at(1), id: 5 };
    const filters = [undefined, ...JOB_LISTS].flatMap((list): JobFilter[] => [
      { list },
      { list, queue: 'mail' },
      { list, type: 'test.run' },
      { list, queue: 'mail', type: 'test.run', from: at(0), to: at(1) },
      { list, key: 'k' },
      { list, queue: 'mail', found: [{ id: 1 }, { key: 'k' }, { tag: { name: 'n', value: 'v' } }] },
    ]);
    const long = await longSteps(database, async () => {
      for (const filter of filters) {
        await queries.list(filter, { limit: 50 });
        await queries.list(filter, { limit: 50, after: place });
        await queries.list(filter, { limit: 50, before: place, order: 'oldest' });
        await queries.count(filter);
        await queries.places(filter, { limit: 50, after: place });
      }
      await queries.find(1);
      await queries.openAmong([1]);
      await queries.names();
      await queries.present([1]);
      await figures.countsByQueue();
      await figures.outcomesByHour(at(0));
      await figures.latencies(at(0));
      await figures.counts();
      await figures.queues();
      await figures.servers();
      await figures.comingUp([at(0), at(1), at(2)]);
      await figures.countFailed(at(0));
      await figures.latestFailed(at(0), 5);
      await figures.outcomes(at(0));
      await figures.lateness(at(0));
    });
    expect(long).toEqual([]);
    await bare.stop();
  });

  it('seek when jobs are enqueued, claimed, cancelled and parked', async () => {
    const bare = await openBareStores();
    const { database, store, upkeep, sweep, queueSettings, recurring } = bare;
    const lane = { queue: 'default', types: ['test.run'], limit: 10 };
    const long = await longSteps(database, async () => {
      await database.transaction(async () => {
        await upkeep.heartbeat(aServer());
        await store.insert([aNewJob({ key: 'k' }), aNewJob({ key: 'l', tags: [{ name: 'n', value: 'v' }] })]);
        await store.claim('server-1', lane);
        await store.claimSuspect('server-1', ['default'], ['test.run']);
        await store.hasOpen('k');
        await store.cancel({ keys: ['k'] }, 'cancelled');
        await store.requeue(1, 1, 'requeued');
        await store.runNow(1, 'run-now');
        await store.requeueMany([1], new Map([['test.run', 1]]), 'requeued');
        await store.runNowMany([1], 'run-now');
        await store.cancel({ ids: [1] }, 'cancelled');
        await queueSettings.pause('default', null);
        await queueSettings.resume('default');
        await queueSettings.limit('default', { concurrency: 1, ratePerMinute: 1 });
        await queueSettings.lock('default');
        await queueSettings.heads('default');
        await recurring.lock('r');
        await recurring.edit({
          id: 'r',
          enabled: true,
          cron: '',
          timeZone: '',
          misfire: 'once',
          nextRunAt: null,
          error: null,
        });
        await upkeep.holdsOf('server-1');
        await upkeep.takeOver('server-1');
        await upkeep.parkUnknown(1, 10);
        await upkeep.removeExpired(10);
      });
      await store.horizon(['default'], ['test.run']);
      await sweep.dueWithin(60_000, 10, null);
    });
    expect(long).toEqual([]);
    await bare.stop();
  });
});

describe('lists of the audit and of deliveries', () => {
  const paging = { limit: 50, cursor: { at: at(1), id: '5' }, count: true };
  const time = { from: at(0), to: at(1) };

  /** The index that each statement on `table` goes by, without a sort of what it found. */
  async function indexes(database: Database, table: string, work: () => Promise<unknown>): Promise<string[]> {
    const queries = jest.spyOn(database, 'query');
    await work();
    const statements = queries.mock.calls.filter(([sql]) => sql.includes(`"${table}"`));
    queries.mockRestore();
    const plans = statements.map(([sql, parameters]) =>
      database.query<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, parameters),
    );
    const steps = (await Promise.all(plans)).flat().map(({ detail }) => detail);
    return [...new Set(steps.map((step) => step.replace(/USING COVERING INDEX/, 'USING INDEX')))].filter(
      (step) => !/^(CO-ROUTINE|SCAN) counted$/.test(step),
    );
  }

  it('go by an index in their order, whatever they are narrowed by', async () => {
    const bare = await openBareStores();
    const { database } = bare;
    const audit = new AuditRepository(database);
    const deliveries = new DeliveryRepository(database);
    const subject = { type: 'job', id: '1' };
    const audits = (filter: object) => () => audit.page({ ...filter, ...time }, paging);
    const of = (filter: object) => () => deliveries.page(filter, paging);
    expect({
      all: await indexes(database, 'AuditEntry', audits({})),
      actor: await indexes(database, 'AuditEntry', audits({ actorId: 'a' })),
      system: await indexes(database, 'AuditEntry', audits({ actorId: null })),
      action: await indexes(database, 'AuditEntry', audits({ action: 'a' })),
      subject: await indexes(database, 'AuditEntry', audits({ subject, actorId: 'a', action: 'a' })),
      deliveries: await indexes(database, 'Delivery', of({})),
      state: await indexes(database, 'Delivery', of({ state: 'failed' })),
      appointment: await indexes(database, 'Delivery', of({ appointmentId: 1, state: 'failed' })),
    }).toEqual({
      all: ['SEARCH AuditEntry USING INDEX IX_AuditEntry_at (at>? AND at<?)'],
      actor: ['SEARCH AuditEntry USING INDEX IX_AuditEntry_actor (actorId=? AND at>? AND at<?)'],
      system: ['SEARCH AuditEntry USING INDEX IX_AuditEntry_actor (actorId=? AND at>? AND at<?)'],
      action: ['SEARCH AuditEntry USING INDEX IX_AuditEntry_action (action=? AND at>? AND at<?)'],
      subject: [
        'SEARCH AuditEntry USING INDEX IX_AuditEntry_subject (subjectType=? AND subjectId=? AND at>? AND at<?)',
      ],
      // Where nothing narrows them, as many rows are counted as counting goes.
      deliveries: ['SEARCH Delivery USING INTEGER PRIMARY KEY (rowid<?)', 'SCAN Delivery'],
      state: [
        'SEARCH Delivery USING INDEX IX_Delivery_state (state=? AND id<?)',
        'SEARCH Delivery USING INDEX IX_Delivery_state (state=?)',
      ],
      // It has few.
      appointment: ['SEARCH Delivery USING INDEX UX_Delivery_once (appointmentId=?)', 'USE TEMP B-TREE FOR ORDER BY'],
    });
    await bare.stop();
  });
});
