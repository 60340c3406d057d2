import type { DataSource, EntityManager } from 'typeorm';
import type { Session, SqlParameters, SqlRow, SqlValue } from '../session';

/** The part of libsql's synchronous, better-sqlite3-compatible interface that is used here. */
interface Statement {
  readonly reader: boolean;
  all(...parameters: unknown[]): SqlRow[];
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

  run(sql: string, parameters: SqlParameters = []): SqlRow[] {
    const { statement, returnsRows } = this.prepared(sql);
    const values = bound(parameters);
    if (returnsRows) return statement.all(...values);
    statement.run(...values);
    return [];
  }

  private prepared(sql: string): Prepared {
    const known = this.statements.get(sql);
    if (known) return known;
    if (this.statements.size >= CACHED_STATEMENTS) this.statements.clear();
    const statement = this.handle.prepare(sql);
    const prepared = { statement, returnsRows: statement.reader };
    this.statements.set(sql, prepared);
    return prepared;
  }
}
