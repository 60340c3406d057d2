import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database';
import { PRIORITIES } from '../../definition/job-definition';
import type { JobState } from '../../job.state';
import type {
  ChangedJob,
  ClaimedJob,
  ClosingHold,
  Completion,
  Hold,
  Horizon,
  JobEnd,
  JobNotice,
  JobStore,
  Lane,
  LogLine,
  NewJob,
} from '../job-store';
import { DELETED_KEPT_MS } from '../store-constants';
import { checkRequeue, checkRunNow, endsAmong, keysOf, refusingKey } from '../store-rules';
import { SqliteClaims } from './sqlite-claims';
import { SqliteClock, shift } from './sqlite-clock';
import { SqliteCompletions } from './sqlite-completions';
import { NOTICE, SqliteFamily, noticeOf } from './sqlite-family';
import { written } from './written';

const INSERT = `
INSERT INTO jobs_Job (type, queue, priority, payload, state, "key", dueAt, deadline, maxAttempts, parentId, traceParent, createdAt)
SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, coalesce(value ->> 6, ?2), value ->> 7,
  value ->> 8, value ->> 9, value ->> 10, ?2
FROM json_each(?1)`;

const OPEN = `state IN ('waiting', 'awaiting', 'processing')`;

const REQUEUE_MANY = `
UPDATE jobs_Job SET state = 'waiting', dueAt = ?1, deaths = 0, revision = revision + 1, finishedAt = NULL, expiresAt = NULL,
  maxAttempts = max(maxAttempts, attempt + coalesce(
    (SELECT more.value ->> 1 FROM json_each(?3) AS more WHERE more.value ->> 0 = jobs_Job.type), 1))
WHERE id IN (
  SELECT max(job.id) FROM json_each(?2) AS wanted CROSS JOIN jobs_Job AS job ON job.id = wanted.value
  WHERE +job.state IN ('succeeded', 'failed', 'deleted') AND (job.deadline IS NULL OR job.deadline > ?1)
    AND NOT EXISTS (SELECT 1 FROM jobs_Job AS rival INDEXED BY UX_Job_key
      WHERE rival."key" = job."key" AND rival."key" IS NOT NULL AND rival.${OPEN})
  GROUP BY job."key", iif(job."key" IS NULL, job.id, NULL))
RETURNING ${NOTICE}`;

const RUN_NOW_MANY = `
UPDATE jobs_Job SET state = 'waiting', dueAt = ?1, revision = revision + 1
WHERE id IN (SELECT value FROM json_each(?2)) AND (+state = 'awaiting' OR (+state = 'waiting' AND dueAt > ?1))
RETURNING ${NOTICE}`;

/** Jobs in the embedded database. Sets of rows travel as one JSON parameter, so that a statement serves any number. */
@Injectable()
export class SqliteJobStore implements JobStore {
  constructor(
    private readonly database: Database,
    private readonly clock: SqliteClock,
    private readonly family: SqliteFamily,
    private readonly claims: SqliteClaims,
    private readonly completions: SqliteCompletions,
  ) {}

  now(): Promise<Date> {
    return Promise.resolve(new Date(this.clock.now()));
  }

  async insert(jobs: readonly NewJob[]): Promise<JobNotice[]> {
    if (jobs.length === 0) return [];
    const now = this.clock.now();
    // Ids count up, and this transaction alone writes: those of one INSERT follow each other, in the order of its rows.
    const first = (await this.insertRows(jobs, now)) - jobs.length + 1;
    const notices = jobs.map(({ queue, type, dueAt }, index) => ({
      id: first + index,
      queue,
      type,
      claim: 0,
      dueAt: dueAt ?? new Date(now),
    }));
    await this.family.history(
      notices.map((notice) => notice.id),
      null,
      now,
    );
    const tags = notices.flatMap(({ id }, index) =>
      (jobs[index]?.tags ?? []).map(({ name, value }) => [name, value, id]),
    );
    if (tags.length > 0) {
      await this.database.query(
        `INSERT OR IGNORE INTO jobs_Tag (name, value, jobId)
         SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?)`,
        [JSON.stringify(tags)],
      );
    }
    return notices;
  }

  async lockState(id: number): Promise<JobState | null> {
    const [row] = await this.database.query<{ state: JobState }>('SELECT state FROM jobs_Job WHERE id = ?', [id]);
    return row?.state ?? null;
  }

  async endsOf(ids: readonly number[]): Promise<Map<number, JobEnd>> {
    const rows = await this.database.query<{ id: number; state: JobState | null; reason: string | null }>(
      `SELECT wanted.value AS id, job.state, history.reason
       FROM json_each(?) AS wanted LEFT JOIN jobs_Job AS job ON job.id = wanted.value
       LEFT JOIN jobs_State AS history ON history.jobId = job.id AND history.seq = job.revision`,
      [JSON.stringify(ids)],
    );
    return endsAmong(rows);
  }

  async hasOpen(key: string): Promise<boolean> {
    const rows = await this.database.query(`SELECT 1 FROM jobs_Job WHERE "key" = ? AND ${OPEN}`, [key]);
    return rows.length > 0;
  }

  async cancel(target: { keys: readonly string[] } | { ids: readonly number[] }, reason: string): Promise<number[]> {
    const now = this.clock.now();
    // Left to itself the planner goes through all open jobs to find the few keys.
    const [table, where, parameter] =
      'keys' in target
        ? [
            'jobs_Job INDEXED BY UX_Job_key',
            `"key" IS NOT NULL AND "key" IN (SELECT value FROM json_each(?1)) AND ${OPEN}`,
            JSON.stringify(target.keys),
          ]
        : [
            'jobs_Job',
            `id IN (SELECT value FROM json_each(?1)) AND (+${OPEN} OR +state = 'failed')`,
            JSON.stringify(target.ids),
          ];
    const rows = await this.database.query<{ id: number }>(
      `UPDATE ${table} SET state = 'deleted', claim = claim + (state = 'processing'), revision = revision + 1,
         finishedAt = ?2, expiresAt = ?3
       WHERE ${where} RETURNING id`,
      [parameter, now, shift(now, DELETED_KEPT_MS)],
    );
    const ids = rows.map((row) => row.id);
    await this.family.history(ids, reason, now);
    await this.family.deleteChildren(ids, now);
    return ids;
  }

  claim(serverId: string, lane: Lane): Promise<ClaimedJob[]> {
    return this.claims.claim(serverId, lane);
  }

  claimSuspect(serverId: string, queues: readonly string[], types: readonly string[]): Promise<ClaimedJob | null> {
    return this.claims.claimSuspect(serverId, queues, types);
  }

  horizon(queues: readonly string[], types: readonly string[]): Promise<Horizon> {
    return this.claims.horizon(queues, types);
  }

  holds(hold: Hold): Promise<boolean> {
    return this.completions.holds(hold);
  }

  close(holds: readonly ClosingHold[]): Promise<Set<number>> {
    return this.completions.close(holds);
  }

  settle(completions: readonly Completion[]): Promise<JobNotice[]> {
    return this.completions.settle(completions);
  }

  log(lines: readonly LogLine[]): Promise<void> {
    return this.completions.log(lines);
  }

  setProgress(hold: Hold, percent: number): Promise<void> {
    return this.completions.setProgress(hold, percent);
  }

  async requeue(id: number, attempts: number, reason: string): Promise<ChangedJob | null> {
    const now = this.clock.now();
    const [job] = await this.database.query<{ state: JobState; deadline: string | null; key: string | null }>(
      'SELECT state, deadline, "key" FROM jobs_Job WHERE id = ?',
      [id],
    );
    if (!job) return null;
    checkRequeue(job.state, job.deadline !== null && job.deadline <= now);
    return refusingKey(
      () =>
        this.backToWaiting(
          `UPDATE jobs_Job SET state = 'waiting', dueAt = ?2, maxAttempts = max(maxAttempts, attempt + ?3), deaths = 0,
             revision = revision + 1, finishedAt = NULL, expiresAt = NULL WHERE id = ?1 RETURNING ${NOTICE}`,
          [id, now, attempts],
          { reason, now },
        ),
      () => job.key ?? '',
    );
  }

  async runNow(id: number, reason: string): Promise<ChangedJob | null> {
    const now = this.clock.now();
    const state = await this.lockState(id);
    if (state === null) return null;
    checkRunNow(state);
    return this.backToWaiting(
      `UPDATE jobs_Job SET state = 'waiting', dueAt = ?2, revision = revision + 1 WHERE id = ?1 RETURNING ${NOTICE}`,
      [id, now],
      { reason, now },
    );
  }

  async requeueMany(
    ids: readonly number[],
    attempts: ReadonlyMap<string, number>,
    reason: string,
  ): Promise<JobNotice[]> {
    return this.manyBackToWaiting(REQUEUE_MANY, [JSON.stringify(ids), JSON.stringify([...attempts])], reason);
  }

  async runNowMany(ids: readonly number[], reason: string): Promise<JobNotice[]> {
    return this.manyBackToWaiting(RUN_NOW_MANY, [JSON.stringify(ids)], reason);
  }

  private async manyBackToWaiting(sql: string, parameters: string[], reason: string): Promise<JobNotice[]> {
    const now = this.clock.now();
    const notices = (await this.database.query(sql, [now, ...parameters])).map(noticeOf);
    await this.family.history(
      notices.map(({ id }) => id),
      reason,
      now,
    );
    return notices;
  }

  private async backToWaiting(
    sql: string,
    parameters: (number | string)[],
    { reason, now }: { reason: string; now: string },
  ): Promise<ChangedJob | null> {
    const [row] = await this.database.query(sql, parameters);
    if (!row) return null;
    const notice = noticeOf(row);
    await this.family.history([notice.id], reason, now);
    return { ...notice, state: 'waiting' };
  }

  /** The id of the last. */
  private async insertRows(jobs: readonly NewJob[], now: string): Promise<number> {
    const values = jobs.map((job) => [
      job.type,
      job.queue,
      PRIORITIES.indexOf(job.priority),
      job.payload,
      job.parentId === null ? 'waiting' : 'awaiting',
      job.key,
      job.dueAt?.toISOString() ?? null,
      job.deadline?.toISOString() ?? null,
      job.maxAttempts,
      job.parentId,
      job.traceParent,
    ]);
    return refusingKey(
      () => written(this.database, 'last_insert_rowid', INSERT, [JSON.stringify(values), now]),
      () => keysOf(jobs),
    );
  }
}
