import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database';
import type { JobNotice } from '../job-store';
import type { SweepPlace, SweepStore } from '../sweep-store';
import { MssqlClock, NOW, after } from './mssql-clock';
import { NOTICE, noticeOf } from './mssql-family';
import { MssqlTables } from './mssql-tables';

/** From the due jobs of each queue and priority, a seek each. A place that the clock has passed is none. */
const dueBetween = ({ job, queue }: MssqlTables) => `${NOW}
DECLARE @from datetime2(3) = @now, @behind bigint = 0;
IF @placeDueAt > @now SELECT @from = @placeDueAt, @behind = @placeId;
DECLARE @until datetime2(3) = ${after('@now', '@horizonMs')};
SELECT TOP (@limit) ${NOTICE} FROM ${queue} AS wanted
CROSS JOIN (VALUES (0), (1), (2)) AS lane (priority)
CROSS APPLY (
  SELECT TOP (@limit) ${NOTICE} FROM ${job} AS job WITH (INDEX (IX_Job_claim), FORCESEEK)
  WHERE job.state = 'waiting' AND job.queue = wanted.name AND job.priority = lane.priority
    AND job.dueAt >= @from AND job.dueAt <= @until AND (job.dueAt > @from OR job.id > @behind)
  ORDER BY job.dueAt, job.id) AS near
WHERE wanted.paused = 0 AND wanted.concurrency IS NULL AND wanted.ratePerMinute IS NULL
ORDER BY dueAt, id;`;

@Injectable()
export class MssqlSweepStore implements SweepStore {
  constructor(
    private readonly database: Database,
    private readonly clock: MssqlClock,
    private readonly tables: MssqlTables,
  ) {}

  async dueWithin(horizonMs: number, limit: number, place: SweepPlace | null): Promise<JobNotice[]> {
    const rows = await this.database.query(dueBetween(this.tables), {
      ...this.clock.offset,
      placeDueAt: place?.dueAt ?? null,
      placeId: place?.id ?? 0,
      horizonMs,
      limit,
    });
    return rows.map(noticeOf);
  }
}
