import type { Database } from '../../src/database/database';
import type { SqlRow, SqlValue } from '../../src/database/session';
import { tables } from './tables';

/** SQL of a test for either dialect: it names the job tables as SQLite does, and gets what SQLite would give. */
export async function plainQuery<R extends SqlRow = SqlRow>(
  database: Database,
  sql: string,
  parameters: readonly SqlValue[] = [],
): Promise<R[]> {
  const rows = await database.query<R>(tables(sql, database.dialect), parameters);
  return database.dialect === 'sqlite' ? rows : rows.map((row) => asSqlite(row) as R);
}

const asSqlite = (row: SqlRow): SqlRow =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, asStored(value)]));

function asStored(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'boolean' ? Number(value) : value;
}
