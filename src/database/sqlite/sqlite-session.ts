import type { DataSource, EntityManager } from 'typeorm';
import type { Session, SqlParameters, SqlRow, SqlValue } from '../session';

/** The part of libsql's synchronous, better-sqlite3-compatible interface that is used here. */
interface Statement {
  readonly reader: boolean;
  all(...parameters: unknown[]): SqlRow[];
  columns(): { name: string }[];
  run(...parameters: unknown[]): unknown;
}

export interface SqliteHandle {
  prepare(sql: string): Statement;
  pragma(sql: string): unknown;
  exec(sql: string): void;
  close(): void;
}

interface Prepared {
  readonly statement: Statement;
  /** Asked of the driver once: each time costs a call into native code. */
  readonly returnsRows: boolean;
}

/** A SELECT that gives all rows as one text. */
interface Gathering {
  readonly sql: string;
  readonly columns: readonly string[];
}

const CACHED_STATEMENTS = 300;

function bindable(value: SqlValue): unknown {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value;
}

/** The arguments of a statement: values in their order. No statement of this dialect names its parameters. */
function bound(parameters: SqlParameters): unknown[] {
  if (!isList(parameters)) throw new Error('Statements for SQLite take their parameters in order.');
  return parameters.map(bindable);
}

const isList = (parameters: SqlParameters): parameters is readonly SqlValue[] => Array.isArray(parameters);

/** One SQLite connection with its prepared statements. */
export class SqliteSession implements Session {
  private readonly statements = new Map<string, Prepared>();
  private readonly gatherings = new Map<string, Gathering>();

  constructor(
    protected readonly dataSource: DataSource,
    private readonly handle: SqliteHandle,
  ) {}

  get manager(): EntityManager {
    return this.dataSource.manager;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- the driver is synchronous: what it throws must reject
  async query(sql: string, parameters: SqlParameters): Promise<SqlRow[]> {
    return this.run(sql, parameters);
  }

  /** As one JSON text: the driver makes objects of rows one by one, at twice the cost of this. */
  // eslint-disable-next-line @typescript-eslint/require-await -- as in `query`
  async queryMany(sql: string, parameters: SqlParameters): Promise<SqlRow[]> {
    const gathering = this.gathering(sql);
    const [row] = this.run(gathering.sql, parameters);
    const rows = JSON.parse(String(row?.rows)) as unknown[][]; // a list of lists, by `gathering`
    return rows.map((values) => rowOf(gathering.columns, values));
  }

  run(sql: string, parameters: SqlParameters = []): SqlRow[] {
    const { statement, returnsRows } = this.prepared(sql);
    const values = bound(parameters);
    if (returnsRows) return statement.all(...values);
    statement.run(...values);
    return [];
  }

  private prepared(sql: string): Prepared {
    return cached(this.statements, sql, () => {
      const statement = this.handle.prepare(sql);
      return { statement, returnsRows: statement.reader };
    });
  }

  private gathering(sql: string): Gathering {
    return cached(this.gatherings, sql, () => {
      const columns = this.handle
        .prepare(sql)
        .columns()
        .map(({ name }) => name);
      const list = columns.map((name) => `"${name}"`).join(', ');
      return { columns, sql: `SELECT json_group_array(json_array(${list})) AS rows FROM (${sql})` };
    });
  }
}

function cached<T>(cache: Map<string, T>, sql: string, make: () => T): T {
  const known = cache.get(sql);
  if (known !== undefined) return known;
  if (cache.size >= CACHED_STATEMENTS) cache.clear();
  const made = make();
  cache.set(sql, made);
  return made;
}

function rowOf(columns: readonly string[], values: readonly unknown[]): SqlRow {
  const row: SqlRow = {};
  for (let index = 0; index < columns.length; index++) row[columns[index] ?? ''] = values[index];
  return row;
}
