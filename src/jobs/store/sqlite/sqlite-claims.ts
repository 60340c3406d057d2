import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database';
import type { SqlRow, SqlValue } from '../../../database/session';
import type { ClaimedJob, Horizon, Lane } from '../job-store';
import { SqliteClock, shift } from './sqlite-clock';

const PRIORITIES = [0, 1, 2] as const;
const MINUTE = 60_000;
/** How much of a minute's rate may be spent at once, so that a full queue leaves evenly. */
const BURST_MS = 1_000;

const COLUMNS = 'id, type, queue, payload, claim, attempt, maxAttempts, deaths, dueAt, deadline, traceParent';

/** Whether any is due: else who asks for types that do not wait would go through all that waits of others. */
const ANY_DUE = `EXISTS (
  SELECT 1 FROM json_each(?3) AS handled CROSS JOIN jobs_Job AS job INDEXED BY IX_Job_waiting
  ON job.state = 'waiting' AND job.queue = ?2 AND job.type = handled.value AND job.dueAt <= ?1)`;

/** Due jobs of one queue, a higher priority first; each part is a seek, and a later one is read only when needed. */
const DUE = `${PRIORITIES.map(
  (priority) => `SELECT * FROM (
    SELECT ${COLUMNS} FROM jobs_Job
    WHERE state = 'waiting' AND queue = ?2 AND priority = ${priority} AND dueAt <= ?1 AND deaths < 2
      AND type IN (SELECT value FROM json_each(?3)) AND ${ANY_DUE}
    ORDER BY dueAt, id LIMIT ?4)`,
).join(' UNION ALL ')}
  LIMIT ?4`;

const DUE_SUSPECT = `
  SELECT ${COLUMNS} FROM jobs_Job INDEXED BY IX_Job_suspect
  WHERE state = 'waiting' AND deaths >= 2 AND dueAt <= ?1
    AND queue IN (SELECT value FROM json_each(?2)) AND type IN (SELECT value FROM json_each(?3))
    AND queue NOT IN (SELECT name FROM jobs_Queue WHERE paused = 1)
  ORDER BY dueAt LIMIT 1`;

/** The transaction began with the write lock, so what was just read as due is still. */
const CLAIM = `
UPDATE jobs_Job SET state = 'processing', claim = claim + 1, attempt = attempt + 1, revision = revision + 1,
  serverId = ?2, startedAt = ?3
WHERE id IN (SELECT value FROM json_each(?1))`;

const HISTORY = `
INSERT INTO jobs_State (jobId, seq, claim, name, reason, data, at)
SELECT id, revision, claim, 'processing', NULL, json_object('server', serverId, 'attempt', attempt), startedAt
FROM jobs_Job WHERE id IN (SELECT value FROM json_each(?1))`;

interface QueueLimits extends SqlRow {
  name: string;
  paused: number;
  concurrency: number | null;
  ratePerMinute: number | null;
  rateFullAt: string | null;
}

@Injectable()
export class SqliteClaims {
  constructor(
    private readonly database: Database,
    private readonly clock: SqliteClock,
  ) {}

  async claim(serverId: string, lane: Lane): Promise<ClaimedJob[]> {
    const now = this.clock.now();
    const limits = (await this.limitsOf([lane.queue])).get(lane.queue);
    const allowed = limits ? await this.allowance(limits, lane.limit, now) : lane.limit;
    if (allowed === 0) return [];
    const claimed = await this.take(serverId, now, DUE, [now, lane.queue, JSON.stringify(lane.types), allowed]);
    if (limits?.ratePerMinute && claimed.length > 0)
      await this.spend(limits, limits.ratePerMinute, claimed.length, now);
    return claimed;
  }

  async claimSuspect(
    serverId: string,
    queues: readonly string[],
    types: readonly string[],
  ): Promise<ClaimedJob | null> {
    const now = this.clock.now();
    const due = [now, JSON.stringify(queues), JSON.stringify(types)];
    const [job] = await this.take(serverId, now, DUE_SUSPECT, due);
    return job ?? null;
  }

  async horizon(queues: readonly string[], types: readonly string[]): Promise<Horizon> {
    const now = this.clock.now();
    const limits = await this.limitsOf(queues);
    const next = new Map<string, Date>();
    for (const queue of queues) {
      const limit = limits.get(queue);
      if (limit?.paused) continue;
      const due = await this.nextDue(queue, types);
      if (due)
        next.set(
          queue,
          new Date(limit?.ratePerMinute ? laterOf(due, this.nextToken(limit, limit.ratePerMinute, now)) : due),
        );
    }
    const suspects = await this.database.query(DUE_SUSPECT, [now, JSON.stringify(queues), JSON.stringify(types)]);
    return { now: new Date(now), next, suspect: suspects.length > 0 };
  }

  private async nextDue(queue: string, types: readonly string[]): Promise<string | null> {
    const heads = await this.database.query<{ dueAt: string | null }>(
      PRIORITIES.map(
        (
          priority,
        ) => `SELECT (SELECT dueAt FROM jobs_Job WHERE state = 'waiting' AND queue = ?1 AND priority = ${priority}
          AND deaths < 2 AND type IN (SELECT value FROM json_each(?2)) ORDER BY dueAt, id LIMIT 1) AS dueAt`,
      ).join(' UNION ALL '),
      [queue, JSON.stringify(types)],
    );
    return heads.reduce<string | null>(
      (first, { dueAt }) => (dueAt !== null && (first === null || dueAt < first) ? dueAt : first),
      null,
    );
  }

  private async take(serverId: string, now: string, due: string, parameters: SqlValue[]): Promise<ClaimedJob[]> {
    const rows = await this.database.queryMany<DueRow>(due, parameters);
    const startedAt = new Date(now);
    const claimed = rows.map((row) => claimedOf(row, startedAt));
    if (claimed.length === 0) return [];
    const ids = JSON.stringify(claimed.map((job) => job.id));
    await this.database.query(CLAIM, [ids, serverId, now]);
    await this.database.query(HISTORY, [ids]);
    return claimed;
  }

  private async limitsOf(queues: readonly string[]): Promise<Map<string, QueueLimits>> {
    const rows = await this.database.query<QueueLimits>(
      `SELECT name, paused, concurrency, ratePerMinute, rateFullAt FROM jobs_Queue
       WHERE name IN (SELECT value FROM json_each(?))`,
      [JSON.stringify(queues)],
    );
    return new Map(rows.map((row) => [row.name, row]));
  }

  /** How many of `wanted` the queue's pause, concurrency and rate let through. */
  private async allowance(queue: QueueLimits, wanted: number, now: string): Promise<number> {
    if (queue.paused) return 0;
    let allowed = wanted;
    if (queue.concurrency !== null) {
      const [row] = await this.database.query<{ running: number }>(
        `SELECT count(*) AS running FROM jobs_Job WHERE state = 'processing' AND queue = ?`,
        [queue.name],
      );
      allowed = Math.min(allowed, queue.concurrency - (row?.running ?? 0));
    }
    if (queue.ratePerMinute !== null) {
      const interval = MINUTE / queue.ratePerMinute;
      const spent = Date.parse(laterOf(now, queue.rateFullAt ?? now)) - Date.parse(now);
      // Instants are whole milliseconds: what is missing of one is given.
      const room = Math.max(BURST_MS, interval) - spent;
      allowed = Math.min(allowed, Math.floor((room + 1) / interval));
    }
    return Math.max(0, allowed);
  }

  private async spend(queue: QueueLimits, ratePerMinute: number, count: number, now: string): Promise<void> {
    queue.rateFullAt = shift(laterOf(now, queue.rateFullAt ?? now), Math.ceil((count * MINUTE) / ratePerMinute));
    await this.database.query('UPDATE jobs_Queue SET rateFullAt = ? WHERE name = ?', [queue.rateFullAt, queue.name]);
  }

  /** When the rate lets the next job through. */
  private nextToken(queue: QueueLimits, ratePerMinute: number, now: string): string {
    const interval = MINUTE / ratePerMinute;
    return laterOf(now, shift(queue.rateFullAt ?? now, interval - Math.max(BURST_MS, interval)));
  }
}

const laterOf = (a: string, b: string) => (a > b ? a : b);

/** What COLUMNS gives. */
type DueRow = Omit<ClaimedJob, 'dueAt' | 'deadline' | 'startedAt'> & { dueAt: string; deadline: string | null };

/** The job as the claim at `startedAt` leaves it. */
function claimedOf(row: DueRow, startedAt: Date): ClaimedJob {
  const { id, type, queue, payload, maxAttempts, deaths, deadline, traceParent } = row;
  return {
    id,
    type,
    queue,
    payload,
    claim: row.claim + 1,
    attempt: row.attempt + 1,
    maxAttempts,
    deaths,
    dueAt: new Date(row.dueAt),
    deadline: deadline === null ? null : new Date(deadline),
    startedAt,
    traceParent,
  };
}
