import type { SqlRow } from '../../../database/session';
import type { JobNotice } from '../job-store';
import { DELETED_KEPT_MS } from '../store-constants';
import type { MssqlTables } from './mssql-tables';

/** The columns of JobNotice. */
export const NOTICE = 'id, queue, type, claim, dueAt';

export function noticeOf(row: SqlRow): JobNotice {
  const { id, queue, type, claim, dueAt } = row as unknown as JobNotice; // the columns of NOTICE
  return { id, queue, type, claim, dueAt };
}

/**
 * What a batch has changed. Every UPDATE of a job's state in it puts its rows out by `intoChanged`, and `history` writes one
 * history row for each at the end.
 */
export const CHANGED = `DECLARE @changed TABLE (id bigint NOT NULL PRIMARY KEY, queue nvarchar(50) NOT NULL, type nvarchar(100) NOT NULL,
  claim int NOT NULL, dueAt datetime2(3), state nvarchar(12) NOT NULL, revision int NOT NULL, reason nvarchar(200));`;

/** The OUTPUT clause of a change for `reason`, which is SQL. */
export const intoChanged = (
  reason: string,
) => `OUTPUT inserted.id, inserted.queue, inserted.type, inserted.claim, inserted.dueAt,
  inserted.state, inserted.revision, ${reason} INTO @changed (${NOTICE}, state, revision, reason)`;

/** As ISO 8601, which JSON and people read. */
export const isoText = (instant: string) => `CONCAT(REPLACE(CONVERT(nvarchar(23), ${instant}, 121), N' ', N'T'), N'Z')`;

/** What the history says of a job that waits. */
export const WHEN_DUE = `CASE WHEN state = 'waiting' THEN CONCAT(N'{"dueAt":"', ${isoText('dueAt')}, N'"}') END`;

/** The history of all that is in `@changed`; `data` is SQL for a JSON text. */
export const history = (
  { state }: MssqlTables,
  data = WHEN_DUE,
) => `INSERT INTO ${state} (jobId, seq, claim, name, reason, data, at)
SELECT id, revision, claim, state, reason,
  ${data}, @now
FROM @changed;`;

/** Lets the children of succeeded jobs wait for their time only; `parents` is a query of ids. */
export const releaseChildren = (
  { job }: MssqlTables,
  parents: string,
) => `UPDATE ${job} SET state = 'waiting', revision = revision + 1,
  dueAt = CASE WHEN dueAt > @now THEN dueAt ELSE @now END
${intoChanged(`N'parent-succeeded'`)}
FROM ${job} WITH (INDEX (IX_Job_parent), FORCESEEK)
WHERE state = 'awaiting' AND parentId IN (${parents});`;

/** Deletes the children of deleted jobs, and theirs; `parents` is a query of ids. */
export const deleteChildren = ({ job }: MssqlTables, parents: string) => `DECLARE @generation int = 0;
DECLARE @gone TABLE (generation int NOT NULL, id bigint NOT NULL, PRIMARY KEY (generation, id));
INSERT INTO @gone (generation, id) SELECT 0, id FROM (${parents}) AS parent (id);
WHILE EXISTS (SELECT 1 FROM @gone WHERE generation = @generation)
BEGIN
  UPDATE ${job} SET state = 'deleted', revision = revision + 1, finishedAt = @now,
    expiresAt = DATEADD(millisecond, ${DELETED_KEPT_MS}, @now)
  ${intoChanged(`N'parent-deleted'`)}
  FROM ${job} WITH (INDEX (IX_Job_parent), FORCESEEK)
  WHERE state = 'awaiting' AND parentId IN (SELECT id FROM @gone WHERE generation = @generation);
  SET @generation = @generation + 1;
  INSERT INTO @gone (generation, id) SELECT @generation, id FROM @changed
  WHERE reason = N'parent-deleted' AND id NOT IN (SELECT id FROM @gone);
END;`;
