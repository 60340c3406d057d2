import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database';
import type { SqlRow } from '../../../database/session';
import type { JobNotice } from '../job-store';
import type { QueueSettings, QueueStore } from '../queue-store';
import { MssqlClock, NOW } from './mssql-clock';
import { NOTICE, noticeOf } from './mssql-family';
import { MssqlTables } from './mssql-tables';

const lock = ({ queue }: MssqlTables) => `SELECT name, paused, pausedBy, pausedAt, concurrency, ratePerMinute
FROM ${queue} WITH (UPDLOCK, HOLDLOCK, ROWLOCK) WHERE name = @name;`;

const addMissing = ({ queue }: MssqlTables) => `INSERT INTO ${queue} (name) SELECT @name
WHERE NOT EXISTS (SELECT 1 FROM ${queue} WITH (UPDLOCK, HOLDLOCK) WHERE name = @name);`;

const pause = (tables: MssqlTables) => `${NOW}
${addMissing(tables)}
UPDATE ${tables.queue} SET paused = 1, pausedBy = @userId, pausedAt = @now WHERE name = @name;`;

const resume = ({ queue }: MssqlTables) =>
  `UPDATE ${queue} SET paused = 0, pausedBy = NULL, pausedAt = NULL WHERE name = @name;`;

const limit = (tables: MssqlTables) => `${addMissing(tables)}
UPDATE ${tables.queue} SET concurrency = @concurrency, ratePerMinute = @ratePerMinute WHERE name = @name;`;

/** A seek for each priority. */
const heads = ({ job }: MssqlTables) => `SELECT ${NOTICE} FROM (VALUES (0), (1), (2)) AS lane (priority)
CROSS APPLY (
  SELECT TOP (1) ${NOTICE} FROM ${job} AS job WITH (INDEX (IX_Job_claim), FORCESEEK)
  WHERE job.state = 'waiting' AND job.queue = @name AND job.priority = lane.priority
  ORDER BY job.dueAt, job.id) AS head;`;

/** The settings of queues on SQL Server. */
@Injectable()
export class MssqlQueueStore implements QueueStore {
  constructor(
    private readonly database: Database,
    private readonly clock: MssqlClock,
    private readonly tables: MssqlTables,
  ) {}

  async lock(name: string): Promise<QueueSettings | null> {
    const [row] = await this.database.query<SqlRow & QueueSettings>(lock(this.tables), { name });
    return row ?? null;
  }

  async pause(name: string, userId: string | null): Promise<void> {
    await this.database.query(pause(this.tables), { ...this.clock.offset, name, userId });
  }

  async resume(name: string): Promise<void> {
    await this.database.query(resume(this.tables), { name });
  }

  async limit(
    name: string,
    { concurrency, ratePerMinute }: Pick<QueueSettings, 'concurrency' | 'ratePerMinute'>,
  ): Promise<void> {
    await this.database.query(limit(this.tables), { name, concurrency, ratePerMinute });
  }

  async heads(name: string): Promise<JobNotice[]> {
    return (await this.database.query(heads(this.tables), { name })).map(noticeOf);
  }
}
