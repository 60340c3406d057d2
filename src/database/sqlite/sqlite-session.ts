import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import type { Session, SqlRow, SqlValue, StatementGate } from '../session';

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
  async query(sql: string, parameters: readonly SqlValue[]): Promise<SqlRow[]> {
    return this.run(sql, parameters);
  }

  run(sql: string, parameters: readonly SqlValue[] = []): SqlRow[] {
    const { statement, returnsRows } = this.prepared(sql);
    const values = parameters.map(bindable);
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

/** What would begin or end the transaction past `Database`, after which writes would be committed one by one. */
const TRANSACTION_CONTROL = new Set<string | symbol>(['startTransaction', 'commitTransaction', 'rollbackTransaction']);
const refuseControl = () => Promise.reject(new Error('Use Database.transaction or Database.savepoint, not TypeORM’s.'));

/** TypeORM's one SQLite query runner behind a gate of its own for each transaction. */
export function gatedManager(dataSource: DataSource, gate: StatementGate): EntityManager {
  const shared = dataSource.createQueryRunner();
  const runner: QueryRunner = new Proxy(shared, {
    get(target, property, receiver) {
      if (property === 'query') {
        return (sql: string, parameters?: unknown[], structured?: boolean) =>
          gate(() => (structured ? target.query(sql, parameters, true) : target.query(sql, parameters)));
      }
      if (property === 'isTransactionActive') return true;
      if (property === 'manager') return manager;
      if (property === 'release') return () => Promise.resolve();
      if (TRANSACTION_CONTROL.has(property)) return refuseControl;
      return Reflect.get(target, property, receiver) as unknown;
    },
  });
  const manager = dataSource.createEntityManager(runner);
  return manager;
}
