import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database';
import type { SqlRow } from '../../../database/session';
import type { ClosingHold, Completion, Hold, JobNotice, LogLine } from '../job-store';
import { refusingKey } from '../store-rules';
import { MssqlClock, NOW, after } from './mssql-clock';
import { CHANGED, NOTICE, deleteChildren, history, noticeOf, releaseChildren } from './mssql-family';
import { jobEndings, jobHolds, jobLogLines } from './mssql-table-types';
import { MssqlTables } from './mssql-tables';

/** The job itself is what a claim would change, so it is locked against one. */
const holds = ({ job }: MssqlTables) => `SELECT 1 AS held FROM ${job} WITH (UPDLOCK, ROWLOCK)
WHERE id = @id AND claim = @claim AND state = 'processing';`;

/** The fence: what another has claimed since, or a cancellation cut off, does not match. */
const close = ({ job }: MssqlTables) => `${NOW}
UPDATE ${job} SET state = 'succeeded', revision = revision + 1, finishedAt = @now, progress = NULL,
  expiresAt = ${after('@now', 'hold.keepMs')}
OUTPUT inserted.id
FROM ${job} WITH (INDEX (1), FORCESEEK), @holds AS hold
WHERE id = hold.jobId AND claim = hold.heldClaim AND state = 'processing';`;

const settle = (tables: MssqlTables) => `${NOW}
UPDATE job SET state = ending.state, attempt = ending.attempt, lastError = COALESCE(ending.error, job.lastError),
  expiresAt = CASE WHEN ending.state <> 'waiting' THEN ${after('@now', 'ending.keepMs')} END,
  finishedAt = CASE WHEN ending.state <> 'waiting' THEN job.finishedAt END,
  dueAt = COALESCE(${after('@now', 'ending.delayMs')}, job.dueAt)
FROM @endings AS ending INNER LOOP JOIN ${tables.job} AS job WITH (FORCESEEK) ON job.id = ending.jobId
WHERE ending.state <> 'succeeded';
INSERT INTO ${tables.state} (jobId, seq, claim, name, reason, data, at)
SELECT job.id, job.revision, job.claim, job.state, ending.reason, ending.data, COALESCE(job.finishedAt, @now)
FROM @endings AS ending INNER LOOP JOIN ${tables.job} AS job WITH (FORCESEEK) ON job.id = ending.jobId;
${CHANGED}
${releaseChildren(tables, `SELECT jobId FROM @endings WHERE state = 'succeeded'`)}
${deleteChildren(tables, `SELECT jobId FROM @endings WHERE state = 'deleted'`)}
${history(tables)}
SELECT job.id, job.queue, job.type, job.claim, job.dueAt
FROM @endings AS ending INNER LOOP JOIN ${tables.job} AS job WITH (FORCESEEK) ON job.id = ending.jobId
WHERE ending.state = 'waiting'
UNION ALL SELECT ${NOTICE} FROM @changed WHERE state = 'waiting';`;

const log = (tables: MssqlTables) => `INSERT INTO ${tables.log} (jobId, claim, level, message, at)
SELECT line.jobId, line.claim, line.level, line.message, line.at
FROM @lines AS line
INNER LOOP JOIN ${tables.job} AS job WITH (UPDLOCK, ROWLOCK, FORCESEEK) ON job.id = line.jobId AND job.claim = line.claim
ORDER BY line.position;`;

const progress = ({ job }: MssqlTables) => `UPDATE ${job} SET progress = @percent
WHERE id = @id AND claim = @claim AND state = 'processing';`;

/** How claimed jobs end: a group takes two round trips, whatever its size. */
@Injectable()
export class MssqlCompletions {
  constructor(
    private readonly database: Database,
    private readonly clock: MssqlClock,
    private readonly tables: MssqlTables,
  ) {}

  async holds({ id, claim }: Hold): Promise<boolean> {
    const rows = await this.database.query(holds(this.tables), { id, claim });
    return rows.length > 0;
  }

  async close(held: readonly ClosingHold[]): Promise<Set<number>> {
    if (held.length === 0) return new Set();
    const rows = await this.database.query<SqlRow & { id: number }>(close(this.tables), {
      ...this.clock.offset,
      holds: jobHolds(held),
    });
    return new Set(rows.map(({ id }) => id));
  }

  async settle(completions: readonly Completion[]): Promise<JobNotice[]> {
    if (completions.length === 0) return [];
    const parameters = { ...this.clock.offset, endings: jobEndings(completions) };
    const waiting = () => completions.filter(({ state }) => state === 'waiting').map(({ id }) => id);
    const rows = await refusingKey(
      () => this.database.query(settle(this.tables), parameters),
      () => `of job ${waiting().join(' or ')}`,
    );
    return rows.map(noticeOf);
  }

  async log(lines: readonly LogLine[]): Promise<void> {
    if (lines.length === 0) return;
    await this.database.query(log(this.tables), { lines: jobLogLines(lines) });
  }

  async setProgress({ id, claim }: Hold, percent: number): Promise<void> {
    await this.database.query(progress(this.tables), { id, claim, percent });
  }
}
