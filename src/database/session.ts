import type { EntityManager } from 'typeorm';
import type { Dialect } from './dialect';

export type SqlValue = string | number | boolean | null | Date | Buffer;
/** Values for `?` in their order, or for `@name` by name. */
export type SqlParameters = readonly SqlValue[] | Readonly<Record<string, SqlValue | SqlTable>>;
export type SqlRow = Record<string, unknown>;

/** Rows for a table-valued parameter of SQL Server: the table type's name, its columns in order, and a value for each. */
export interface SqlTable {
  readonly type: string;
  readonly columns: Readonly<Record<string, 'int' | 'bigint' | 'text' | 'instant'>>;
  readonly rows: readonly (readonly SqlValue[])[];
}

/** One connection, on which one statement runs at a time. */
export interface Session {
  readonly manager: EntityManager;
  /** Rows of a statement that returns any, else []. */
  query(sql: string, parameters: SqlParameters): Promise<SqlRow[]>;
  /** As `query`, of a SELECT whose every column is a table's, or a number or text, and has a name of its own. */
  queryMany(sql: string, parameters: SqlParameters): Promise<SqlRow[]>;
}

/** The connection of a transaction in progress. */
export interface WriteSession extends Session {
  /**
   * A manager whose every statement passes through `gate` first. It reports an active transaction, so that TypeORM opens
   * none of its own.
   */
  managerThrough(gate: StatementGate): EntityManager;
  /** Holds the lock of that name until the transaction ends. @throws LockNotGranted when it is not to be had within that time. */
  lock(name: string, withinMs?: number): Promise<void>;
  /** Marks a place to go back to. A name may be used again once its savepoint is released or rolled back. */
  savepoint(name: string): Promise<void>;
  release(name: string): Promise<void>;
  /** Takes back what was written since the savepoint, and ends it. */
  rollbackTo(name: string): Promise<void>;
  /** @throws OutcomeUnknown when the connection was lost while the database committed. */
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

export type StatementGate = <T>(statement: () => Promise<T>) => Promise<T>;

/** How busy the connections are that write, or that do both. */
export interface PoolLoad {
  used: number;
  /** Who waits for one. */
  waiting: number;
  limit: number;
}

/** A database as `Database` needs it. */
export interface Connections {
  readonly dialect: Dialect;
  /** Reads committed rows only; writing on it fails. */
  readonly reader: Session;
  /**
   * Waits for its turn and begins a transaction. Where transactions take turns, one that `yields` lets most others go first.
   *
   * @throws DatabaseBusy when the turn does not come.
   */
  begin(options?: { yields?: boolean }): Promise<WriteSession>;
  load(): PoolLoad;
  close(): Promise<void>;
}
