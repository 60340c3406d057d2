import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database';
import type { SqlRow, SqlValue } from '../../../database/session';
import { hourOf } from '../figure-rows';
import type { Hold, JobNotice, ServerRecord } from '../job-store';
import { groupedStats } from '../stat-groups';
import type { StatDelta, UpkeepStore } from '../upkeep-store';
import { MssqlClock, NOW, after } from './mssql-clock';
import { isoText, noticeOf } from './mssql-family';
import { AS_WRITTEN, inLanes } from './mssql-lanes';
import { MssqlTables } from './mssql-tables';
import { handBack, parkUnknown, removeExpired, settleStranded, takeOver } from './mssql-upkeep-batches';

/** What keeps the job tables true on SQL Server; each step is one round trip. */
@Injectable()
export class MssqlUpkeepStore implements UpkeepStore {
  constructor(
    private readonly database: Database,
    private readonly clock: MssqlClock,
    private readonly tables: MssqlTables,
  ) {}

  async heartbeat({ queues, types, ...server }: ServerRecord): Promise<{ isNew: boolean }> {
    const [row] = await this.run<{ isNew: boolean }>(heartbeat(this.tables), {
      ...server,
      queues: JSON.stringify(queues),
      types: JSON.stringify(types),
    });
    return { isNew: row?.isNew ?? false };
  }

  holdsOf(serverId: string): Promise<Hold[]> {
    return this.database.query<SqlRow & Hold>(
      `SELECT id, claim FROM ${this.tables.job} WHERE state = 'processing' AND serverId = @serverId;`,
      { serverId },
    );
  }

  async removeServer(serverId: string): Promise<void> {
    await this.database.query(`DELETE FROM ${this.tables.server} WHERE id = @serverId;`, { serverId });
  }

  async handBack(holds: readonly Hold[], reason: string): Promise<JobNotice[]> {
    if (holds.length === 0) return [];
    const rows = await this.run(handBack(this.tables), {
      holds: JSON.stringify(holds.map(({ id, claim }) => [id, claim])),
      reason,
    });
    return rows.map(noticeOf);
  }

  async silentServers(silenceMs: number): Promise<string[]> {
    const rows = await this.run<{ id: string }>(silentServers(this.tables), { silenceMs });
    return rows.map((row) => row.id);
  }

  async takeOver(serverId: string): Promise<{ returned: JobNotice[]; poisoned: number[] }> {
    const rows = await this.run<{ state: string }>(takeOver(this.tables), {
      serverId,
      data: JSON.stringify({ server: serverId }),
    });
    const notices = (state: string) => rows.filter((row) => row.state === state).map(noticeOf);
    return { returned: notices('waiting'), poisoned: notices('failed').map(({ id }) => id) };
  }

  async settleStranded(limit: number): Promise<JobNotice[]> {
    return (await this.run(settleStranded(this.tables), { limit })).map(noticeOf);
  }

  async parkUnknown(graceMs: number, limit: number): Promise<number[]> {
    const rows = await this.run<{ id: number }>(parkUnknown(this.tables), { ...inLanes('waiting'), graceMs, limit });
    return rows.map((row) => row.id);
  }

  async removeExpired(limit: number): Promise<number> {
    const [row] = await this.run<{ removed: number }>(removeExpired(this.tables), { limit });
    return row?.removed ?? 0;
  }

  async removeStats(before: Date): Promise<void> {
    await this.database.query(`DELETE FROM ${this.tables.stat} WHERE hour < @hour;`, { hour: hourOf(before) });
  }

  async lead(name: string, holder: string, leaseMs: number): Promise<boolean> {
    const [row] = await this.run<{ leads: boolean }>(lead(this.tables), { name, holder, leaseMs });
    return row?.leads ?? false;
  }

  async resign(name: string, holder: string): Promise<void> {
    await this.database.query(`DELETE FROM ${this.tables.lock} WHERE name = @name AND holder = @holder;`, {
      name,
      holder,
    });
  }

  async addStats(serverId: string, deltas: readonly StatDelta[]): Promise<void> {
    if (deltas.length === 0) return;
    const rows = groupedStats(deltas).map(({ type, outcome, count, waitSum, runSum, waitBuckets, runBuckets }) => [
      ...[type, outcome, count, waitSum, runSum],
      ...[waitBuckets, runBuckets].map((buckets) => JSON.stringify(buckets)),
    ]);
    await this.run(addStats(this.tables), { serverId, deltas: JSON.stringify(rows) });
  }

  async declareQueues(queues: readonly { name: string; ratePerMinute: number | null }[]): Promise<void> {
    await this.database.query(declareQueues(this.tables), {
      queues: JSON.stringify(queues.map(({ name, ratePerMinute }) => [name, ratePerMinute])),
    });
  }

  /** Rows of a batch that begins with `NOW`. */
  private run<R extends SqlRow = SqlRow>(batch: string, parameters: Record<string, SqlValue>): Promise<R[]> {
    return this.database.query<R>(batch, { ...this.clock.offset, ...parameters });
  }
}

const heartbeat = ({ server }: MssqlTables) => `${NOW}
UPDATE ${server} SET heartbeatAt = @now WHERE id = @id;
DECLARE @isNew bit = CASE WHEN @@ROWCOUNT = 0 THEN 1 ELSE 0 END;
IF @isNew = 1
  INSERT INTO ${server} (id, host, pid, role, queues, types, workers, version, startedAt, heartbeatAt)
  VALUES (@id, @host, @pid, @role, @queues, @types, @workers, @version, @now, @now);
SELECT @isNew AS isNew;`;

const silentServers = ({ server, job }: MssqlTables) => `${NOW}
SELECT id FROM ${server} WHERE heartbeatAt < ${after('@now', '-@silenceMs')}
UNION
SELECT job.serverId FROM ${job} AS job
WHERE job.state = 'processing' AND NOT EXISTS (SELECT 1 FROM ${server} AS server WHERE server.id = job.serverId);`;

const lead = ({ lock }: MssqlTables) => `${NOW}
DECLARE @until datetime2(3) = ${after('@now', '@leaseMs')};
UPDATE ${lock} SET holder = @holder, until = @until WHERE name = @name AND (holder = @holder OR until <= @now);
DECLARE @leads int = @@ROWCOUNT;
IF @leads = 0
BEGIN
  INSERT INTO ${lock} (name, holder, until) SELECT @name, @holder, @until
  WHERE NOT EXISTS (SELECT 1 FROM ${lock} WITH (UPDLOCK, HOLDLOCK) WHERE name = @name);
  SET @leads = @@ROWCOUNT;
END;
SELECT CAST(@leads AS bit) AS leads;`;

const DELTAS = `OPENJSON(@deltas) WITH (type nvarchar(100) '$[0]', outcome nvarchar(12) '$[1]', "count" int '$[2]',
  waitSum bigint '$[3]', runSum bigint '$[4]', waitBuckets nvarchar(400) '$[5]', runBuckets nvarchar(400) '$[6]') AS delta`;

/** The two JSON arrays added up, place by place. */
const summed = (buckets: string) => `(
    SELECT CONCAT(N'[', STRING_AGG(CAST(old.value AS int) + CAST(new.value AS int), N',')
      WITHIN GROUP (ORDER BY CAST(old."key" AS int)), N']')
    FROM OPENJSON(stat.${buckets}) AS old INNER JOIN OPENJSON(delta.${buckets}) AS new ON new."key" = old."key")`;

/** Only this server writes these rows, so no other waits for them. */
const addStats = ({ stat }: MssqlTables) => `${NOW}
DECLARE @hour nvarchar(13) = LEFT(${isoText('@now')}, 13);
UPDATE stat SET "count" = stat."count" + delta."count", waitSum = stat.waitSum + delta.waitSum,
  runSum = stat.runSum + delta.runSum,
  waitBuckets = ${summed('waitBuckets')},
  runBuckets = ${summed('runBuckets')}
FROM ${DELTAS}
INNER JOIN ${stat} AS stat
  ON stat.hour = @hour AND stat.type = delta.type AND stat.outcome = delta.outcome AND stat.serverId = @serverId
${AS_WRITTEN};
INSERT INTO ${stat} (hour, type, outcome, serverId, "count", waitSum, runSum, waitBuckets, runBuckets)
SELECT @hour, delta.type, delta.outcome, @serverId, delta."count", delta.waitSum, delta.runSum, delta.waitBuckets, delta.runBuckets
FROM ${DELTAS}
WHERE NOT EXISTS (SELECT 1 FROM ${stat} AS stat WITH (UPDLOCK, HOLDLOCK)
  WHERE stat.hour = @hour AND stat.type = delta.type AND stat.outcome = delta.outcome AND stat.serverId = @serverId);`;

const QUEUES = `OPENJSON(@queues) WITH (name nvarchar(50) '$[0]', ratePerMinute int '$[1]') AS wanted`;

const declareQueues = ({
  queue,
}: MssqlTables) => `UPDATE queue SET ratePerMinute = wanted.ratePerMinute, declaredRate = wanted.ratePerMinute
FROM ${QUEUES} INNER JOIN ${queue} AS queue ON queue.name = wanted.name
WHERE NOT EXISTS (SELECT queue.declaredRate INTERSECT SELECT wanted.ratePerMinute);
INSERT INTO ${queue} (name, ratePerMinute, declaredRate) SELECT wanted.name, wanted.ratePerMinute, wanted.ratePerMinute FROM ${QUEUES}
WHERE NOT EXISTS (SELECT 1 FROM ${queue} AS queue WITH (UPDLOCK, HOLDLOCK) WHERE queue.name = wanted.name);`;
