import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database';
import type { SqlRow } from '../../../database/session';
import { instantOf } from '../job-rows';
import {
  RECURRING_COLUMNS,
  type RecurringChange,
  type RecurringJob,
  type RecurringSettings,
  type RecurringStore,
  declarationOf,
} from '../recurring-store';
import { SqliteClock } from './sqlite-clock';

/** Whether an admin has set when it runs: what is stored is not what was declared last. */
const WHEN_EDITED = `coalesce(cron <> declared ->> 'cron' OR timeZone <> declared ->> 'timeZone', false)`;

function recurringOf(row: SqlRow): RecurringJob {
  const job = row as unknown as RecurringJob; // the columns of RECURRING_COLUMNS
  return {
    ...job,
    enabled: row.enabled === 1,
    nextRunAt: instantOf(row.nextRunAt),
    lastRunAt: instantOf(row.lastRunAt),
  };
}

@Injectable()
export class SqliteRecurringStore implements RecurringStore {
  constructor(
    private readonly database: Database,
    private readonly clock: SqliteClock,
  ) {}

  async declare(jobs: readonly RecurringJob[]): Promise<void> {
    for (const job of jobs) {
      await this.database.query(
        `INSERT INTO jobs_RecurringJob (id, type, queue, payload, cron, timeZone, misfire, enabled, nextRunAt, declared)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET type = excluded.type, queue = excluded.queue, payload = excluded.payload,
           cron = iif(${WHEN_EDITED}, cron, excluded.cron), timeZone = iif(${WHEN_EDITED}, timeZone, excluded.timeZone),
           nextRunAt = iif(${WHEN_EDITED}, nextRunAt, excluded.nextRunAt),
           misfire = iif(misfire <> declared ->> 'misfire', misfire, excluded.misfire),
           error = NULL, declared = excluded.declared
         WHERE declared IS NOT excluded.declared`,
        [
          ...[job.id, job.type, job.queue, job.payload, job.cron, job.timeZone, job.misfire, job.enabled],
          ...[job.nextRunAt, declarationOf(job)],
        ],
      );
    }
  }

  async lock(id: string): Promise<RecurringJob | null> {
    const [row] = await this.database.query(`SELECT ${RECURRING_COLUMNS} FROM jobs_RecurringJob WHERE id = ?`, [id]);
    return row ? recurringOf(row) : null;
  }

  async edit({ id, enabled, cron, timeZone, misfire, nextRunAt, error }: RecurringSettings): Promise<void> {
    await this.database.query(
      `UPDATE jobs_RecurringJob SET enabled = ?, cron = ?, timeZone = ?, misfire = ?, nextRunAt = ?, error = ? WHERE id = ?`,
      [enabled, cron, timeZone, misfire, nextRunAt, error, id],
    );
  }

  async due(): Promise<RecurringJob[]> {
    const rows = await this.database.query(
      `SELECT ${RECURRING_COLUMNS} FROM jobs_RecurringJob WHERE enabled = 1 AND nextRunAt <= ? ORDER BY nextRunAt`,
      [this.clock.now()],
    );
    return rows.map(recurringOf);
  }

  async all(): Promise<RecurringJob[]> {
    const rows = await this.database.query(`SELECT ${RECURRING_COLUMNS} FROM jobs_RecurringJob ORDER BY id`);
    return rows.map(recurringOf);
  }

  async advance(id: string, seen: Date, change: RecurringChange): Promise<boolean> {
    const rows = await this.database.query(
      `UPDATE jobs_RecurringJob SET nextRunAt = ?, lastRunAt = coalesce(?, lastRunAt), error = ?
       WHERE id = ? AND nextRunAt = ? RETURNING id`,
      [change.nextRunAt, change.lastRunAt, change.error, id, seen],
    );
    return rows.length > 0;
  }

  async setLastJob(id: string, jobId: number): Promise<void> {
    await this.database.query('UPDATE jobs_RecurringJob SET lastJobId = ? WHERE id = ?', [jobId, id]);
  }
}
