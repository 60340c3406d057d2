import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database';
import type { SqlRow } from '../../../database/session';
import type { JobNotice } from '../job-store';
import { instantOf } from '../job-rows';
import type { QueueSettings, QueueStore } from '../queue-store';
import { SqliteClock } from './sqlite-clock';
import { NOTICE, noticeOf } from './sqlite-family';

/** A seek for each priority. */
const HEADS = `
SELECT ${NOTICE} FROM (SELECT 0 AS priority UNION ALL SELECT 1 UNION ALL SELECT 2) AS lane
CROSS JOIN jobs_Job AS job ON job.id = (
  SELECT head.id FROM jobs_Job AS head INDEXED BY IX_Job_claim
  WHERE head.state = 'waiting' AND head.queue = ? AND head.priority = lane.priority ORDER BY head.dueAt, head.id LIMIT 1)`;

/** The settings of queues in the embedded database, where one transaction writes at a time. */
@Injectable()
export class SqliteQueueStore implements QueueStore {
  constructor(
    private readonly database: Database,
    private readonly clock: SqliteClock,
  ) {}

  async lock(name: string): Promise<QueueSettings | null> {
    const [row] = await this.database.query<SqlRow & StoredSettings>(
      'SELECT name, paused, pausedBy, pausedAt, concurrency, ratePerMinute FROM jobs_Queue WHERE name = ?',
      [name],
    );
    return row ? { ...row, paused: row.paused === 1, pausedAt: instantOf(row.pausedAt) } : null;
  }

  async pause(name: string, userId: string | null): Promise<void> {
    await this.database.query(
      `INSERT INTO jobs_Queue (name, paused, pausedBy, pausedAt) VALUES (?1, 1, ?2, ?3)
       ON CONFLICT (name) DO UPDATE SET paused = 1, pausedBy = ?2, pausedAt = ?3`,
      [name, userId, this.clock.now()],
    );
  }

  async resume(name: string): Promise<void> {
    await this.database.query('UPDATE jobs_Queue SET paused = 0, pausedBy = NULL, pausedAt = NULL WHERE name = ?', [
      name,
    ]);
  }

  async limit(
    name: string,
    { concurrency, ratePerMinute }: Pick<QueueSettings, 'concurrency' | 'ratePerMinute'>,
  ): Promise<void> {
    await this.database.query(
      `INSERT INTO jobs_Queue (name, concurrency, ratePerMinute) VALUES (?1, ?2, ?3)
       ON CONFLICT (name) DO UPDATE SET concurrency = ?2, ratePerMinute = ?3`,
      [name, concurrency, ratePerMinute],
    );
  }

  async heads(name: string): Promise<JobNotice[]> {
    return (await this.database.query(HEADS, [name])).map(noticeOf);
  }
}

type StoredSettings = Omit<QueueSettings, 'paused' | 'pausedAt'> & { paused: number; pausedAt: string | null };
