import type { EntityManager } from 'typeorm';
import type { Dialect } from './dialect';

export type SqlValue = string | number | boolean | null | Date | Buffer;
export type SqlRow = Record<string, unknown>;

/** One connection, on which one statement runs at a time. */
export interface Session {
  readonly manager: EntityManager;
  /** Rows of a statement that returns any, else []. */
  query(sql: string, parameters: readonly SqlValue[]): Promise<SqlRow[]>;
}

/** The connection of a transaction in progress. */
export interface WriteSession extends Session {
  /**
   * A manager whose every statement passes through `gate` first. It reports an active transaction, so that TypeORM opens
   * none of its own.
   */
  managerThrough(gate: StatementGate): EntityManager;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

export type StatementGate = <T>(statement: () => Promise<T>) => Promise<T>;

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
  close(): Promise<void>;
}
