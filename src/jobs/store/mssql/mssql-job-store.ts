import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database';
import type { SqlParameters, SqlRow } from '../../../database/session';
import type { JobState } from '../../job.state';
import type {
  ChangedJob,
  ClaimedJob,
  ClosingHold,
  Completion,
  Hold,
  Horizon,
  JobEnd,
  JobNotice,
  JobStore,
  Lane,
  LogLine,
  NewJob,
} from '../job-store';
import { DELETED_KEPT_MS } from '../store-constants';
import { checkRequeue, checkRunNow, endsAmong, keysOf, refusingKey } from '../store-rules';
import { MssqlClaims } from './mssql-claims';
import { MssqlClock, NOW } from './mssql-clock';
import { MssqlCompletions } from './mssql-completions';
import { CHANGED, NOTICE, deleteChildren, history, intoChanged, noticeOf } from './mssql-family';
import { AS_WRITTEN } from './mssql-lanes';
import { jobKeys, newJobs, newTags, shortened } from './mssql-table-types';
import { MssqlTables } from './mssql-tables';

/** Ids count up in the order of an INSERT's ORDER BY, so a row's place among them is its position. */
const insert = (tables: MssqlTables) => `${NOW}
${CHANGED}
INSERT INTO ${tables.job} (type, queue, priority, payload, state, "key", dueAt, deadline, maxAttempts, parentId, traceParent, createdAt)
${intoChanged('NULL')}
SELECT type, queue, priority, payload, CASE WHEN parentId IS NULL THEN 'waiting' ELSE 'awaiting' END, "key",
  COALESCE(dueAt, @now), deadline, maxAttempts, parentId, traceParent, @now
FROM @jobs ORDER BY position;
${history(tables)}
INSERT INTO ${tables.tag} (name, value, jobId)
SELECT DISTINCT tag.name, tag.value, made.id
FROM @tags AS tag JOIN (SELECT id, ROW_NUMBER() OVER (ORDER BY id) - 1 AS position FROM @changed) AS made
  ON made.position = tag.position;
SELECT ${NOTICE} FROM @changed ORDER BY id;`;

const lockState = ({ job }: MssqlTables) => `SELECT state FROM ${job} WITH (UPDLOCK, ROWLOCK) WHERE id = @id;`;

const endsOf = ({ job, state }: MssqlTables) => `SELECT wanted.id, job.state, history.reason
FROM OPENJSON(@ids) WITH (id bigint '$') AS wanted
LEFT JOIN ${job} AS job ON job.id = wanted.id
LEFT JOIN ${state} AS history ON history.jobId = job.id AND history.seq = job.revision
${AS_WRITTEN};`;

/** As the condition of UX_Job_key says it. */
const OPEN = `state IN ('waiting', 'awaiting', 'processing')`;

const hasOpen = ({ job }: MssqlTables) =>
  `SELECT 1 AS isOpen FROM ${job} WHERE "key" = @key AND "key" IS NOT NULL AND ${OPEN};`;

/** The jobs of `@ids`, for an UPDATE. */
const wanted = ({ job }: MssqlTables) => `FROM OPENJSON(@ids) WITH (wantedId bigint '$') AS wanted
INNER JOIN ${job} AS job WITH (FORCESEEK) ON job.id = wanted.wantedId`;

const cancel = (tables: MssqlTables, target: string, which: string) => `${NOW}
${CHANGED}
UPDATE ${target} SET state = 'deleted', claim = claim + CASE WHEN state = 'processing' THEN 1 ELSE 0 END,
  revision = revision + 1, finishedAt = @now, expiresAt = DATEADD(millisecond, ${DELETED_KEPT_MS}, @now)
${intoChanged('@reason')}
${which};
DECLARE @cancelled TABLE (id bigint NOT NULL PRIMARY KEY);
INSERT INTO @cancelled (id) SELECT id FROM @changed;
${deleteChildren(tables, 'SELECT id FROM @cancelled')}
${history(tables)}
SELECT id FROM @cancelled;`;

const cancelByKeys = (tables: MssqlTables) =>
  cancel(
    tables,
    tables.job,
    `FROM @keys AS wanted, ${tables.job} WITH (INDEX (UX_Job_key), FORCESEEK)
WHERE "key" = wanted.openKey AND "key" IS NOT NULL AND ${OPEN} ${AS_WRITTEN}`,
  );

const cancelByIds = (tables: MssqlTables) =>
  cancel(tables, 'job', `${wanted(tables)}\nWHERE job.${OPEN} OR job.state = 'failed' ${AS_WRITTEN}`);

const lockEnded = ({ job }: MssqlTables) => `${NOW}
SELECT state, "key", CASE WHEN deadline <= @now THEN 1 ELSE 0 END AS isPast FROM ${job} WITH (UPDLOCK, ROWLOCK) WHERE id = @id;`;

const backToWaiting = (tables: MssqlTables, changes: string) => `${NOW}
${CHANGED}
UPDATE ${tables.job} SET state = 'waiting', dueAt = @now, revision = revision + 1${changes}
${intoChanged('@reason')}
WHERE id = @id;
${history(tables)}
SELECT ${NOTICE} FROM @changed;`;

const REQUEUED = `, deaths = 0, finishedAt = NULL, expiresAt = NULL,
  maxAttempts = CASE WHEN maxAttempts > attempt + @attempts THEN maxAttempts ELSE attempt + @attempts END`;

/** Of those with one key only the newest; nobody enqueues under a key that is looked at meanwhile. */
const requeueMany = (tables: MssqlTables) => `${NOW}
${CHANGED}
DECLARE @chosen TABLE (id bigint NOT NULL PRIMARY KEY);
INSERT INTO @chosen (id) SELECT MAX(job.id) FROM OPENJSON(@ids) WITH (wantedId bigint '$') AS wanted
INNER JOIN ${tables.job} AS job WITH (UPDLOCK, ROWLOCK, FORCESEEK) ON job.id = wanted.wantedId
WHERE job.state IN ('succeeded', 'failed', 'deleted') AND (job.deadline IS NULL OR job.deadline > @now)
  AND NOT EXISTS (SELECT 1 FROM ${tables.job} AS rival WITH (UPDLOCK, HOLDLOCK, FORCESEEK)
    WHERE rival."key" = job."key" AND rival."key" IS NOT NULL AND rival.${OPEN})
GROUP BY job."key", CASE WHEN job."key" IS NULL THEN job.id END ${AS_WRITTEN};
UPDATE job SET state = 'waiting', dueAt = @now, revision = revision + 1, deaths = 0, finishedAt = NULL, expiresAt = NULL,
  maxAttempts = CASE WHEN maxAttempts > attempt + COALESCE(more.attempts, 1) THEN maxAttempts
    ELSE attempt + COALESCE(more.attempts, 1) END
${intoChanged('@reason')}
FROM @chosen AS chosen INNER JOIN ${tables.job} AS job WITH (FORCESEEK) ON job.id = chosen.id
LEFT JOIN OPENJSON(@attempts) WITH (ofType nvarchar(100) '$[0]', attempts int '$[1]') AS more ON more.ofType = job.type
${AS_WRITTEN};
${history(tables)}
SELECT ${NOTICE} FROM @changed;`;

const runNowMany = (tables: MssqlTables) => `${NOW}
${CHANGED}
UPDATE job SET state = 'waiting', dueAt = @now, revision = revision + 1
${intoChanged('@reason')}
${wanted(tables)}
WHERE job.state = 'awaiting' OR (job.state = 'waiting' AND job.dueAt > @now) ${AS_WRITTEN};
${history(tables)}
SELECT ${NOTICE} FROM @changed;`;

/** Jobs on SQL Server. What belongs together is one batch and one round trip; sets of rows travel as tables. */
@Injectable()
export class MssqlJobStore implements JobStore {
  constructor(
    private readonly database: Database,
    private readonly clock: MssqlClock,
    private readonly tables: MssqlTables,
    private readonly claims: MssqlClaims,
    private readonly completions: MssqlCompletions,
  ) {}

  now(): Promise<Date> {
    return this.clock.read(this.database);
  }

  async insert(jobs: readonly NewJob[]): Promise<JobNotice[]> {
    if (jobs.length === 0) return [];
    const parameters = { ...this.clock.offset, jobs: newJobs(jobs), tags: newTags(jobs) };
    const rows = await refusingKey(
      () => this.database.query(insert(this.tables), parameters),
      () => keysOf(jobs),
    );
    return rows.map(noticeOf);
  }

  async lockState(id: number): Promise<JobState | null> {
    const [row] = await this.database.query<{ state: JobState }>(lockState(this.tables), { id });
    return row?.state ?? null;
  }

  async endsOf(ids: readonly number[]): Promise<Map<number, JobEnd>> {
    const rows = await this.database.query<{ id: number; state: JobState | null; reason: string | null }>(
      endsOf(this.tables),
      { ids: JSON.stringify(ids) },
    );
    return endsAmong(rows);
  }

  async hasOpen(key: string): Promise<boolean> {
    const rows = await this.database.query(hasOpen(this.tables), { key });
    return rows.length > 0;
  }

  async cancel(target: { keys: readonly string[] } | { ids: readonly number[] }, reason: string): Promise<number[]> {
    const parameters = { ...this.clock.offset, reason: shortened(reason) };
    const rows = await ('keys' in target
      ? this.database.query<{ id: number }>(cancelByKeys(this.tables), { ...parameters, keys: jobKeys(target.keys) })
      : this.database.query<{ id: number }>(cancelByIds(this.tables), {
          ...parameters,
          ids: JSON.stringify(target.ids),
        }));
    return rows.map(({ id }) => id);
  }

  claim(serverId: string, lane: Lane): Promise<ClaimedJob[]> {
    return this.claims.claim(serverId, lane);
  }

  claimSuspect(serverId: string, queues: readonly string[], types: readonly string[]): Promise<ClaimedJob | null> {
    return this.claims.claimSuspect(serverId, queues, types);
  }

  horizon(queues: readonly string[], types: readonly string[]): Promise<Horizon> {
    return this.claims.horizon(queues, types);
  }

  holds(hold: Hold): Promise<boolean> {
    return this.completions.holds(hold);
  }

  close(holds: readonly ClosingHold[]): Promise<Set<number>> {
    return this.completions.close(holds);
  }

  settle(completions: readonly Completion[]): Promise<JobNotice[]> {
    return this.completions.settle(completions);
  }

  log(lines: readonly LogLine[]): Promise<void> {
    return this.completions.log(lines);
  }

  setProgress(hold: Hold, percent: number): Promise<void> {
    return this.completions.setProgress(hold, percent);
  }

  async requeue(id: number, attempts: number, reason: string): Promise<ChangedJob | null> {
    const [job] = await this.database.query<{ state: JobState; key: string | null; isPast: number }>(
      lockEnded(this.tables),
      { ...this.clock.offset, id },
    );
    if (!job) return null;
    checkRequeue(job.state, job.isPast === 1);
    return refusingKey(
      () => this.backToWaiting(REQUEUED, { id, attempts, reason: shortened(reason) }),
      () => job.key ?? '',
    );
  }

  async runNow(id: number, reason: string): Promise<ChangedJob | null> {
    const state = await this.lockState(id);
    if (state === null) return null;
    checkRunNow(state);
    return this.backToWaiting('', { id, reason: shortened(reason) });
  }

  async requeueMany(
    ids: readonly number[],
    attempts: ReadonlyMap<string, number>,
    reason: string,
  ): Promise<JobNotice[]> {
    const rows = await this.database.query(requeueMany(this.tables), {
      ...this.clock.offset,
      ids: JSON.stringify(ids),
      attempts: JSON.stringify([...attempts]),
      reason: shortened(reason),
    });
    return rows.map(noticeOf);
  }

  async runNowMany(ids: readonly number[], reason: string): Promise<JobNotice[]> {
    const rows = await this.database.query(runNowMany(this.tables), {
      ...this.clock.offset,
      ids: JSON.stringify(ids),
      reason: shortened(reason),
    });
    return rows.map(noticeOf);
  }

  private async backToWaiting(changes: string, parameters: SqlParameters): Promise<ChangedJob | null> {
    const [row] = await this.database.query<SqlRow>(backToWaiting(this.tables, changes), {
      ...this.clock.offset,
      ...parameters,
    });
    return row ? { ...noticeOf(row), state: 'waiting' } : null;
  }
}
