import type { Dialect } from './dialect';

/** How a value of a JSON parameter is read. */
export type JsonType = 'int' | 'bigint' | 'text' | 'instant';

/** A statement's clause for what it puts out, in each of the two places where a dialect may want it. */
export interface Output {
  /** Before `VALUES`, `SELECT`, `FROM` or `WHERE`. */
  readonly output: string;
  /** At the end. */
  readonly returning: string;
}

/** The few words in which the two dialects differ. Everything else that repositories say, both understand. */
export interface SqlDialect {
  /**
   * A table named `alias` of the rows of one parameter, a JSON array of arrays; `columns` names their values in order and says
   * how each is read. Columns go by their names in double quotes.
   */
  rows(alias: string, columns: Readonly<Record<string, JsonType>>): string;
  /** A query of the values of one parameter, a JSON array: for `IN (…)`. */
  list(type: JsonType): string;
  /** What ends an ordered query that is to give as many rows as its parameter says. */
  readonly limit: string;
  /** What an INSERT or UPDATE puts out of the rows it has written. */
  written(...columns: readonly string[]): Output;
  /** After a table that is looked at before a row is inserted: nobody else inserts such a row meanwhile. */
  readonly forInsert: string;
  /** Before a column by which rows are not to be sought. */
  readonly unsought: string;
}

const sqlite: SqlDialect = {
  rows(alias, columns) {
    const values = Object.keys(columns).map((name, index) => `value ->> ${index} AS "${name}"`);
    // With a limit each value is read out of the JSON once, without one wherever its column is named.
    return `(SELECT ${values.join(', ')} FROM json_each(?) LIMIT -1) AS ${alias}`;
  },
  list: () => 'SELECT value FROM json_each(?)',
  limit: 'LIMIT ?',
  written: (...columns) => ({ output: '', returning: `RETURNING ${quoted(columns).join(', ')}` }),
  // One transaction writes at a time.
  forInsert: '',
  // The planner takes an index for a short way even where its condition holds for most rows.
  unsought: '+',
};

const MSSQL_TYPES: Readonly<Record<JsonType, string>> = {
  int: 'int',
  bigint: 'bigint',
  text: 'nvarchar(4000)',
  instant: 'datetime2(3)',
};

const mssql: SqlDialect = {
  rows(alias, columns) {
    const values = Object.entries(columns).map(([name, type], index) => `"${name}" ${MSSQL_TYPES[type]} '$[${index}]'`);
    return `OPENJSON(?) WITH (${values.join(', ')}) AS ${alias}`;
  },
  list: (type) => `SELECT value FROM OPENJSON(?) WITH (value ${MSSQL_TYPES[type]} '$')`,
  limit: 'OFFSET 0 ROWS FETCH NEXT ? ROWS ONLY',
  written: (...columns) => ({
    output: `OUTPUT ${quoted(columns)
      .map((column) => `inserted.${column} AS ${column}`)
      .join(', ')}`,
    returning: '',
  }),
  forInsert: 'WITH (UPDLOCK, HOLDLOCK)',
  unsought: '',
};

const quoted = (columns: readonly string[]) => columns.map((column) => `"${column}"`);

export const SQL_DIALECTS: Readonly<Record<Dialect, SqlDialect>> = { sqlite, mssql };
