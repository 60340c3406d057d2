import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import type { Session, SqlRow, SqlValue, StatementGate, WriteSession } from '../session';

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

const CACHED_STATEMENTS = 300;

function bindable(value: SqlValue): unknown {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value;
}

/** One SQLite connection with its prepared statements. */
export class SqliteSession implements Session {
  private readonly statements = new Map<string, Statement>();

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
    const statement = this.prepared(sql);
    const values = parameters.map(bindable);
    if (statement.reader) return statement.all(...values);
    statement.run(...values);
    return [];
  }

  private prepared(sql: string): Statement {
    let statement = this.statements.get(sql);
    if (!statement) {
      if (this.statements.size >= CACHED_STATEMENTS) this.statements.clear();
      statement = this.handle.prepare(sql);
      this.statements.set(sql, statement);
    }
    return statement;
  }
}

/** The writing connection; `SqliteConnections` sees to it that one transaction at a time uses it. */
export class SqliteWriter extends SqliteSession {
  transaction(release: () => void): WriteSession {
    return {
      manager: this.manager,
      query: (sql, parameters) => this.query(sql, parameters),
      managerThrough: (gate) => gatedManager(this.dataSource, gate),
      commit: async () => {
        await this.query('COMMIT', []);
        release();
      },
      rollback: () =>
        this.query('ROLLBACK', [])
          .then(() => undefined)
          .finally(release),
    };
  }
}

/** What would begin or end the transaction past `Database`, after which writes would be committed one by one. */
const TRANSACTION_CONTROL = new Set<string | symbol>(['startTransaction', 'commitTransaction', 'rollbackTransaction']);
const refuseControl = () => Promise.reject(new Error('Use Database.transaction or Database.savepoint, not TypeORM’s.'));

/** TypeORM's one SQLite query runner behind a gate of its own for each transaction. */
function gatedManager(dataSource: DataSource, gate: StatementGate): EntityManager {
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
