import type { EntityManager } from 'typeorm';
import type { SqlRow, SqlValue, WriteSession } from './session';
import { TransactionClosed } from './transaction.errors';

export type AfterCommit = () => void;

/** Runs the statements of one connection one by one, and can wait for the one in flight. */
export class StatementQueue {
  private last: Promise<unknown> = Promise.resolve();

  run<T>(statement: () => Promise<T>): Promise<T> {
    const result = this.last.then(statement);
    this.last = result.catch(() => undefined);
    return result;
  }

  idle(): Promise<unknown> {
    return this.last;
  }
}

/**
 * What a work holds of its transaction or savepoint: a handle that is closed before COMMIT or ROLLBACK, so that nothing
 * armed inside can write later.
 */
export class TransactionScope {
  readonly hooks: AfterCommit[] = [];
  /** Names taken by `Database.lock`, in order. */
  readonly locks: string[];
  private closed = false;
  private failure: { error: unknown } | null = null;
  private savepoints: Promise<unknown> = Promise.resolve();
  private open: TransactionScope | null = null;
  private ownManager: EntityManager | null = null;

  constructor(
    private readonly session: WriteSession,
    private readonly statements: StatementQueue,
    readonly parent: TransactionScope | null = null,
  ) {
    this.locks = parent ? parent.locks : [];
  }

  get manager(): EntityManager {
    return (this.ownManager ??= this.session.managerThrough((statement) => this.run(statement)));
  }

  query(sql: string, parameters: readonly SqlValue[]): Promise<SqlRow[]> {
    return this.run(() => this.session.query(sql, parameters));
  }

  /** Makes the transaction roll back whatever its work does next; the first reason is kept. */
  doom(error: unknown): void {
    this.failure ??= { error };
  }

  /** @throws what doomed this scope, if anything did. */
  assertSound(): void {
    if (this.failure) throw this.failure.error;
  }

  assertOpen(): void {
    if (this.closed) throw new TransactionClosed();
  }

  /** Refuses every further statement and resolves when the one in flight has ended. */
  async close(): Promise<void> {
    this.closed = true;
    await this.open?.close();
    await this.statements.idle();
  }

  /**
   * Runs `work` in a scope of its own between SAVEPOINT and RELEASE or ROLLBACK TO; savepoints of one scope follow each
   * other. Hooks are kept only when the savepoint is.
   */
  savepoint<T>(work: (scope: TransactionScope) => Promise<T>): Promise<T> {
    const result = this.savepoints.then(() => this.runSavepoint(work));
    this.savepoints = result.catch(() => undefined);
    return result;
  }

  private async runSavepoint<T>(work: (scope: TransactionScope) => Promise<T>): Promise<T> {
    await this.query('SAVEPOINT work', []);
    const scope = new TransactionScope(this.session, this.statements, this);
    this.open = scope;
    try {
      const result = await work(scope);
      await scope.close();
      scope.assertSound();
      await this.query('RELEASE SAVEPOINT work', []);
      this.hooks.push(...scope.hooks);
      return result;
    } catch (error) {
      await scope.close();
      await this.query('ROLLBACK TO SAVEPOINT work', []);
      await this.query('RELEASE SAVEPOINT work', []);
      throw error;
    } finally {
      this.open = null;
    }
  }

  private run<T>(statement: () => Promise<T>): Promise<T> {
    if (this.closed) return Promise.reject(new TransactionClosed());
    return this.statements.run(() => {
      this.assertOpen();
      return statement();
    });
  }
}
