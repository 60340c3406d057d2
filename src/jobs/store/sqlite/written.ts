import type { Database } from '../../../database/database';
import type { SqlParameters } from '../../../database/session';

/**
 * Runs a statement that writes, and gives what SQLite says of it: how many rows it changed, or the id of the last that it
 * inserted. Both are asked for in one breath, so that nothing else which the transaction does at the same time comes between.
 */
export async function written(
  database: Database,
  said: 'changes' | 'last_insert_rowid',
  sql: string,
  parameters: SqlParameters,
): Promise<number> {
  const [, rows] = await Promise.all([
    database.query(sql, parameters),
    database.query<{ said: number }>(`SELECT ${said}() AS said`),
  ]);
  const [row] = rows as [{ said: number }]; // a SELECT without FROM returns one row
  return row.said;
}
