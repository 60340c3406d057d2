import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database';
import type { SqlRow } from '../../../database/session';
import type { LogLevel } from '../../definition/job-context';
import { JOB_STATES } from '../../job.state';
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
import { SqliteClock } from './sqlite-clock';
import { SqliteJobLists } from './sqlite-job-lists';
import { BESIDE, RECORD, recordOf } from './sqlite-job-rows';
import { LANES } from './sqlite-lanes';

/** What people read of jobs in the embedded database. */
@Injectable()
export class SqliteJobQueries implements JobQueries {
  constructor(
    private readonly database: Database,
    private readonly clock: SqliteClock,
    private readonly lists: SqliteJobLists,
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
    const now = this.clock.now();
    const [row] = await this.database.query(`SELECT ${RECORD} FROM jobs_Job AS job ${BESIDE} WHERE job.id = ?`, [id]);
    if (!row) return null;
    return {
      ...recordOf(row, now),
      history: await this.historyOf(id),
      log: await this.logOf(id),
      continuations: await this.continuationsOf(id, now),
    };
  }

  async present(ids: readonly number[]): Promise<number[]> {
    const rows = await this.database.query<{ id: number }>(
      'SELECT job.id FROM json_each(?) AS wanted CROSS JOIN jobs_Job AS job ON job.id = wanted.value',
      [JSON.stringify(ids)],
    );
    return rows.map((row) => row.id);
  }

  async openAmong(ids: readonly number[]): Promise<Set<number>> {
    const rows = await this.database.query<{ id: number }>(
      `SELECT job.id FROM json_each(?) AS wanted CROSS JOIN jobs_Job AS job ON job.id = wanted.value
       WHERE +job.state IN ('waiting', 'awaiting', 'processing')`,
      [JSON.stringify(ids)],
    );
    return new Set(rows.map((row) => row.id));
  }

  async names(): Promise<{ types: string[]; queues: string[] }> {
    const rows = await this.database.query<{ type: string; queue: string }>(
      `WITH RECURSIVE ${LANES} SELECT DISTINCT type, queue FROM lane`,
      [JSON.stringify(JOB_STATES)],
    );
    return namesAmong(rows);
  }

  private async historyOf(id: number): Promise<HistoryEntry[]> {
    const rows = await this.database.query<HistoryRow>(
      'SELECT name, reason, data, at FROM jobs_State WHERE jobId = ? ORDER BY seq DESC LIMIT ?',
      [id, SHOWN],
    );
    return rows.reverse().map(historyEntryOf);
  }

  private async logOf(id: number): Promise<JobDetail['log']> {
    const rows = await this.database.query<{ at: string; level: LogLevel; message: string }>(
      'SELECT at, level, message FROM jobs_Log WHERE jobId = ? ORDER BY id DESC LIMIT ?',
      [id, SHOWN],
    );
    return rows.reverse().map((row) => ({ ...row, at: new Date(row.at) }));
  }

  private async continuationsOf(id: number, now: string): Promise<JobLink[]> {
    const rows = await this.database.query<SqlRow & LinkRow<string>>(
      `SELECT id, type, state, dueAt FROM jobs_Job INDEXED BY IX_Job_parent
       WHERE state = 'awaiting' AND parentId = ? ORDER BY id LIMIT ?`,
      [id, SHOWN],
    );
    return rows.map((row) => linkOf(row, now));
  }
}
