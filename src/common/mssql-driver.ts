import type mssql from 'mssql';

let loaded: typeof mssql | null = null;

/** The driver of SQL Server. Loading it is a tenth of a start, which the embedded database does without. */
export function mssqlDriver(): typeof mssql {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would be loaded with whoever may need it
  loaded ??= require('mssql') as typeof mssql;
  return loaded;
}
