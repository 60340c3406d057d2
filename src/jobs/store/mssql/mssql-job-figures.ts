import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database';
import type { SqlRow } from '../../../database/session';
import { JobRegistry } from '../../definition/job-registry';
import {
  COUNTED,
  type CountedInQueue,
  type DueInLane,
  type EndedInQueue,
  SAMPLE,
  type TypeSums,
  type WaitSums,
  boundedCount,
  boundedCounts,
  hourBegan,
  hourOf,
  keptFor,
  latenciesOf,
  latenessOf,
  perMinute,
  queueCountsOf,
  queueFiguresOf,
} from '../figure-rows';
import type {
  HourFigures,
  JobCounts,
  JobFigures,
  Lateness,
  OutcomeFigures,
  QueueCounts,
  QueueFigures,
  ServerFigures,
  TypeLatency,
} from '../job-figures';
import type { Count, JobList, JobRecord } from '../job-queries';
import type { QueueSettings } from '../queue-store';
import { MssqlClock, NOW, after } from './mssql-clock';
import { recordOf, selectRecords } from './mssql-job-rows';
import { AS_WRITTEN, WAITS_IN_LANE, inLanes, lanes } from './mssql-lanes';
import { MssqlTables } from './mssql-tables';

const upToLimit = (source: string) =>
  `(SELECT COUNT(*) FROM (SELECT TOP (${COUNTED}) 1 AS one FROM ${source}) AS counted)`;

const indexed = ({ job }: MssqlTables, index: string) => `${job} AS job WITH (INDEX (${index}), FORCESEEK)`;

const waiting = (tables: MssqlTables, condition: string, index = 'IX_Job_waiting') =>
  upToLimit(`@lane AS lane INNER JOIN ${indexed(tables, index)} ON ${WAITS_IN_LANE} AND ${condition}`);

const inState = (tables: MssqlTables, state: string) =>
  upToLimit(`${indexed(tables, 'IX_Job_state')} WHERE job.state = '${state}'`);

const COUNTS = (tables: MssqlTables) => `${NOW}
${lanes(tables)}
SELECT ${waiting(tables, 'job.dueAt > @now')} AS scheduled,
  ${waiting(tables, 'job.dueAt <= @now')} AS enqueued,
  ${waiting(tables, 'job.attempt > 0', 'IX_Job_retry')} AS retries,
  ${['processing', 'succeeded', 'failed', 'deleted', 'awaiting'].map((state) => `${inState(tables, state)} AS ${state}`).join(',\n  ')},
  (SELECT MIN(soonest.dueAt) FROM @lane AS lane CROSS APPLY (
    SELECT TOP (1) job.dueAt FROM ${indexed(tables, 'IX_Job_waiting')}
    WHERE ${WAITS_IN_LANE} AND job.dueAt > @now ORDER BY job.dueAt) AS soonest) AS nextDueAt
${AS_WRITTEN};`;

const BY_QUEUE = (tables: MssqlTables) => `${NOW}
${lanes(tables)}
SELECT lane.queue, N'scheduled' AS state,
  ${upToLimit(`${indexed(tables, 'IX_Job_waiting')} WHERE ${WAITS_IN_LANE} AND job.dueAt > @now`)} AS "count"
FROM @lane AS lane WHERE lane.state = 'waiting'
UNION ALL
SELECT lane.queue, N'enqueued',
  ${upToLimit(`${indexed(tables, 'IX_Job_waiting')} WHERE ${WAITS_IN_LANE} AND job.dueAt <= @now`)}
FROM @lane AS lane WHERE lane.state = 'waiting'
UNION ALL
SELECT pair.queue, pair.state,
  ${upToLimit(`${indexed(tables, 'IX_Job_state')} WHERE job.state = pair.state AND job.queue = pair.queue`)}
FROM (SELECT DISTINCT state, queue FROM @lane WHERE state <> 'waiting') AS pair
${AS_WRITTEN};`;

const DUE = (tables: MssqlTables) => `${NOW}
${lanes(tables)}
SELECT lane.queue, oldest.dueAt AS oldestDueAt,
  ${upToLimit(`${indexed(tables, 'IX_Job_waiting')} WHERE ${WAITS_IN_LANE} AND job.dueAt <= @now`)} AS due
FROM @lane AS lane OUTER APPLY (
  SELECT TOP (1) job.dueAt FROM ${indexed(tables, 'IX_Job_waiting')}
  WHERE ${WAITS_IN_LANE} AND job.dueAt <= @now ORDER BY job.dueAt) AS oldest
${AS_WRITTEN};`;

const COMING_UP = (tables: MssqlTables) => `${lanes(tables)}
SELECT ${waiting(tables, 'job.dueAt >= span.low AND job.dueAt < span.high')} AS "count"
FROM OPENJSON(@spans) WITH (place int '$[0]', low datetime2(3) '$[1]', high datetime2(3) '$[2]') AS span
ORDER BY span.place ${AS_WRITTEN};`;

/**
 * The latest that ended in the last minute: of the failed, and of those of each retention. No index has the time of the end,
 * but when a job may be removed is so long after it as its type is kept.
 */
const ENDED = (tables: MssqlTables) => `${NOW}
DECLARE @since datetime2(3) = DATEADD(minute, -1, @now);
SELECT sample.kept, sample.queue, COUNT(*) AS "count", MIN(sample.finishedAt) AS earliest, @now AS "now" FROM (
  SELECT -1 AS kept, failed.queue, failed.finishedAt FROM (
    SELECT TOP (${SAMPLE}) job.queue, job.finishedAt FROM ${indexed(tables, 'IX_Job_failed')}
    WHERE job.state = 'failed' AND job.finishedAt > @since ORDER BY job.finishedAt DESC) AS failed
  UNION ALL
  SELECT kept.ms, ended.queue, ended.finishedAt FROM OPENJSON(@kept) WITH (ms bigint '$') AS kept CROSS APPLY (
    SELECT TOP (${SAMPLE}) job.queue, job.finishedAt FROM ${indexed(tables, 'IX_Job_expired')}
    WHERE job.expiresAt IS NOT NULL AND job.expiresAt > ${after('@since', 'kept.ms')}
      AND job.expiresAt <= ${after('@now', 'kept.ms')}
    ORDER BY job.expiresAt DESC) AS ended
  WHERE ended.finishedAt > @since) AS sample
GROUP BY sample.kept, sample.queue ${AS_WRITTEN};`;

/** Counts and sums over jobs on SQL Server. */
@Injectable()
export class MssqlJobFigures implements JobFigures {
  constructor(
    private readonly database: Database,
    private readonly clock: MssqlClock,
    private readonly tables: MssqlTables,
    private readonly registry: JobRegistry,
  ) {}

  async counts(): Promise<JobCounts> {
    type Counted = Record<JobList, number> & { nextDueAt: Date | null };
    const parameters = { ...this.clock.offset, ...inLanes('waiting') };
    const [row] = await this.database.query<Counted>(COUNTS(this.tables), parameters);
    const { nextDueAt, ...counted } = row as Counted; // a SELECT without FROM returns one row
    return { lists: boundedCounts(counted), nextDueAt: nextDueAt };
  }

  async countsByQueue(): Promise<QueueCounts[]> {
    const parameters = { ...this.clock.offset, ...inLanes() };
    return queueCountsOf(await this.database.query<SqlRow & CountedInQueue>(BY_QUEUE(this.tables), parameters));
  }

  async queues(): Promise<QueueFigures[]> {
    const { job, queue } = this.tables;
    const [lanesDue, settings, running, ended] = await Promise.all([
      this.database.query<SqlRow & DueInLane>(DUE(this.tables), { ...this.clock.offset, ...inLanes('waiting') }),
      this.database.query<SqlRow & QueueSettings>(
        `SELECT name, paused, pausedBy, pausedAt, concurrency, ratePerMinute FROM ${queue};`,
      ),
      this.database.query<{ queue: string; count: number }>(
        `SELECT queue, COUNT(*) AS "count" FROM ${job} WHERE state = 'processing' GROUP BY queue;`,
      ),
      this.perMinute(),
    ]);
    return queueFiguresOf(settings, lanesDue, new Map(running.map((each) => [each.queue, each.count])), ended);
  }

  async servers(): Promise<ServerFigures[]> {
    const { job, server } = this.tables;
    const [servers, running] = await Promise.all([
      this.database.query<SqlRow & Omit<ServerFigures, 'queues' | 'running'> & { queues: string }>(
        `SELECT id, host, pid, role, queues, workers, startedAt, heartbeatAt FROM ${server} ORDER BY host, startedAt;`,
      ),
      this.database.query<{ serverId: string; count: number }>(
        `SELECT serverId, COUNT(*) AS "count" FROM ${job} WHERE state = 'processing' GROUP BY serverId;`,
      ),
    ]);
    return servers.map((row) => ({
      ...row,
      queues: JSON.parse(row.queues) as string[],
      running: running.find(({ serverId }) => serverId === row.id)?.count ?? 0,
    }));
  }

  async comingUp(bounds: readonly Date[]): Promise<Count[]> {
    const spans = bounds.slice(1).map((to, index) => [index, bounds[index], to]);
    const rows = await this.database.query<{ count: number }>(COMING_UP(this.tables), {
      ...inLanes('waiting'),
      spans: JSON.stringify(spans),
    });
    return rows.map(({ count }) => boundedCount(count));
  }

  async countFailed(since: Date): Promise<Count> {
    const failed = `${indexed(this.tables, 'IX_Job_failed')} WHERE job.state = 'failed' AND job.finishedAt >= @since`;
    const [row] = await this.database.query<{ count: number }>(`SELECT ${upToLimit(failed)} AS "count";`, { since });
    return boundedCount(row?.count ?? 0);
  }

  async latestFailed(since: Date, limit: number): Promise<JobRecord[]> {
    const latest = `(SELECT TOP (@limit) job.id FROM ${indexed(this.tables, 'IX_Job_failed')}
  WHERE job.state = 'failed' AND job.finishedAt >= @since ORDER BY job.finishedAt DESC, job.id DESC) AS hit
INNER JOIN ${this.tables.job} AS job ON job.id = hit.id`;
    const rows = await this.database.query(
      `${NOW}
${selectRecords(this.tables, latest)}
ORDER BY job.finishedAt DESC, job.id DESC ${AS_WRITTEN};`,
      { ...this.clock.offset, since, limit },
    );
    return rows.map(recordOf);
  }

  outcomes(since: Date): Promise<OutcomeFigures[]> {
    return this.database.query<SqlRow & OutcomeFigures>(
      `SELECT type, outcome, SUM(CAST("count" AS bigint)) AS "count" FROM ${this.tables.stat} WHERE hour >= @hour
GROUP BY type, outcome;`,
      { hour: hourOf(since) },
    );
  }

  async outcomesByHour(since: Date): Promise<HourFigures[]> {
    const rows = await this.database.query<{ hour: string; outcome: string; count: number }>(
      `SELECT hour, outcome, SUM(CAST("count" AS bigint)) AS "count" FROM ${this.tables.stat} WHERE hour >= @hour
GROUP BY hour, outcome;`,
      { hour: hourOf(since) },
    );
    return rows.map((row) => ({ ...row, hour: hourBegan(row.hour) }));
  }

  async latencies(since: Date): Promise<TypeLatency[]> {
    const rows = await this.database.query<SqlRow & TypeSums>(
      `SELECT type, waitSum, waitBuckets, runSum, runBuckets FROM ${this.tables.stat} WHERE hour >= @hour;`,
      { hour: hourOf(since) },
    );
    return latenciesOf(rows);
  }

  async lateness(since: Date): Promise<Lateness | null> {
    const rows = await this.database.query<SqlRow & WaitSums>(
      `SELECT waitSum, waitBuckets FROM ${this.tables.stat} WHERE hour >= @hour;`,
      { hour: hourOf(since) },
    );
    return latenessOf(rows);
  }

  private async perMinute(): Promise<Map<string, number>> {
    type Ended = { kept: number; queue: string; count: number; earliest: Date; now: Date };
    const rows = await this.database.query<Ended>(ENDED(this.tables), {
      ...this.clock.offset,
      kept: JSON.stringify([...keptFor(this.registry)]),
    });
    const samples = new Map<number, EndedInQueue[]>();
    for (const row of rows) samples.set(row.kept, [...(samples.get(row.kept) ?? []), row]);
    const [any] = rows;
    return any ? perMinute([...samples.values()], any.now) : new Map<string, number>();
  }
}
