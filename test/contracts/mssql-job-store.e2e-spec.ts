import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadConfig } from '../../src/config/config';
import { MssqlClaims } from '../../src/jobs/store/mssql/mssql-claims';
import { MssqlClock } from '../../src/jobs/store/mssql/mssql-clock';
import { MssqlCompletions } from '../../src/jobs/store/mssql/mssql-completions';
import { MssqlJobStore } from '../../src/jobs/store/mssql/mssql-job-store';
import { MssqlTables } from '../../src/jobs/store/mssql/mssql-tables';
import { aClosing, aCompletion, aNewJob } from '../builders/new-job';
import { type GoldenStatement, StatementRecorder, expectGolden } from '../support/golden';
import { TestClock } from '../support/test-clock';

const JOB_BY_ID = 'Job by its primary key';
const QUEUE_BY_NAME = 'Queue by its primary key';
const CLAIM = `IX_Job_claim (queue, priority, dueAt, id) WHERE state = 'waiting', one priority after the other`;
const SUSPECT = `IX_Job_suspect (dueAt) WHERE state = 'waiting' AND deaths >= 2`;
const WAITING = `IX_Job_waiting (queue, type, dueAt, id) WHERE state = 'waiting', one row for each queue and type`;
const RUNNING = 'IX_Job_state (state, queue): those that run, only where the queue has a concurrency';
const KEY = `UX_Job_key (key) WHERE key IS NOT NULL AND state IN ('waiting', 'awaiting', 'processing')`;
const PARENT = `IX_Job_parent (parentId) WHERE state = 'awaiting', for the children`;
const ADDED = 'adds rows to';
const HISTORY = `${ADDED} State (jobId, seq)`;

const MIGRATION = readFileSync(
  path.join(__dirname, '../../src/database/migrations/mssql/1795459577140-Initial.ts'),
  'utf8',
);

const AT = new Date('2027-01-05T12:00:00.000Z');
const HOLD = { id: 1, claim: 1 };

async function statementsFor(jobsDatabase?: string): Promise<GoldenStatement[]> {
  const config = loadConfig({ DATABASE_URL: 'mssql://user:password@server/clinic', JOBS_DATABASE: jobsDatabase });
  const recorder = new StatementRecorder();
  const clock = new MssqlClock(new TestClock());
  const tables = new MssqlTables(config);
  const store = new MssqlJobStore(
    recorder.database,
    clock,
    tables,
    new MssqlClaims(recorder.database, clock, tables),
    new MssqlCompletions(recorder.database, clock, tables),
  );
  const all: GoldenStatement[] = [];
  /** Notes what `work` asks when it is answered with `answers`: the first statement seeks what is first in `seeks`, and so on. */
  const note = async (name: string, work: () => Promise<unknown>, seeks: string[][], answers: object[] = []) => {
    const asked = await recorder.of(work, ...answers.map((answer) => [{ ...answer }]));
    expect([name, asked.length]).toEqual([name, seeks.length]);
    all.push(...asked.map((statement, index) => ({ ...statement, name, seeks: seeks[index] ?? [] })));
  };

  const lane = { queue: 'default', types: ['a.one', 'a.two'], limit: 10 };
  const [queues, types] = [['default', 'mail'], lane.types];
  await note('now', () => store.now(), [['nothing']], [{ now: AT }]);
  await note('insert', () => store.insert([aNewJob({ key: 'k', tags: [{ name: 'n', value: 'v' }] })]), [
    [`${ADDED} Job (id)`, HISTORY, `${ADDED} Tag (name, value, jobId)`],
  ]);
  await note('lockState', () => store.lockState(1), [[JOB_BY_ID]]);
  await note('endsOf', () => store.endsOf([1]), [[JOB_BY_ID, 'State (jobId, seq)']]);
  await note('hasOpen', () => store.hasOpen('k'), [[KEY]]);
  await note('cancel by key', () => store.cancel({ keys: ['k'] }, 'r'), [[KEY, PARENT, HISTORY]]);
  await note('cancel by ids', () => store.cancel({ ids: [1] }, 'r'), [[JOB_BY_ID, PARENT, HISTORY]]);
  await note('claim', () => store.claim('s', lane), [[QUEUE_BY_NAME, RUNNING, CLAIM, JOB_BY_ID, HISTORY]]);
  await note('claimSuspect', () => store.claimSuspect('s', queues, types), [
    [SUSPECT, QUEUE_BY_NAME, JOB_BY_ID, HISTORY],
  ]);
  await note('horizon', () => store.horizon(queues, types), [[SUSPECT, QUEUE_BY_NAME, WAITING]]);
  await note('holds', () => store.holds(HOLD), [[JOB_BY_ID]]);
  await note('close', () => store.close([aClosing(HOLD)]), [[JOB_BY_ID]]);
  await note('settle', () => store.settle([aCompletion(HOLD)]), [[JOB_BY_ID, PARENT, HISTORY]]);
  await note('log', () => store.log([{ jobId: 1, claim: 1, level: 'info', message: 'm', at: AT }]), [
    [JOB_BY_ID, `${ADDED} Log (id)`],
  ]);
  await note('setProgress', () => store.setProgress(HOLD, 50), [[JOB_BY_ID]]);
  await note(
    'requeue',
    () => store.requeue(1, 3, 'r'),
    [[JOB_BY_ID], [JOB_BY_ID, HISTORY]],
    [{ state: 'failed', key: null, isPast: 0 }],
  );
  await note('runNow', () => store.runNow(1, 'r'), [[JOB_BY_ID], [JOB_BY_ID, HISTORY]], [{ state: 'waiting' }]);
  await note('requeueMany', () => store.requeueMany([1], new Map([['a.one', 3]]), 'r'), [[JOB_BY_ID, KEY, HISTORY]]);
  await note('runNowMany', () => store.runNowMany([1], 'r'), [[JOB_BY_ID, HISTORY]]);
  return all;
}

describe('the statements of the job store on SQL Server', () => {
  it('are those of the golden file', async () => {
    expectGolden('mssql-job-store.sql', await statementsFor());
  });

  it('name the other database in front of every table when the jobs are in it', async () => {
    const [here, there] = [await statementsFor(), await statementsFor('Other')];
    expect(there.map(({ sql }) => sql.replaceAll('"Other"."jobs".', '"jobs".'))).toEqual(here.map(({ sql }) => sql));
    expect(there.filter(({ sql }) => /(?<!"Other"\.)"jobs"/.test(sql))).toEqual([]);
  });

  it('name no index that the migration does not make', async () => {
    const statements = await statementsFor();
    const named = statements.flatMap(({ sql, seeks }) => [sql, ...seeks].join(' ').match(/\b[IU]X_\w+/g) ?? []);
    expect(named).toContain('IX_Job_claim');
    for (const index of new Set(named)) expect(MIGRATION).toContain(`INDEX "${index}" ON`);
  });
});
