import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database';
import type { SqlRow } from '../../../database/session';
import { type Histogram, bucketsOf, sumHistograms } from '../histogram';
import { hourOf } from '../figure-rows';
import type { Hold, JobNotice, ServerRecord } from '../job-store';
import { groupedStats } from '../stat-groups';
import type { StatDelta, UpkeepStore } from '../upkeep-store';
import { SqliteClock, shift } from './sqlite-clock';
import { NOTICE, SqliteFamily, noticeOf } from './sqlite-family';
import { LANES, WAITING } from './sqlite-lanes';

const HELD = `jobs_Job.id = d.id AND jobs_Job.claim = d.claim AND +jobs_Job.state = 'processing'`;
const HOLDS = `(SELECT value ->> 0 AS id, value ->> 1 AS claim FROM json_each(?1)) AS d`;

interface StatRow extends SqlRow {
  count: number;
  waitSum: number;
  runSum: number;
  waitBuckets: string;
  runBuckets: string;
}

@Injectable()
export class SqliteUpkeepStore implements UpkeepStore {
  constructor(
    private readonly database: Database,
    private readonly clock: SqliteClock,
    private readonly family: SqliteFamily,
  ) {}

  async heartbeat(server: ServerRecord): Promise<{ isNew: boolean }> {
    const now = this.clock.now();
    const renewed = await this.database.query('UPDATE jobs_Server SET heartbeatAt = ? WHERE id = ? RETURNING id', [
      now,
      server.id,
    ]);
    if (renewed.length > 0) return { isNew: false };
    await this.database.query(
      `INSERT INTO jobs_Server (id, host, pid, role, queues, types, workers, version, startedAt, heartbeatAt)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9)`,
      [
        server.id,
        server.host,
        server.pid,
        server.role,
        JSON.stringify(server.queues),
        JSON.stringify(server.types),
        server.workers,
        server.version,
        now,
      ],
    );
    return { isNew: true };
  }

  holdsOf(serverId: string): Promise<Hold[]> {
    return this.database.query<SqlRow & Hold>(
      `SELECT id, claim FROM jobs_Job WHERE serverId = ? AND state = 'processing'`,
      [serverId],
    );
  }

  async removeServer(serverId: string): Promise<void> {
    await this.database.query('DELETE FROM jobs_Server WHERE id = ?', [serverId]);
  }

  async handBack(holds: readonly Hold[], reason: string): Promise<JobNotice[]> {
    if (holds.length === 0) return [];
    const now = this.clock.now();
    const rows = await this.database.query(
      `UPDATE jobs_Job SET state = 'waiting', attempt = attempt - 1, revision = revision + 1 FROM ${HOLDS}
       WHERE ${HELD} RETURNING jobs_Job.id AS id, queue, type, jobs_Job.claim AS claim, dueAt`,
      [JSON.stringify(holds.map(({ id, claim }) => [id, claim]))],
    );
    const notices = rows.map(noticeOf);
    await this.family.history(
      notices.map(({ id }) => id),
      reason,
      now,
    );
    return notices;
  }

  async silentServers(silenceMs: number): Promise<string[]> {
    const now = this.clock.now();
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM jobs_Server WHERE heartbeatAt < ?1
       UNION SELECT serverId FROM jobs_Job WHERE state = 'processing' AND serverId NOT IN (SELECT id FROM jobs_Server)`,
      [shift(now, -silenceMs)],
    );
    return rows.map((row) => row.id);
  }

  async takeOver(serverId: string): Promise<{ returned: JobNotice[]; poisoned: number[] }> {
    const now = this.clock.now();
    const fail = async (condition: string, reason: string) => {
      const rows = await this.database.query<{ id: number }>(
        `UPDATE jobs_Job SET state = 'failed', deaths = deaths + 1, revision = revision + 1, finishedAt = ?2, lastError = ?3
         WHERE serverId = ?1 AND state = 'processing' AND ${condition} RETURNING id`,
        [serverId, now, 'The server that ran the job died.'],
      );
      const ids = rows.map((row) => row.id);
      await this.family.history(ids, reason, now, JSON.stringify({ server: serverId }));
      return ids;
    };
    const poisoned = [
      ...(await fail('deaths >= 2', 'poison')),
      ...(await fail('attempt >= maxAttempts', 'server-lost')),
    ];
    const rows = await this.database.query(
      `UPDATE jobs_Job SET state = 'waiting', deaths = deaths + 1, revision = revision + 1
       WHERE serverId = ?1 AND state = 'processing' RETURNING ${NOTICE}`,
      [serverId],
    );
    const returned = rows.map(noticeOf);
    await this.family.history(
      returned.map(({ id }) => id),
      'server-lost',
      now,
    );
    await this.removeServer(serverId);
    return { returned, poisoned };
  }

  async settleStranded(limit: number): Promise<JobNotice[]> {
    const now = this.clock.now();
    const rows = await this.database.query<{ parentId: number; state: string | null }>(
      `SELECT DISTINCT child.parentId, parent.state FROM jobs_Job AS child LEFT JOIN jobs_Job AS parent ON parent.id = child.parentId
       WHERE child.state = 'awaiting' AND (parent.state IS NULL OR parent.state IN ('succeeded', 'deleted')) LIMIT ?`,
      [limit],
    );
    const parents = (wanted: (state: string | null) => boolean) =>
      rows.filter((row) => wanted(row.state)).map((row) => row.parentId);
    await this.family.deleteChildren(
      parents((state) => state !== 'succeeded'),
      now,
    );
    return this.family.release(
      parents((state) => state === 'succeeded'),
      now,
    );
  }

  async parkUnknown(graceMs: number, limit: number): Promise<number[]> {
    const now = this.clock.now();
    const rows = await this.database.query<{ id: number }>(
      `WITH RECURSIVE ${LANES}
       UPDATE jobs_Job SET state = 'failed', revision = revision + 1, finishedAt = ?3,
         lastError = 'No server handles jobs of type ' || type || '.'
       WHERE id IN (
         SELECT job.id FROM lane CROSS JOIN jobs_Job AS job
           ON job.state = 'waiting' AND job.queue = lane.queue AND job.type = lane.type AND job.dueAt <= ?2
         WHERE lane.type NOT IN (SELECT handled.value FROM jobs_Server, json_each(jobs_Server.types) AS handled)
           AND EXISTS (SELECT 1 FROM jobs_Server WHERE types <> '[]' AND startedAt <= ?2)
         LIMIT ?4)
       RETURNING id`,
      [WAITING, shift(now, -graceMs), now, limit],
    );
    const ids = rows.map((row) => row.id);
    await this.family.history(ids, 'unknown-type', now);
    return ids;
  }

  async removeExpired(limit: number): Promise<number> {
    const now = this.clock.now();
    const rows = await this.database.query<{ id: number }>(
      `SELECT id FROM jobs_Job AS job WHERE expiresAt IS NOT NULL AND expiresAt <= ?1
         AND NOT EXISTS (SELECT 1 FROM jobs_Job AS child WHERE child.state = 'awaiting' AND child.parentId = job.id)
       ORDER BY expiresAt LIMIT ?2`,
      [now, limit],
    );
    if (rows.length === 0) return 0;
    const ids = JSON.stringify(rows.map((row) => row.id));
    for (const [table, column] of [
      ['jobs_State', 'jobId'],
      ['jobs_Log', 'jobId'],
      ['jobs_Tag', 'jobId'],
      ['jobs_Job', 'id'],
    ] as const) {
      await this.database.query(`DELETE FROM ${table} WHERE ${column} IN (SELECT value FROM json_each(?))`, [ids]);
    }
    return rows.length;
  }

  async removeStats(before: Date): Promise<void> {
    await this.database.query('DELETE FROM jobs_Stat WHERE hour < ?', [hourOf(before)]);
  }

  async lead(name: string, holder: string, leaseMs: number): Promise<boolean> {
    const now = this.clock.now();
    const rows = await this.database.query(
      `INSERT INTO jobs_Lock (name, holder, until) VALUES (?1, ?2, ?3)
       ON CONFLICT (name) DO UPDATE SET holder = ?2, until = ?3 WHERE holder = ?2 OR until <= ?4 RETURNING name`,
      [name, holder, shift(now, leaseMs), now],
    );
    return rows.length > 0;
  }

  async resign(name: string, holder: string): Promise<void> {
    await this.database.query('DELETE FROM jobs_Lock WHERE name = ? AND holder = ?', [name, holder]);
  }

  async addStats(serverId: string, deltas: readonly StatDelta[]): Promise<void> {
    const hour = this.clock.now().slice(0, 13);
    for (const group of groupedStats(deltas)) {
      const key = [hour, group.type, group.outcome, serverId];
      const [row] = await this.database.query<StatRow>(
        `SELECT count, waitSum, runSum, waitBuckets, runBuckets FROM jobs_Stat
         WHERE hour = ? AND type = ? AND outcome = ? AND serverId = ?`,
        key,
      );
      const grown = (stored: string | undefined, by: Histogram) =>
        JSON.stringify(stored === undefined ? by : sumHistograms(bucketsOf(stored), by));
      await this.database.query(
        `INSERT INTO jobs_Stat (hour, type, outcome, serverId, count, waitSum, runSum, waitBuckets, runBuckets)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (hour, type, outcome, serverId) DO UPDATE SET
           count = ?5, waitSum = ?6, runSum = ?7, waitBuckets = ?8, runBuckets = ?9`,
        [
          ...key,
          (row?.count ?? 0) + group.count,
          (row?.waitSum ?? 0) + group.waitSum,
          (row?.runSum ?? 0) + group.runSum,
          grown(row?.waitBuckets, group.waitBuckets),
          grown(row?.runBuckets, group.runBuckets),
        ],
      );
    }
  }

  async declareQueues(queues: readonly { name: string; ratePerMinute: number | null }[]): Promise<void> {
    for (const { name, ratePerMinute } of queues) {
      await this.database.query(
        `INSERT INTO jobs_Queue (name, ratePerMinute, declaredRate) VALUES (?1, ?2, ?2)
         ON CONFLICT (name) DO UPDATE SET ratePerMinute = ?2, declaredRate = ?2 WHERE declaredRate IS NOT ?2`,
        [name, ratePerMinute],
      );
    }
  }
}
