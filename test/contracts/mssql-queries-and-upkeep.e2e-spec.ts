import { loadConfig } from '../../src/config/config';
import type { JobRegistry } from '../../src/jobs/definition/job-registry';
import { MssqlClock } from '../../src/jobs/store/mssql/mssql-clock';
import { MssqlJobFigures } from '../../src/jobs/store/mssql/mssql-job-figures';
import { MssqlJobLists } from '../../src/jobs/store/mssql/mssql-job-lists';
import { MssqlJobQueries } from '../../src/jobs/store/mssql/mssql-job-queries';
import { MssqlQueueStore } from '../../src/jobs/store/mssql/mssql-queue-store';
import { MssqlRecurringStore } from '../../src/jobs/store/mssql/mssql-recurring-store';
import { MssqlSweepStore } from '../../src/jobs/store/mssql/mssql-sweep-store';
import { MssqlTables } from '../../src/jobs/store/mssql/mssql-tables';
import { MssqlUpkeepStore } from '../../src/jobs/store/mssql/mssql-upkeep-store';
import type { RecurringJob } from '../../src/jobs/store/recurring-store';
import { aServer } from '../builders/new-job';
import { type GoldenStatement, StatementRecorder, expectGolden } from '../support/golden';
import { TestClock } from '../support/test-clock';

const JOB_BY_ID = 'Job by its primary key';
const LANES = 'IX_Job_state (state, queue, type), three seeks for each pair of queue and type';
const WAITING = `IX_Job_waiting (queue, type, dueAt, id) WHERE state = 'waiting'`;
const RETRY = `IX_Job_retry (queue, type, dueAt, id) WHERE state = 'waiting' AND attempt > 0`;
const STATE = 'IX_Job_state (state, queue, type, id)';
const FAILED = `IX_Job_failed (finishedAt, id) WHERE state = 'failed'`;
const EXPIRED = 'IX_Job_expired (expiresAt) WHERE expiresAt IS NOT NULL';
const KEYED = 'IX_Job_keyed (key, id) WHERE key IS NOT NULL';
const PARENT = `IX_Job_parent (parentId) WHERE state = 'awaiting'`;
const RUNNING = `IX_Job_state (state): all that run, as many as there are workers`;
const BISECTION = 'Job by its primary key, a score of times for each end of the time of creation';
/** What each record takes besides the job. */
const BESIDE = ['State (jobId, seq)', 'Job by its primary key, for the parent', 'IX_Tag_job (jobId)'];
const RECORDS = [JOB_BY_ID, ...BESIDE];
const SERVERS = 'Server, a few rows, read whole';
const SCHEDULES = 'RecurringJob, a few rows, read whole';

const AT = new Date('2027-01-05T12:00:00.000Z');
const PLACE = { at: AT, id: 5 };

async function statementsFor(databaseUrl: string, jobsDatabase?: string): Promise<GoldenStatement[]> {
  const config = loadConfig({ DATABASE_URL: databaseUrl, JOBS_DATABASE: jobsDatabase });
  const recorder = new StatementRecorder();
  const { database } = recorder;
  const clock = new MssqlClock(new TestClock());
  const tables = new MssqlTables(config);
  const registry = { all: () => [] } as unknown as JobRegistry; // what the figures ask of it
  const lists = new MssqlJobLists(database, clock, tables);
  const queries = new MssqlJobQueries(database, clock, tables, lists);
  const figures = new MssqlJobFigures(database, clock, tables, registry);
  const upkeep = new MssqlUpkeepStore(database, clock, tables);
  const sweep = new MssqlSweepStore(database, clock, tables);
  const queues = new MssqlQueueStore(database, clock, tables);
  const recurring = new MssqlRecurringStore(database, clock, tables);
  const all: GoldenStatement[] = [];
  /** Notes what `work` asks: the first statement seeks what is first in `seeks`, and so on. */
  const note = async (name: string, work: () => Promise<unknown>, ...seeks: string[][]) => {
    // One of them always has a row.
    const asked = await recorder.of(work, ...(name === 'counts' ? [[{ scheduled: 0 }]] : []));
    expect([name, asked.length]).toEqual([name, seeks.length]);
    all.push(...asked.map((statement, index) => ({ ...statement, name, seeks: seeks[index] ?? [] })));
  };

  const words = [{ id: 1 }, { key: 'k' }, { tag: { name: 'n', value: 'v' } }];
  const page = { limit: 50, after: PLACE };
  const created = { from: AT, to: AT };
  await note('list enqueued', () => queries.list({ list: 'enqueued' }, page), [LANES, WAITING, ...RECORDS]);
  await note(
    'list scheduled, backwards',
    () => queries.list({ list: 'scheduled', queue: 'mail', ...created }, { limit: 50, before: PLACE }),
    [LANES, WAITING, ...RECORDS],
  );
  await note('list retries', () => queries.list({ list: 'retries' }, page), [LANES, RETRY, ...RECORDS]);
  await note('list by state', () => queries.list({ list: 'succeeded', type: 't' }, page), [LANES, STATE, ...RECORDS]);
  await note(
    'list by state and time of creation, the oldest first',
    () => queries.list({ list: 'failed', ...created }, { limit: 50, order: 'oldest' }),
    [BISECTION, LANES, STATE, ...RECORDS],
  );
  await note('list all', () => queries.list({}, page), [JOB_BY_ID, ...BESIDE]);
  await note('list by words', () => queries.list({ list: 'failed', queue: 'mail', found: words }, page), [
    JOB_BY_ID,
    KEYED,
    'Tag (name, value, jobId), then Job by its primary key',
    ...BESIDE,
  ]);
  await note('list by key', () => queries.list({ list: 'scheduled', key: 'k' }, page), [KEYED, ...RECORDS]);
  await note('count enqueued', () => queries.count({ list: 'enqueued' }), [LANES, WAITING]);
  await note('count retries', () => queries.count({ list: 'retries' }), [LANES, RETRY]);
  await note('count by state', () => queries.count({ list: 'failed' }), [LANES, STATE]);
  await note('count all', () => queries.count({}), [JOB_BY_ID]);
  await note('places', () => queries.places({ list: 'enqueued' }, page), [LANES, WAITING, JOB_BY_ID]);
  await note('present', () => queries.present([1]), [JOB_BY_ID]);
  await note('find', () => queries.find(1), RECORDS, ['State (jobId, seq)'], ['IX_Log_job (jobId, id)'], [PARENT]);
  await note('openAmong', () => queries.openAmong([1]), [JOB_BY_ID]);
  await note('names', () => queries.names(), [LANES]);
  await note('counts', () => figures.counts(), [LANES, WAITING, RETRY, 'IX_Job_state (state), up to a limit']);
  await note('countsByQueue', () => figures.countsByQueue(), [
    LANES,
    WAITING,
    'IX_Job_state (state, queue), up to a limit',
  ]);
  await note(
    'queues',
    () => figures.queues(),
    [LANES, WAITING],
    ['Queue, a few rows, read whole'],
    [RUNNING],
    [FAILED, EXPIRED],
  );
  await note('servers', () => figures.servers(), [SERVERS], [RUNNING]);
  await note('comingUp', () => figures.comingUp([AT, AT]), [LANES, WAITING]);
  await note('countFailed', () => figures.countFailed(AT), [FAILED]);
  await note('latestFailed', () => figures.latestFailed(AT, 5), [FAILED, ...RECORDS]);
  await note('outcomes', () => figures.outcomes(AT), ['Stat (hour)']);
  await note('lateness', () => figures.lateness(AT), ['Stat (hour)']);

  await note('outcomesByHour', () => figures.outcomesByHour(AT), ['Stat (hour)']);
  await note('latencies', () => figures.latencies(AT), ['Stat (hour)']);

  await note('heartbeat', () => upkeep.heartbeat(aServer()), ['Server by its primary key']);
  await note('holdsOf', () => upkeep.holdsOf('s'), [RUNNING]);
  await note('removeServer', () => upkeep.removeServer('s'), ['Server by its primary key']);
  await note('handBack', () => upkeep.handBack([{ id: 1, claim: 1 }], 'r'), [JOB_BY_ID]);
  await note('silentServers', () => upkeep.silentServers(1), [SERVERS, RUNNING]);
  await note('takeOver', () => upkeep.takeOver('s'), [RUNNING, 'Server by its primary key']);
  await note('settleStranded', () => upkeep.settleStranded(9), [
    `IX_Job_parent WHERE state = 'awaiting': all that await, read whole`,
    JOB_BY_ID,
    PARENT,
  ]);
  await note('parkUnknown', () => upkeep.parkUnknown(1, 9), [LANES, SERVERS, WAITING, JOB_BY_ID]);
  await note('removeExpired', () => upkeep.removeExpired(9), [
    EXPIRED,
    PARENT,
    JOB_BY_ID,
    'State (jobId)',
    'IX_Log_job (jobId)',
    'IX_Tag_job (jobId)',
  ]);
  await note('lead', () => upkeep.lead('n', 'h', 1), ['Lock by its primary key']);
  await note('resign', () => upkeep.resign('n', 'h'), ['Lock by its primary key']);
  const run = { type: 't', outcome: 'succeeded', waitMs: 1, runMs: 1 };
  await note('addStats', () => upkeep.addStats('s', [run]), ['Stat (hour, type, outcome, serverId)']);
  await note('declareQueues', () => upkeep.declareQueues([{ name: 'q', ratePerMinute: 1 }]), [
    'Queue by its primary key',
  ]);

  await note('dueWithin', () => sweep.dueWithin(1, 9, { dueAt: AT, id: 5 }), [
    'Queue, a few rows, read whole',
    `IX_Job_claim (queue, priority, dueAt, id) WHERE state = 'waiting', three seeks for each queue`,
  ]);

  await note('declare', () => recurring.declare([{ id: 'r' } as RecurringJob]), ['RecurringJob by its primary key']);
  await note('due', () => recurring.due(), [SCHEDULES]);
  await note('all', () => recurring.all(), [SCHEDULES]);
  const change = { nextRunAt: AT, lastRunAt: AT, error: null };
  await note('advance', () => recurring.advance('r', AT, change), ['RecurringJob by its primary key']);
  await note('setLastJob', () => recurring.setLastJob('r', 1), ['RecurringJob by its primary key']);
  await note('lock a recurring job', () => recurring.lock('r'), ['RecurringJob by its primary key']);
  await note('edit a recurring job', () => recurring.edit({ id: 'r' } as RecurringJob), [
    'RecurringJob by its primary key',
  ]);

  await note('lock a queue', () => queues.lock('q'), ['Queue by its primary key']);
  await note('pause', () => queues.pause('q', 'u'), ['Queue by its primary key']);
  await note('resume', () => queues.resume('q'), ['Queue by its primary key']);
  await note('limit', () => queues.limit('q', { concurrency: 1, ratePerMinute: 1 }), ['Queue by its primary key']);
  await note('heads', () => queues.heads('q'), [
    `IX_Job_claim (queue, priority, dueAt, id) WHERE state = 'waiting', a seek for each priority`,
  ]);
  return all;
}

describe('the statements that read jobs and keep them true on SQL Server', () => {
  const url = 'mssql://user:password@server/clinic';

  it('are those of the golden file', async () => {
    expectGolden('mssql-queries-and-upkeep.sql', await statementsFor(url));
  });

  it('name the other database in front of every table when the jobs are in it', async () => {
    const [here, there] = [await statementsFor(url), await statementsFor(url, 'Other')];
    expect(there.map(({ sql }) => sql.replaceAll('"Other"."jobs".', '"jobs".'))).toEqual(here.map(({ sql }) => sql));
    expect(there.filter(({ sql }) => /(?<!"Other"\.)"jobs"/.test(sql))).toEqual([]);
  });
});
