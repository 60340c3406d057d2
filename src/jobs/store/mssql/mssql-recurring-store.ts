import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database';
import type { SqlRow } from '../../../database/session';
import {
  RECURRING_COLUMNS,
  type RecurringChange,
  type RecurringJob,
  type RecurringSettings,
  type RecurringStore,
  declarationOf,
} from '../recurring-store';
import { MssqlClock, NOW } from './mssql-clock';
import { MssqlTables } from './mssql-tables';

/** Whether an admin has set when it runs: what is stored is not what was declared last. */
const WHEN_EDITED = `cron <> JSON_VALUE(declared, '$.cron') OR timeZone <> JSON_VALUE(declared, '$.timeZone')`;

const recurringOf = (row: SqlRow) => row as unknown as RecurringJob; // the columns of RECURRING_COLUMNS

/** Schedules on SQL Server. Their table has a few rows, and is read whole. */
@Injectable()
export class MssqlRecurringStore implements RecurringStore {
  constructor(
    private readonly database: Database,
    private readonly clock: MssqlClock,
    private readonly tables: MssqlTables,
  ) {}

  async declare(jobs: readonly RecurringJob[]): Promise<void> {
    const { recurringJob } = this.tables;
    for (const job of jobs) {
      const { id, type, queue, payload, cron, timeZone, misfire, enabled, nextRunAt } = job;
      await this.database.query(
        `INSERT INTO ${recurringJob} (id, type, queue, payload, cron, timeZone, misfire, enabled, nextRunAt, declared)
SELECT @id, @type, @queue, @payload, @cron, @timeZone, @misfire, @enabled, @nextRunAt, @declared
WHERE NOT EXISTS (SELECT 1 FROM ${recurringJob} WITH (UPDLOCK, HOLDLOCK) WHERE id = @id);
UPDATE ${recurringJob} SET type = @type, queue = @queue, payload = @payload,
  cron = CASE WHEN ${WHEN_EDITED} THEN cron ELSE @cron END, timeZone = CASE WHEN ${WHEN_EDITED} THEN timeZone ELSE @timeZone END,
  nextRunAt = CASE WHEN ${WHEN_EDITED} THEN nextRunAt ELSE @nextRunAt END,
  misfire = CASE WHEN misfire <> JSON_VALUE(declared, '$.misfire') THEN misfire ELSE @misfire END,
  error = NULL, declared = @declared
WHERE id = @id AND (declared IS NULL OR declared <> @declared);`,
        { id, type, queue, payload, cron, timeZone, misfire, enabled, nextRunAt, declared: declarationOf(job) },
      );
    }
  }

  async lock(id: string): Promise<RecurringJob | null> {
    const [row] = await this.database.query(
      `SELECT ${RECURRING_COLUMNS} FROM ${this.tables.recurringJob} WITH (UPDLOCK, ROWLOCK) WHERE id = @id;`,
      { id },
    );
    return row ? recurringOf(row) : null;
  }

  async edit({ id, enabled, cron, timeZone, misfire, nextRunAt, error }: RecurringSettings): Promise<void> {
    await this.database.query(
      `UPDATE ${this.tables.recurringJob} SET enabled = @enabled, cron = @cron, timeZone = @timeZone, misfire = @misfire,
  nextRunAt = @nextRunAt, error = @error
WHERE id = @id;`,
      { id, enabled, cron, timeZone, misfire, nextRunAt, error },
    );
  }

  async due(): Promise<RecurringJob[]> {
    const rows = await this.database.query(
      `${NOW}
SELECT ${RECURRING_COLUMNS} FROM ${this.tables.recurringJob} WHERE enabled = 1 AND nextRunAt <= @now ORDER BY nextRunAt;`,
      this.clock.offset,
    );
    return rows.map(recurringOf);
  }

  async all(): Promise<RecurringJob[]> {
    const rows = await this.database.query(`SELECT ${RECURRING_COLUMNS} FROM ${this.tables.recurringJob} ORDER BY id;`);
    return rows.map(recurringOf);
  }

  async advance(id: string, seen: Date, { nextRunAt, lastRunAt, error }: RecurringChange): Promise<boolean> {
    const rows = await this.database.query(
      `UPDATE ${this.tables.recurringJob}
SET nextRunAt = @nextRunAt, lastRunAt = COALESCE(@lastRunAt, lastRunAt), error = @error
OUTPUT inserted.id
WHERE id = @id AND nextRunAt = @seen;`,
      { id, seen, nextRunAt, lastRunAt, error },
    );
    return rows.length > 0;
  }

  async setLastJob(id: string, jobId: number): Promise<void> {
    await this.database.query(`UPDATE ${this.tables.recurringJob} SET lastJobId = @jobId WHERE id = @id;`, {
      id,
      jobId,
    });
  }
}
