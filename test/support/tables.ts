import type { Dialect } from '../../src/database/dialect';

/** SQL that names the job tables as SQLite does, for either dialect. */
export function tables(sql: string, dialect: Dialect): string {
  return dialect === 'mssql' ? sql.replace(/\bjobs_(\w+)/g, 'jobs.$1') : sql;
}
