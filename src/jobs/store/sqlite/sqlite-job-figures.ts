import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database';
import type { SqlRow } from '../../../database/session';
import { JobRegistry } from '../../definition/job-registry';
import { JOB_STATES } from '../../job.state';
import {
  COUNTED,
  type CountedInQueue,
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
import { type Count, type JobList, type JobRecord } from '../job-queries';
import { instantOf } from '../job-rows';
import type { QueueSettings } from '../queue-store';
import { SqliteClock, shift } from './sqlite-clock';
import { BESIDE, RECORD, recordOf } from './sqlite-job-rows';
import { LANES, WAITING } from './sqlite-lanes';

const MINUTE = 60_000;

const IN_LANE = `job.state = 'waiting' AND job.queue = lane.queue AND job.type = lane.type`;
const waiting = (condition: string, index = 'IX_Job_waiting') => `
  (SELECT count(*) FROM (
    SELECT 1 FROM lane CROSS JOIN jobs_Job AS job INDEXED BY ${index} ON ${IN_LANE} AND ${condition} LIMIT ${COUNTED}))`;
const inState = (state: string) =>
  `(SELECT count(*) FROM (SELECT 1 FROM jobs_Job WHERE state = '${state}' LIMIT ${COUNTED}))`;

const COUNTS = `WITH RECURSIVE ${LANES}
  SELECT ${waiting('job.dueAt > ?')} AS scheduled, ${waiting('job.dueAt <= ?')} AS enqueued,
    ${waiting('job.attempt > 0', 'IX_Job_retry')} AS retries, ${inState('processing')} AS processing,
    ${inState('succeeded')} AS succeeded, ${inState('failed')} AS failed, ${inState('deleted')} AS deleted,
    ${inState('awaiting')} AS awaiting,
    (SELECT min((SELECT job.dueAt FROM jobs_Job AS job WHERE ${IN_LANE} AND job.dueAt > ? ORDER BY job.dueAt LIMIT 1))
     FROM lane) AS nextDueAt`;

/** The jobs of a lane up to the limit: those that wait, on either side of now. */
const inLane = (condition: string) => `
  (SELECT count(*) FROM (SELECT 1 FROM jobs_Job AS job INDEXED BY IX_Job_waiting WHERE ${IN_LANE} AND ${condition} LIMIT ${COUNTED}))`;

const BY_QUEUE = `WITH RECURSIVE ${LANES}
  SELECT lane.queue, 'scheduled' AS state, ${inLane('job.dueAt > ?')} AS count FROM lane WHERE lane.state = 'waiting'
  UNION ALL
  SELECT lane.queue, 'enqueued', ${inLane('job.dueAt <= ?')} FROM lane WHERE lane.state = 'waiting'
  UNION ALL
  SELECT pair.queue, pair.state, (SELECT count(*) FROM (
    SELECT 1 FROM jobs_Job WHERE state = pair.state AND queue = pair.queue LIMIT ${COUNTED}))
  FROM (SELECT DISTINCT state, queue FROM lane WHERE state <> 'waiting') AS pair`;

const DUE = `WITH RECURSIVE ${LANES}
  SELECT lane.queue,
    (SELECT count(*) FROM (SELECT 1 FROM jobs_Job AS job WHERE ${IN_LANE} AND job.dueAt <= ? LIMIT ${COUNTED})) AS due,
    (SELECT job.dueAt FROM jobs_Job AS job WHERE ${IN_LANE} AND job.dueAt <= ? ORDER BY job.dueAt LIMIT 1) AS oldestDueAt
  FROM lane`;

const COMING_UP = `WITH RECURSIVE ${LANES}
  SELECT ${waiting('job.dueAt >= span.value ->> 0 AND job.dueAt < span.value ->> 1')} AS count
  FROM json_each(?) AS span ORDER BY span.key`;

const ENDED = `
  SELECT queue, count(*) AS count, min(finishedAt) AS earliest FROM (
    SELECT queue, finishedAt FROM jobs_Job INDEXED BY IX_Job_expired
    WHERE expiresAt > ?1 AND expiresAt <= ?2 ORDER BY expiresAt DESC LIMIT ${SAMPLE})
  WHERE finishedAt > ?3 GROUP BY queue`;

const ENDED_FAILED = `
  SELECT queue, count(*) AS count, min(finishedAt) AS earliest FROM (
    SELECT queue, finishedAt FROM jobs_Job INDEXED BY IX_Job_failed
    WHERE state = 'failed' AND finishedAt > ? ORDER BY finishedAt DESC LIMIT ${SAMPLE})
  GROUP BY queue`;

/** Counts and sums over jobs in the embedded database. */
@Injectable()
export class SqliteJobFigures implements JobFigures {
  constructor(
    private readonly database: Database,
    private readonly clock: SqliteClock,
    private readonly registry: JobRegistry,
  ) {}

  async counts(): Promise<JobCounts> {
    const now = this.clock.now();
    type Counted = Record<JobList, number> & { nextDueAt: string | null };
    const [row] = await this.database.query<Counted>(COUNTS, [WAITING, now, now, now]);
    const { nextDueAt, ...counted } = row as Counted; // a SELECT without FROM returns one row
    return { lists: boundedCounts(counted), nextDueAt: instantOf(nextDueAt) };
  }

  async countsByQueue(): Promise<QueueCounts[]> {
    const now = this.clock.now();
    const rows = await this.database.query<SqlRow & CountedInQueue>(BY_QUEUE, [JSON.stringify(JOB_STATES), now, now]);
    return queueCountsOf(rows);
  }

  async queues(): Promise<QueueFigures[]> {
    const now = this.clock.now();
    type DueRow = { queue: string; due: number; oldestDueAt: string | null };
    const lanes = await this.database.query<DueRow>(DUE, [WAITING, now, now]);
    const settings = await this.database.query<SettingsRow>(
      'SELECT name, paused, pausedBy, pausedAt, concurrency, ratePerMinute FROM jobs_Queue',
    );
    const running = await this.database.query<{ queue: string; count: number }>(
      `SELECT queue, count(*) AS count FROM jobs_Job WHERE state = 'processing' GROUP BY queue`,
    );
    return queueFiguresOf(
      settings.map((setting) => ({
        ...setting,
        paused: setting.paused === 1,
        pausedAt: instantOf(setting.pausedAt),
      })),
      lanes.map((lane) => ({ ...lane, oldestDueAt: instantOf(lane.oldestDueAt) })),
      new Map(running.map(({ queue, count }) => [queue, count])),
      await this.perMinute(now),
    );
  }

  async servers(): Promise<ServerFigures[]> {
    const rows = await this.database.query<ServerRow>(
      'SELECT id, host, pid, role, queues, workers, startedAt, heartbeatAt FROM jobs_Server ORDER BY host, startedAt',
    );
    const running = await this.database.query<{ serverId: string; count: number }>(
      `SELECT serverId, count(*) AS count FROM jobs_Job
       WHERE state = 'processing' GROUP BY serverId`,
    );
    return rows.map((row) => ({
      ...row,
      queues: JSON.parse(row.queues) as string[],
      startedAt: new Date(row.startedAt),
      heartbeatAt: new Date(row.heartbeatAt),
      running: running.find(({ serverId }) => serverId === row.id)?.count ?? 0,
    }));
  }

  async comingUp(bounds: readonly Date[]): Promise<Count[]> {
    const spans = bounds.slice(1).map((to, index) => [bounds[index], to]);
    const rows = await this.database.query<{ count: number }>(COMING_UP, [WAITING, JSON.stringify(spans)]);
    return rows.map(({ count }) => boundedCount(count));
  }

  async countFailed(since: Date): Promise<Count> {
    const [row] = await this.database.query<{ count: number }>(
      `SELECT count(*) AS count FROM (
         SELECT 1 FROM jobs_Job INDEXED BY IX_Job_failed WHERE state = 'failed' AND finishedAt >= ? LIMIT ${COUNTED})`,
      [since],
    );
    return boundedCount(row?.count ?? 0);
  }

  async latestFailed(since: Date, limit: number): Promise<JobRecord[]> {
    const now = this.clock.now();
    const rows = await this.database.query(
      `SELECT ${RECORD} FROM jobs_Job AS job INDEXED BY IX_Job_failed ${BESIDE}
       WHERE job.state = 'failed' AND job.finishedAt >= ? ORDER BY job.finishedAt DESC, job.id DESC LIMIT ?`,
      [since, limit],
    );
    return rows.map((row) => recordOf(row, now));
  }

  outcomes(since: Date): Promise<OutcomeFigures[]> {
    return this.database.query<SqlRow & OutcomeFigures>(
      'SELECT type, outcome, sum(count) AS count FROM jobs_Stat WHERE hour >= ? GROUP BY type, outcome',
      [hourOf(since)],
    );
  }

  async outcomesByHour(since: Date): Promise<HourFigures[]> {
    const rows = await this.database.query<{ hour: string; outcome: string; count: number }>(
      'SELECT hour, outcome, sum(count) AS count FROM jobs_Stat WHERE hour >= ? GROUP BY hour, outcome',
      [hourOf(since)],
    );
    return rows.map((row) => ({ ...row, hour: hourBegan(row.hour) }));
  }

  async latencies(since: Date): Promise<TypeLatency[]> {
    const rows = await this.database.query<SqlRow & TypeSums>(
      'SELECT type, waitSum, waitBuckets, runSum, runBuckets FROM jobs_Stat WHERE hour >= ?',
      [hourOf(since)],
    );
    return latenciesOf(rows);
  }

  async lateness(since: Date): Promise<Lateness | null> {
    const rows = await this.database.query<SqlRow & WaitSums>(
      'SELECT waitSum, waitBuckets FROM jobs_Stat WHERE hour >= ?',
      [hourOf(since)],
    );
    return latenessOf(rows);
  }

  /**
   * How many jobs of each queue ended in the last minute. No index has the time of the end, but when a job may be removed
   * is so long after it as its type is kept.
   */
  private async perMinute(now: string): Promise<Map<string, number>> {
    const since = shift(now, -MINUTE);
    const samples = [await this.ended(ENDED_FAILED, [since])];
    for (const kept of keptFor(this.registry)) {
      samples.push(await this.ended(ENDED, [shift(since, kept), shift(now, kept), since]));
    }
    return perMinute(samples, new Date(now));
  }

  private async ended(sample: string, parameters: readonly string[]): Promise<EndedInQueue[]> {
    type Ended = { queue: string; count: number; earliest: string };
    const rows = await this.database.query<Ended>(sample, parameters);
    return rows.map((row) => ({ ...row, earliest: new Date(row.earliest) }));
  }
}

type SettingsRow = Omit<QueueSettings, 'paused' | 'pausedAt'> & { paused: number; pausedAt: string | null };

interface ServerRow extends SqlRow {
  id: string;
  host: string;
  pid: number;
  role: string;
  queues: string;
  workers: number;
  startedAt: string;
  heartbeatAt: string;
}
