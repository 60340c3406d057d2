import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database';
import type { SqlRow } from '../../../database/session';
import type { ClosingHold, Completion, Hold, JobNotice, LogLine } from '../job-store';
import { refusingKey } from '../store-rules';
import { SqliteClock, shift } from './sqlite-clock';
import { NOTICE, SqliteFamily, noticeOf } from './sqlite-family';

/** Which claims still hold, as one JSON text of `[id, keepMs]`; the primary key leads, whatever the planner thinks. */
const HELD = `
SELECT json_group_array(json_array(j.id, d.value ->> 2)) AS held FROM json_each(?1) AS d CROSS JOIN jobs_Job AS j
ON j.id = d.value ->> 0 AND j.claim = d.value ->> 1 AND +j.state = 'processing'`;

/** The transaction holds the write lock, so what was just read as held still is. */
const CLOSE = `
UPDATE jobs_Job SET state = 'succeeded', revision = revision + 1, finishedAt = ?2, progress = NULL, expiresAt = ?3
WHERE id IN (SELECT value FROM json_each(?1))`;

const REWRITE = `
UPDATE jobs_Job SET state = ?2, attempt = ?3, lastError = coalesce(?4, lastError), expiresAt = ?5,
  finishedAt = CASE WHEN ?2 = 'waiting' THEN NULL ELSE finishedAt END, dueAt = coalesce(?6, dueAt)
WHERE id = ?1 RETURNING ${NOTICE}`;

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

  async close(holds: readonly ClosingHold[]): Promise<Set<number>> {
    const now = this.clock.now();
    const claims = holds.map(({ id, claim, keepMs }) => [id, claim, keepMs]);
    const [row] = await this.database.query<{ held: string }>(HELD, [JSON.stringify(claims)]);
    const held = JSON.parse(row?.held ?? '[]') as [id: number, keepMs: number | null][];
    for (const keepMs of new Set(held.map(([, kept]) => kept))) {
      const ids = held.filter(([, kept]) => kept === keepMs).map(([id]) => id);
      await this.database.query(CLOSE, [JSON.stringify(ids), now, keepMs === null ? null : shift(now, keepMs)]);
    }
    return new Set(held.map(([id]) => id));
  }

  async settle(completions: readonly Completion[]): Promise<JobNotice[]> {
    const now = this.clock.now();
    const waiting: JobNotice[] = [];
    for (const completion of completions) {
      if (completion.state === 'succeeded') continue;
      const rows = await this.rewrite(completion, now);
      if (completion.state === 'waiting') waiting.push(...rows.map(noticeOf));
    }
    await this.database.query(HISTORY, [
      JSON.stringify(completions.map(({ id, reason, data }) => [id, reason, data])),
      now,
    ]);
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
