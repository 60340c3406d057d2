import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database';
import type { SqlRow } from '../../../database/session';
import type { JobNotice } from '../job-store';
import { DELETED_KEPT_MS } from '../store-constants';
import { shift } from './sqlite-clock';

export const NOTICE = 'id, queue, type, claim, dueAt';

export function noticeOf(row: SqlRow): JobNotice {
  const notice = row as unknown as JobNotice & { dueAt: string }; // the columns of NOTICE
  return { id: notice.id, queue: notice.queue, type: notice.type, claim: notice.claim, dueAt: new Date(notice.dueAt) };
}

/** What becomes of the jobs that await others. */
@Injectable()
export class SqliteFamily {
  constructor(private readonly database: Database) {}

  /** Lets the children of succeeded jobs wait for their time only. */
  async release(parents: readonly number[], now: string): Promise<JobNotice[]> {
    if (parents.length === 0) return [];
    const rows = await this.database.query(
      `UPDATE jobs_Job INDEXED BY IX_Job_parent SET state = 'waiting', revision = revision + 1, dueAt = max(coalesce(dueAt, ?2), ?2)
       WHERE state = 'awaiting' AND parentId IN (SELECT value FROM json_each(?1)) RETURNING ${NOTICE}`,
      [JSON.stringify(parents), now],
    );
    await this.history(
      rows.map((row) => Number(row.id)),
      'parent-succeeded',
      now,
    );
    return rows.map(noticeOf);
  }

  /** Deletes the children of deleted jobs, and theirs. */
  async deleteChildren(parents: readonly number[], now: string): Promise<void> {
    for (let generation = parents; generation.length > 0;) {
      const rows = await this.database.query<{ id: number }>(
        `UPDATE jobs_Job INDEXED BY IX_Job_parent SET state = 'deleted', revision = revision + 1, finishedAt = ?2, expiresAt = ?3
         WHERE state = 'awaiting' AND parentId IN (SELECT value FROM json_each(?1)) RETURNING id`,
        [JSON.stringify(generation), now, shift(now, DELETED_KEPT_MS)],
      );
      generation = rows.map((row) => row.id);
      await this.history(generation, 'parent-deleted', now);
    }
  }

  /** One history row for each of `ids`, which just changed to the state they are in. */
  async history(ids: readonly number[], reason: string | null, now: string, data: string | null = null): Promise<void> {
    if (ids.length === 0) return;
    await this.database.query(
      `INSERT INTO jobs_State (jobId, seq, claim, name, reason, data, at)
       SELECT id, revision, claim, state, ?2, coalesce(?4, CASE WHEN state = 'waiting' THEN json_object('dueAt', dueAt) END), ?3
       FROM jobs_Job WHERE id IN (SELECT value FROM json_each(?1))`,
      [JSON.stringify(ids), reason, now, data],
    );
  }
}
