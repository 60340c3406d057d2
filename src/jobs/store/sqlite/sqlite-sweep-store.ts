import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database';
import type { JobNotice } from '../job-store';
import type { SweepPlace, SweepStore } from '../sweep-store';
import { SqliteClock, shift } from './sqlite-clock';
import { noticeOf } from './sqlite-family';

/** From the due jobs of each queue and priority, a seek each. */
const DUE_BETWEEN = `
SELECT job.id, job.queue, job.type, job.claim, job.dueAt FROM jobs_Queue
CROSS JOIN (SELECT 0 AS priority UNION ALL SELECT 1 UNION ALL SELECT 2) AS lane
CROSS JOIN jobs_Job AS job
  ON job.state = 'waiting' AND job.queue = jobs_Queue.name AND job.priority = lane.priority
  AND job.dueAt >= ?1 AND job.dueAt <= ?2 AND (job.dueAt > ?1 OR job.id > ?3)
WHERE jobs_Queue.paused = 0 AND jobs_Queue.concurrency IS NULL AND jobs_Queue.ratePerMinute IS NULL
ORDER BY job.dueAt, job.id LIMIT ?4`;

@Injectable()
export class SqliteSweepStore implements SweepStore {
  constructor(
    private readonly database: Database,
    private readonly clock: SqliteClock,
  ) {}

  async dueWithin(horizonMs: number, limit: number, after: SweepPlace | null): Promise<JobNotice[]> {
    const now = this.clock.now();
    const place = after && after.dueAt.toISOString() > now ? after : null;
    const from = place?.dueAt.toISOString() ?? now;
    const rows = await this.database.query(DUE_BETWEEN, [from, shift(now, horizonMs), place?.id ?? 0, limit]);
    return rows.map(noticeOf);
  }
}
