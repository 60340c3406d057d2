import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database';
import type { SqlRow } from '../../../database/session';
import type { LogLevel } from '../../definition/job-context';
import type {
  Count,
  HistoryEntry,
  JobDetail,
  JobFilter,
  JobLink,
  JobPage,
  JobPlace,
  JobQueries,
  JobRecord,
} from '../job-queries';
import { type HistoryRow, type LinkRow, SHOWN, historyEntryOf, linkOf, namesAmong } from '../job-rows';
import { MssqlClock, NOW } from './mssql-clock';
import { MssqlJobLists } from './mssql-job-lists';
import { recordOf, selectRecords } from './mssql-job-rows';
import { AS_WRITTEN, inLanes, lanes } from './mssql-lanes';
import { MssqlTables } from './mssql-tables';

/** What people read of jobs on SQL Server. */
@Injectable()
export class MssqlJobQueries implements JobQueries {
  constructor(
    private readonly database: Database,
    private readonly clock: MssqlClock,
    private readonly tables: MssqlTables,
    private readonly lists: MssqlJobLists,
  ) {}

  list(filter: JobFilter, page: JobPage): Promise<JobRecord[]> {
    return this.lists.list(filter, page);
  }

  count(filter: JobFilter): Promise<Count> {
    return this.lists.count(filter);
  }

  places(filter: JobFilter, page: JobPage): Promise<JobPlace[]> {
    return this.lists.places(filter, page);
  }

  async find(id: number): Promise<JobDetail | null> {
    const source = `${this.tables.job} AS job`;
    const [[row], history, log, continuations] = await Promise.all([
      this.database.query(
        `${NOW}
${selectRecords(this.tables, source)}
WHERE job.id = @id ${AS_WRITTEN};`,
        { ...this.clock.offset, id },
      ),
      this.historyOf(id),
      this.logOf(id),
      this.continuationsOf(id),
    ]);
    return row ? { ...recordOf(row), history, log, continuations } : null;
  }

  async present(ids: readonly number[]): Promise<number[]> {
    const rows = await this.database.query<{ id: number }>(
      `SELECT job.id FROM OPENJSON(@ids) WITH (id bigint '$') AS wanted
INNER JOIN ${this.tables.job} AS job ON job.id = wanted.id ${AS_WRITTEN};`,
      { ids: JSON.stringify(ids) },
    );
    return rows.map((row) => row.id);
  }

  async openAmong(ids: readonly number[]): Promise<Set<number>> {
    const rows = await this.database.query<{ id: number }>(
      `SELECT job.id FROM OPENJSON(@ids) WITH (id bigint '$') AS wanted
INNER JOIN ${this.tables.job} AS job ON job.id = wanted.id
WHERE job.state IN ('waiting', 'awaiting', 'processing') ${AS_WRITTEN};`,
      { ids: JSON.stringify(ids) },
    );
    return new Set(rows.map((row) => row.id));
  }

  async names(): Promise<{ types: string[]; queues: string[] }> {
    const rows = await this.database.query<{ type: string; queue: string }>(
      `${lanes(this.tables)}
SELECT DISTINCT type, queue FROM @lane;`,
      inLanes(),
    );
    return namesAmong(rows);
  }

  private async historyOf(id: number): Promise<HistoryEntry[]> {
    const rows = await this.database.query<HistoryRow>(
      `SELECT TOP (@shown) name, reason, data, at FROM ${this.tables.state} WHERE jobId = @id ORDER BY seq DESC;`,
      { id, shown: SHOWN },
    );
    return rows.reverse().map(historyEntryOf);
  }

  private async logOf(id: number): Promise<JobDetail['log']> {
    const rows = await this.database.query<{ at: Date; level: LogLevel; message: string }>(
      `SELECT TOP (@shown) at, level, message FROM ${this.tables.log} WHERE jobId = @id ORDER BY id DESC;`,
      { id, shown: SHOWN },
    );
    return rows.reverse();
  }

  private async continuationsOf(id: number): Promise<JobLink[]> {
    const rows = await this.database.query<SqlRow & LinkRow<Date> & { now: Date }>(
      `${NOW}
SELECT TOP (@shown) id, type, state, dueAt, @now AS "now" FROM ${this.tables.job} WITH (INDEX (IX_Job_parent), FORCESEEK)
WHERE state = 'awaiting' AND parentId = @id ORDER BY id;`,
      { ...this.clock.offset, id, shown: SHOWN },
    );
    return rows.map((row) => linkOf(row, row.now));
  }
}
