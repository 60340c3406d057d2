import type { Database } from '../../src/database/database';

/** The columns of a stored job that a test cares about; instants are ISO 8601. */
export interface JobRow {
  id: number;
  type: string;
  queue: string;
  state: string;
  key: string | null;
  dueAt: string;
  createdAt: string;
  attempt: number;
  serverId: string | null;
  parentId: number | null;
  startedAt: string | null;
  finishedAt: string | null;
  expiresAt: string | null;
}

const AT = '2027-01-05T12:00:00.000Z';

export const aJobRow = (id: number, change: Partial<JobRow> = {}): JobRow => ({
  id,
  type: 'test.run',
  queue: 'default',
  state: 'waiting',
  key: null,
  dueAt: AT,
  createdAt: AT,
  attempt: 0,
  serverId: null,
  parentId: null,
  startedAt: null,
  finishedAt: null,
  expiresAt: null,
  ...change,
});

/** Writes jobs as they are, past the store, each with the history row of its state. */
export function insertJobRows(database: Database, jobs: readonly JobRow[]): Promise<void> {
  return database.transaction(async () => {
    for (const job of jobs) {
      const columns = { ...job, priority: 1, payload: '{}', maxAttempts: 10 };
      const names = Object.keys(columns).map((name) => `"${name}"`);
      await database.query(
        `INSERT INTO jobs_Job (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
        Object.values(columns),
      );
      await database.query(`INSERT INTO jobs_State (jobId, seq, claim, name, reason, at) VALUES (?, 1, 0, ?, ?, ?)`, [
        job.id,
        job.state,
        `why-${job.id}`,
        job.createdAt,
      ]);
    }
  });
}

export function tagJob(database: Database, jobId: number, name: string, value: string): Promise<unknown> {
  return database.transaction(() =>
    database.query('INSERT INTO jobs_Tag (name, value, jobId) VALUES (?, ?, ?)', [name, value, jobId]),
  );
}
