import type { Dialect } from '../../src/database/dialect';

/** `sql` with the names of the job tables, written as on SQLite (`jobs_Job`), as `dialect` has them. */
export function tables(sql: string, dialect: Dialect): string {
  return dialect === 'mssql' ? sql.replace(/\bjobs_(\w+)/g, 'jobs.$1') : sql;
}
