import { Injectable } from '@nestjs/common';
import { groupedBy } from '../../../common/grouped-by';
import { Database } from '../../../database/database';
import type { SqlRow } from '../../../database/session';
import type { ClosingHold, Completion, Hold, JobNotice, LogLine } from '../job-store';
import { refusingKey } from '../store-rules';
import { SqliteClock, shift } from './sqlite-clock';
import { NOTICE, SqliteFamily, noticeOf } from './sqlite-family';
import { written } from './written';

/** The fence: what another has claimed since, or a cancellation cut off, does not match. */
const CLOSE = `
UPDATE jobs_Job SET state = 'succeeded', revision = revision + 1, finishedAt = ?3, progress = NULL, expiresAt = ?4
WHERE id IN (SELECT value FROM json_each(?1)) AND claim = ?2 AND +state = 'processing'`;

/** What CLOSE has just changed: its history row is still to come. */
const CLOSED = `
SELECT job.id FROM json_each(?1) AS wanted CROSS JOIN jobs_Job AS job ON job.id = wanted.value
WHERE job.claim = ?2 AND +job.state = 'succeeded'
  AND NOT EXISTS (SELECT 1 FROM jobs_State AS history WHERE history.jobId = job.id AND history.seq = job.revision)`;

const REWRITE = `
UPDATE jobs_Job SET state = ?2, attempt = ?3, lastError = coalesce(?4, lastError), expiresAt = ?5,
  finishedAt = CASE WHEN ?2 = 'waiting' THEN NULL ELSE finishedAt END, dueAt = coalesce(?6, dueAt)
WHERE id = ?1 RETURNING ${NOTICE}`;

/** Of ends that say nothing more, as nearly all do. */
const SILENT_HISTORY = `
INSERT INTO jobs_State (jobId, seq, claim, name, reason, data, at)
SELECT id, revision, claim, state, NULL, NULL, coalesce(finishedAt, ?2)
FROM jobs_Job WHERE id IN (SELECT value FROM json_each(?1))`;

const HISTORY = `
INSERT INTO jobs_State (jobId, seq, claim, name, reason, data, at)
SELECT j.id, j.revision, j.claim, j.state, d.value ->> 1, d.value ->> 2, coalesce(j.finishedAt, ?2)
FROM json_each(?1) AS d CROSS JOIN jobs_Job AS j ON j.id = d.value ->> 0`;

@Injectable()
export class SqliteCompletions {
  constructor(
    private readonly database: Database,
    private readonly clock: SqliteClock,
    private readonly family: SqliteFamily,
  ) {}

  async holds({ id, claim }: Hold): Promise<boolean> {
    const rows = await this.database.query(
      `SELECT 1 FROM jobs_Job WHERE id = ? AND claim = ? AND +state = 'processing'`,
      [id, claim],
    );
    return rows.length > 0;
  }

  /** Counts what it closed: to return each id would cost as much as half the statement, and nearly always all are. */
  async close(holds: readonly ClosingHold[]): Promise<Set<number>> {
    const now = this.clock.now();
    const closed = new Set<number>();
    for (const group of groupedBy(holds, ({ claim, keepMs }) => `${claim} ${keepMs}`)) {
      for (const { id } of await this.closeAlike(group, now)) closed.add(id);
    }
    return closed;
  }

  async settle(completions: readonly Completion[]): Promise<JobNotice[]> {
    const now = this.clock.now();
    const waiting: JobNotice[] = [];
    for (const completion of completions) {
      if (completion.state === 'succeeded') continue;
      const rows = await this.rewrite(completion, now);
      if (completion.state === 'waiting') waiting.push(...rows.map(noticeOf));
    }
    await this.history(completions, now);
    const ended = (state: Completion['state']) =>
      completions.filter((each) => each.state === state).map((each) => each.id);
    const released = await this.family.release(ended('succeeded'), now);
    await this.family.deleteChildren(ended('deleted'), now);
    return [...waiting, ...released];
  }

  async log(lines: readonly LogLine[]): Promise<void> {
    if (lines.length === 0) return;
    await this.database.query(
      `INSERT INTO jobs_Log (jobId, claim, level, message, at)
       SELECT d.value ->> 0, d.value ->> 1, d.value ->> 2, d.value ->> 3, d.value ->> 4
       FROM json_each(?1) AS d CROSS JOIN jobs_Job AS j ON j.id = d.value ->> 0 AND j.claim = d.value ->> 1`,
      [
        JSON.stringify(
          lines.map(({ jobId, claim, level, message, at }) => [jobId, claim, level, message, at.toISOString()]),
        ),
      ],
    );
  }

  async setProgress({ id, claim }: Hold, percent: number): Promise<void> {
    await this.database.query(`UPDATE jobs_Job SET progress = ? WHERE id = ? AND claim = ? AND +state = 'processing'`, [
      percent,
      id,
      claim,
    ]);
  }

  /** Which of holds of one claim and time to be kept were closed. */
  private async closeAlike(holds: readonly ClosingHold[], now: string): Promise<readonly Pick<Hold, 'id'>[]> {
    const [first] = holds;
    if (!first) return [];
    const { claim, keepMs } = first;
    const ids = JSON.stringify(holds.map(({ id }) => id));
    const expiresAt = keepMs === null ? null : shift(now, keepMs);
    const count = await written(this.database, 'changes', CLOSE, [ids, claim, now, expiresAt]);
    return count === holds.length ? holds : this.database.query<{ id: number }>(CLOSED, [ids, claim]);
  }

  private async history(completions: readonly Completion[], now: string): Promise<void> {
    const silent: number[] = [];
    const telling: (readonly [id: number, reason: string | null, data: string | null])[] = [];
    for (const { id, reason, data } of completions) {
      if (reason === null && data === null) silent.push(id);
      else telling.push([id, reason, data]);
    }
    if (silent.length > 0) await this.database.query(SILENT_HISTORY, [JSON.stringify(silent), now]);
    if (telling.length > 0) await this.database.query(HISTORY, [JSON.stringify(telling), now]);
  }

  private async rewrite(completion: Completion, now: string): Promise<SqlRow[]> {
    const { id, state, attempt, error, keepMs, delayMs } = completion;
    const parameters = [
      id,
      state,
      attempt,
      error,
      state === 'waiting' || keepMs === null ? null : shift(now, keepMs),
      delayMs === null ? null : shift(now, delayMs),
    ];
    return refusingKey(
      () => this.database.query(REWRITE, parameters),
      () => `of job ${id}`,
    );
  }
}
