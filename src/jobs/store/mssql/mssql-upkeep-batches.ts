import { NOW, after } from './mssql-clock';
import { CHANGED, NOTICE, WHEN_DUE, deleteChildren, history, intoChanged, releaseChildren } from './mssql-family';
import { AS_WRITTEN, WAITS_IN_LANE, lanes } from './mssql-lanes';
import { type MssqlTables, PAST_LOCKED } from './mssql-tables';

/** Below it, a statement keeps locks on rows and takes none on the table. */
const ROWS_A_DELETE = 2_000;

export const handBack = (tables: MssqlTables) => `${NOW}
${CHANGED}
UPDATE job SET state = 'waiting', attempt = attempt - 1, revision = revision + 1
${intoChanged('@reason')}
FROM OPENJSON(@holds) WITH (heldId bigint '$[0]', heldClaim int '$[1]') AS hold
INNER JOIN ${tables.job} AS job WITH (FORCESEEK) ON job.id = hold.heldId
WHERE job.claim = hold.heldClaim AND job.state = 'processing' ${AS_WRITTEN};
${history(tables)}
SELECT ${NOTICE} FROM @changed;`;

/** What the server ran, found among all that run: no more than there are workers. */
const heldBy = ({ job }: MssqlTables) => `FROM ${job} WITH (INDEX (IX_Job_state), FORCESEEK)
WHERE state = 'processing' AND serverId = @serverId`;

const died = (
  tables: MssqlTables,
  condition: string,
  reason: string,
) => `UPDATE ${tables.job} SET state = 'failed', deaths = deaths + 1,
  revision = revision + 1, finishedAt = @now, lastError = N'The server that ran the job died.'
${intoChanged(reason)}
${heldBy(tables)} AND ${condition};`;

export const takeOver = (tables: MssqlTables) => `${NOW}
${CHANGED}
${died(tables, 'deaths >= 2', `N'poison'`)}
${died(tables, 'attempt >= maxAttempts', `N'server-lost'`)}
UPDATE ${tables.job} SET state = 'waiting', deaths = deaths + 1, revision = revision + 1
${intoChanged(`N'server-lost'`)}
${heldBy(tables)};
${history(tables, `COALESCE(${WHEN_DUE}, @data)`)}
DELETE FROM ${tables.server} WHERE id = @serverId;
SELECT ${NOTICE}, state FROM @changed;`;

/** Parents are seen unlocked, and those that ended looked at again under a lock, before their children are: as everywhere. */
export const settleStranded = (tables: MssqlTables) => `${NOW}
${CHANGED}
DECLARE @parent TABLE (id bigint NOT NULL PRIMARY KEY, state nvarchar(12));
INSERT INTO @parent (id) SELECT DISTINCT TOP (@limit) child.parentId
FROM ${tables.job} AS child WITH (INDEX (IX_Job_parent)) LEFT JOIN ${tables.job} AS parent ON parent.id = child.parentId
WHERE child.state = 'awaiting' AND child.parentId IS NOT NULL
  AND (parent.state IS NULL OR parent.state IN ('succeeded', 'deleted')) ${AS_WRITTEN};
UPDATE parent SET state = job.state
FROM @parent AS parent INNER JOIN ${tables.job} AS job WITH (UPDLOCK, ROWLOCK, FORCESEEK) ON job.id = parent.id ${AS_WRITTEN};
${deleteChildren(tables, `SELECT id FROM @parent WHERE state IS NULL OR state = 'deleted'`)}
${releaseChildren(tables, `SELECT id FROM @parent WHERE state = 'succeeded'`)}
${history(tables)}
SELECT ${NOTICE} FROM @changed WHERE state = 'waiting';`;

export const parkUnknown = (tables: MssqlTables) => `${NOW}
${CHANGED}
${lanes(tables)}
DECLARE @since datetime2(3) = ${after('@now', '-@graceMs')};
DELETE FROM @lane WHERE type IN (SELECT handled.type FROM ${tables.server} AS server
  CROSS APPLY OPENJSON(server.types) WITH (type nvarchar(100) '$') AS handled);
UPDATE job SET state = 'failed', revision = revision + 1, finishedAt = @now,
  lastError = CONCAT(N'No server handles jobs of type ', job.type, N'.')
${intoChanged(`N'unknown-type'`)}
FROM (SELECT TOP (@limit) job.id AS unknownId FROM @lane AS lane
  INNER JOIN ${tables.job} AS job WITH (INDEX (IX_Job_waiting), FORCESEEK, ${PAST_LOCKED})
    ON ${WAITS_IN_LANE} AND job.dueAt <= @since) AS due
INNER JOIN ${tables.job} AS job WITH (FORCESEEK) ON job.id = due.unknownId
WHERE job.state = 'waiting'
  AND EXISTS (SELECT 1 FROM ${tables.server} AS server WHERE server.types <> N'[]' AND server.startedAt <= @since) ${AS_WRITTEN};
${history(tables)}
SELECT id FROM @changed;`;

/**
 * Of a deadlock it is the victim, for it can be done again at any time; the priority is the batch's alone. A job that someone
 * holds is left for the next time. Who adds a child locks its parent first, so those that are locked here get none after they
 * were looked at again.
 */
export const removeExpired = (tables: MssqlTables) => `SET DEADLOCK_PRIORITY LOW;
${NOW}
DECLARE @expired TABLE (id bigint NOT NULL PRIMARY KEY);
INSERT INTO @expired (id)
SELECT job.id FROM (
  SELECT TOP (@limit) expired.id FROM ${tables.job} AS expired WITH (INDEX (IX_Job_expired), FORCESEEK)
  WHERE expired.expiresAt IS NOT NULL AND expired.expiresAt <= @now AND NOT EXISTS (${childOf(tables, 'expired.id')})
  ORDER BY expired.expiresAt) AS due
INNER JOIN ${tables.job} AS job WITH (INDEX (1), FORCESEEK, ${PAST_LOCKED}) ON job.id = due.id
WHERE job.expiresAt <= @now ${AS_WRITTEN};
DELETE gone FROM @expired AS gone WHERE EXISTS (${childOf(tables, 'gone.id')});
${[tables.state, tables.log].map(removeOf).join('\n')}
DELETE FROM ${tables.tag} WHERE jobId IN (SELECT id FROM @expired);
DELETE FROM ${tables.job} WHERE id IN (SELECT id FROM @expired);
SELECT COUNT(*) AS removed FROM @expired;`;

const childOf = ({ job }: MssqlTables, id: string) =>
  `SELECT 1 FROM ${job} AS child WITH (INDEX (IX_Job_parent), FORCESEEK) WHERE child.state = 'awaiting' AND child.parentId = ${id}`;

const removeOf = (table: string) => `WHILE 1 = 1
BEGIN
  DELETE TOP (${ROWS_A_DELETE}) FROM ${table} WHERE jobId IN (SELECT id FROM @expired);
  IF @@ROWCOUNT < ${ROWS_A_DELETE} BREAK;
END;`;
