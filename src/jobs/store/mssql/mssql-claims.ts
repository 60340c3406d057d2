import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database';
import type { SqlRow, SqlValue } from '../../../database/session';
import { PRIORITIES } from '../../definition/job-definition';
import type { ClaimedJob, Horizon, Lane } from '../job-store';
import { MssqlClock, NOW } from './mssql-clock';
import { AS_WRITTEN } from './mssql-lanes';
import { MssqlTables, PAST_LOCKED } from './mssql-tables';

const MINUTE = 60_000;
/** How much of a minute's rate may be spent at once, so that a full queue leaves evenly. */
const BURST_MS = 1_000;

const CLAIMED = `DECLARE @claimed TABLE (id bigint NOT NULL PRIMARY KEY, type nvarchar(100) NOT NULL, queue nvarchar(50) NOT NULL,
  priority int NOT NULL, payload nvarchar(max) NOT NULL, claim int NOT NULL, attempt int NOT NULL, maxAttempts int NOT NULL,
  deaths int NOT NULL, dueAt datetime2(3) NOT NULL, deadline datetime2(3), startedAt datetime2(3) NOT NULL, traceParent nvarchar(55),
  revision int NOT NULL);`;

const CLAIMED_COLUMNS =
  'id, type, queue, payload, claim, attempt, maxAttempts, deaths, dueAt, deadline, startedAt, traceParent';

/** Moves the jobs of `due`, a query that locks them and gives their ids as `dueId`, to `processing`. */
const take = ({ job }: MssqlTables, due: string) => {
  const columns = `${CLAIMED_COLUMNS}, priority, revision`.split(', ');
  return `UPDATE job SET state = 'processing', claim = claim + 1, attempt = attempt + 1, revision = revision + 1,
    serverId = @serverId, startedAt = @now
  OUTPUT ${columns.map((column) => `inserted.${column}`).join(', ')}
    INTO @claimed (${columns.join(', ')})
  FROM (${due}) AS due
  INNER JOIN ${job} AS job WITH (INDEX (1), FORCESEEK) ON job.id = due.dueId
  WHERE job.state = 'waiting' ${AS_WRITTEN};`;
};

const claimedHistory = ({ state }: MssqlTables) => `INSERT INTO ${state} (jobId, seq, claim, name, reason, data, at)
SELECT id, revision, claim, 'processing', NULL, CONCAT(N'{"server":', @serverJson, N',"attempt":', attempt, N'}'), @now
FROM @claimed;`;

/**
 * The limits of a queue are counted by one claim at a time over all servers, which holds its row; a queue without any is not
 * locked. Instants are whole milliseconds: what is missing of one until the rate lets a job through is given.
 *
 * The priorities are asked in turn, and a later one only when needed. The index is named, for while few jobs wait others look
 * as good to the optimizer, and with them it would lock what it then sorts away. It is not gone through for types of which none
 * is due: it would lock in passing all that waits of others.
 */
const claim = (tables: MssqlTables, types: string) => `${NOW}
DECLARE @allowed int = @limit, @paused bit = 0, @concurrency int, @ratePerMinute int, @rateFullAt datetime2(3);
SELECT @paused = paused, @concurrency = concurrency, @ratePerMinute = ratePerMinute FROM ${tables.queue} WHERE name = @queue;
IF @concurrency IS NOT NULL OR @ratePerMinute IS NOT NULL
BEGIN
  SELECT @paused = paused, @concurrency = concurrency, @ratePerMinute = ratePerMinute,
    @rateFullAt = CASE WHEN rateFullAt > @now THEN rateFullAt ELSE @now END
  FROM ${tables.queue} WITH (UPDLOCK, ROWLOCK) WHERE name = @queue;
  DECLARE @room int, @interval float = ${MINUTE}e0 / @ratePerMinute;
  IF @concurrency IS NOT NULL
    SET @room = @concurrency - (SELECT COUNT(*) FROM ${tables.job} WHERE state = 'processing' AND queue = @queue);
  IF @room < @allowed SET @allowed = @room;
  SET @room = CAST(FLOOR((CASE WHEN @interval > ${BURST_MS} THEN @interval ELSE ${BURST_MS} END
    - DATEDIFF_BIG(millisecond, @now, @rateFullAt) + 1) / @interval) AS int);
  IF @room < @allowed SET @allowed = @room;
END;
IF @paused = 1 OR NOT EXISTS (
  SELECT 1 FROM (VALUES ${rowsOf(types)}) AS handled (type)
  CROSS APPLY (
    SELECT TOP (1) job.id FROM ${tables.job} AS job WITH (INDEX (IX_Job_waiting), FORCESEEK)
    WHERE job.state = 'waiting' AND job.queue = @queue AND job.type = handled.type AND job.dueAt <= @now) AS due)
  SET @allowed = 0;
${CLAIMED}
DECLARE @priority int = 0, @taken int = 0;
WHILE @priority < ${PRIORITIES.length} AND @taken < @allowed
BEGIN
  ${take(
    tables,
    `SELECT TOP (@allowed - @taken) id AS dueId FROM ${tables.job} WITH (INDEX (IX_Job_claim), FORCESEEK, ${PAST_LOCKED})
    WHERE state = 'waiting' AND queue = @queue AND priority = @priority AND dueAt <= @now AND deaths < 2
      AND type IN (${types})
    ORDER BY dueAt, id`,
  )}
  SET @taken = (SELECT COUNT(*) FROM @claimed);
  SET @priority = @priority + 1;
END;
${claimedHistory(tables)}
IF @ratePerMinute IS NOT NULL AND @taken > 0
  UPDATE ${tables.queue} SET rateFullAt = DATEADD(millisecond, CAST(CEILING(@taken * ${MINUTE}e0 / @ratePerMinute) AS int), @rateFullAt)
  WHERE name = @queue;
SELECT ${CLAIMED_COLUMNS} FROM @claimed ORDER BY priority, dueAt, id;`;

/** Due jobs that killed their server twice, by the alias `suspect`. */
const suspects = ({ job, queue }: MssqlTables, lists: Lists, hints: string) => `FROM ${job} AS suspect WITH (${hints})
    WHERE suspect.state = 'waiting' AND suspect.deaths >= 2 AND suspect.dueAt <= @now
      AND suspect.queue IN (${lists.queues}) AND suspect.type IN (${lists.types})
      AND NOT EXISTS (SELECT 1 FROM ${queue} AS paused WHERE paused.name = suspect.queue AND paused.paused = 1)`;

const SUSPECT_INDEX = 'INDEX (IX_Job_suspect), FORCESEEK';

const claimSuspect = (tables: MssqlTables, lists: Lists) => `${NOW}
${CLAIMED}
${take(
  tables,
  `SELECT TOP (1) suspect.id AS dueId ${suspects(tables, lists, `${SUSPECT_INDEX}, ${PAST_LOCKED}`)}
    ORDER BY suspect.dueAt`,
)}
${claimedHistory(tables)}
SELECT ${CLAIMED_COLUMNS} FROM @claimed;`;

/** One row for each queue. Every pair of queue and type is a seek of one row. */
const horizon = (tables: MssqlTables, lists: Lists) => `${NOW}
DECLARE @suspect bit = CASE WHEN EXISTS (SELECT 1 ${suspects(tables, lists, SUSPECT_INDEX)}) THEN 1 ELSE 0 END;
SELECT @now AS "now", @suspect AS suspect, wanted.name AS queue, head.dueAt, limits.paused, limits.ratePerMinute, limits.rateFullAt
FROM (VALUES ${rowsOf(lists.queues)}) AS wanted (name)
LEFT JOIN ${tables.queue} AS limits ON limits.name = wanted.name
OUTER APPLY (
  SELECT MIN(due.dueAt) AS dueAt FROM (VALUES ${rowsOf(lists.types)}) AS handled (type)
  CROSS APPLY (
    SELECT TOP (1) job.dueAt FROM ${tables.job} AS job WITH (INDEX (IX_Job_waiting), FORCESEEK)
    WHERE job.state = 'waiting' AND job.queue = wanted.name AND job.type = handled.type AND job.deaths < 2
    ORDER BY job.dueAt, job.id) AS due) AS head;`;

/** The names of parameters, one for each queue and for each type. */
interface Lists {
  queues: string;
  types: string;
}

const rowsOf = (names: string) => names.replace(/@\w+/g, '($&)');

interface HorizonRow extends SqlRow {
  now: Date;
  suspect: boolean;
  queue: string;
  dueAt: Date | null;
  paused: boolean | null;
  ratePerMinute: number | null;
  rateFullAt: Date | null;
}

/**
 * Claims in one round trip each, the limits of the queue and the history included. Queues and types are parameters one by one:
 * a server has the same few all its life, and the plan then compares where it reads instead of joining a table.
 */
@Injectable()
export class MssqlClaims {
  constructor(
    private readonly database: Database,
    private readonly clock: MssqlClock,
    private readonly tables: MssqlTables,
  ) {}

  async claim(serverId: string, { queue, types, limit }: Lane): Promise<ClaimedJob[]> {
    if (types.length === 0 || limit <= 0) return [];
    const rows = await this.database.query(claim(this.tables, namesOf('type', types)), {
      ...this.clock.offset,
      ...serverOf(serverId),
      queue,
      ...valuesOf('type', types),
      limit,
    });
    return rows.map(claimedOf);
  }

  async claimSuspect(
    serverId: string,
    queues: readonly string[],
    types: readonly string[],
  ): Promise<ClaimedJob | null> {
    if (queues.length === 0 || types.length === 0) return null;
    const [row] = await this.database.query(claimSuspect(this.tables, listsOf(queues, types)), {
      ...this.clock.offset,
      ...serverOf(serverId),
      ...valuesOf('queue', queues),
      ...valuesOf('type', types),
    });
    return row ? claimedOf(row) : null;
  }

  async horizon(queues: readonly string[], types: readonly string[]): Promise<Horizon> {
    if (queues.length === 0 || types.length === 0) {
      return { now: await this.clock.read(this.database), next: new Map(), suspect: false };
    }
    const rows = await this.database.query<HorizonRow>(horizon(this.tables, listsOf(queues, types)), {
      ...this.clock.offset,
      ...valuesOf('queue', queues),
      ...valuesOf('type', types),
    });
    const next = rows.flatMap((row): [string, Date][] =>
      row.dueAt && !row.paused ? [[row.queue, laterOf(row.dueAt, nextToken(row))]] : [],
    );
    const [first] = rows; // there is one for each queue
    return { now: first?.now ?? new Date(0), next: new Map(next), suspect: first?.suspect ?? false };
  }
}

const serverOf = (serverId: string) => ({ serverId, serverJson: JSON.stringify(serverId) });

const namesOf = (name: string, values: readonly string[]) => values.map((_, index) => `@${name}${index}`).join(', ');

const valuesOf = (name: string, values: readonly string[]): Record<string, SqlValue> =>
  Object.fromEntries(values.map((value, index) => [`${name}${index}`, value]));

const listsOf = (queues: readonly string[], types: readonly string[]): Lists => ({
  queues: namesOf('queue', queues),
  types: namesOf('type', types),
});

/** When the rate lets the next job through; long ago where there is none. */
function nextToken({ now, ratePerMinute, rateFullAt }: HorizonRow): Date {
  if (ratePerMinute === null) return new Date(0);
  const interval = MINUTE / ratePerMinute;
  return new Date((rateFullAt ?? now).getTime() + interval - Math.max(BURST_MS, interval));
}

const laterOf = (a: Date, b: Date) => (a > b ? a : b);

const claimedOf = (row: SqlRow) => row as unknown as ClaimedJob; // CLAIMED_COLUMNS are its members
