import type { Database } from '../../src/database/database';
import { tables } from '../support/tables';

/** The columns of a stored job that a test cares about; instants are ISO 8601. */
export interface JobRow {
  id: number;
  type: string;
  queue: string;
  payload: string;
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
  payload: '{}',
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
      const columns = { ...job, priority: 1, maxAttempts: 10 };
      const names = Object.keys(columns).map((name) => `"${name}"`);
      await database.query(
        withIds(database, `INSERT INTO jobs_Job (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`),
        Object.values(columns),
      );
      await database.query(
        tables(
          'INSERT INTO jobs_State (jobId, seq, claim, name, reason, at) VALUES (?, 1, 0, ?, ?, ?)',
          database.dialect,
        ),
        [job.id, job.state, `why-${job.id}`, job.createdAt],
      );
    }
  });
}

export function tagJob(database: Database, jobId: number, name: string, value: string): Promise<unknown> {
  const insert = tables('INSERT INTO jobs_Tag (name, value, jobId) VALUES (?, ?, ?)', database.dialect);
  return database.transaction(() => database.query(insert, [name, value, jobId]));
}

/** SQL Server counts ids up itself unless it is told not to. */
function withIds({ dialect }: Database, insert: string): string {
  if (dialect === 'sqlite') return insert;
  const given = (whether: 'ON' | 'OFF') => `SET IDENTITY_INSERT jobs.Job ${whether}`;
  return `${given('ON')}; ${tables(insert, dialect)}; ${given('OFF')}`;
}
