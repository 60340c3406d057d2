import type { EntityManager } from 'typeorm';
import type { SqlParameters, SqlRow, WriteSession } from './session';
import { TransactionClosed } from './transaction.errors';

export type AfterCommit = () => void;

/** Runs the statements of one connection one by one, and can wait for the one in flight. */
export class StatementQueue {
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;
  private readonly ended = () => void this.waiting--;

  /** At once when none is in flight: most are awaited one by one, and every promise more is felt in their sum. */
  run<T>(statement: () => Promise<T>): Promise<T> {
    const result = this.waiting === 0 ? statement() : this.last.then(statement);
    this.waiting++;
    this.last = result.then(this.ended, this.ended);
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
  /** Settles with the savepoint that is open; null between savepoints. */
  private openUntil: Promise<void> | null = null;
  /** Joined calls and savepoints that have begun and not ended. */
  private unfinished = 0;
  private ownManager: EntityManager | null = null;

  /** How many scopes surround it. */
  private readonly depth: number;

  constructor(
    private readonly session: WriteSession,
    private readonly statements: StatementQueue,
    /** The scope on whose behalf a statement is asked for. */
    private readonly caller: () => TransactionScope | null,
    readonly parent: TransactionScope | null = null,
  ) {
    this.locks = parent ? parent.locks : [];
    this.depth = parent ? parent.depth + 1 : 0;
  }

  get manager(): EntityManager {
    return (this.ownManager ??= this.session.managerThrough((statement) => this.run(statement)));
  }

  query(sql: string, parameters: SqlParameters): Promise<SqlRow[]> {
    return this.run(() => this.session.query(sql, parameters));
  }

  queryMany(sql: string, parameters: SqlParameters): Promise<SqlRow[]> {
    return this.run(() => this.session.queryMany(sql, parameters));
  }

  /** Holds the lock `name` until the transaction ends. */
  lock(name: string, withinMs?: number): Promise<void> {
    return this.run(() => this.session.lock(name, withinMs));
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

  /**
   * Refuses every further statement and resolves when the one in flight has ended. A part that nobody awaited dooms the
   * scope: it would be kept by halves.
   */
  async close(): Promise<void> {
    if (this.unfinished > 0) this.doom(new TransactionClosed());
    this.closed = true;
    await this.open?.close();
    await this.statements.idle();
  }

  /** Runs `work` as a part of this scope, which is doomed when it throws. */
  async join<T>(work: () => Promise<T>): Promise<T> {
    this.assertOpen();
    this.unfinished++;
    try {
      return await work();
    } catch (error) {
      this.doom(error);
      throw error;
    } finally {
      this.unfinished--;
    }
  }

  /**
   * Runs `work` in a scope of its own between SAVEPOINT and RELEASE or ROLLBACK TO; savepoints of one scope follow each
   * other, and what this scope writes meanwhile waits, or it would be taken back with them. Hooks are kept only when the
   * savepoint is.
   */
  savepoint<T>(work: (scope: TransactionScope) => Promise<T>): Promise<T> {
    this.unfinished++;
    const result = this.savepoints.then(() => this.runSavepoint(work)).finally(() => this.unfinished--);
    this.savepoints = result.catch(() => undefined);
    return result;
  }

  private async runSavepoint<T>(work: (scope: TransactionScope) => Promise<T>): Promise<T> {
    const scope = new TransactionScope(this.session, this.statements, this.caller, this);
    const name = `work${scope.depth}`;
    let end: () => void = () => undefined;
    this.openUntil = new Promise((resolve) => (end = resolve));
    this.open = scope;
    try {
      await this.inTurn(() => this.session.savepoint(name));
      try {
        const result = await work(scope);
        await scope.close();
        scope.assertSound();
        await this.inTurn(() => this.session.release(name));
        this.hooks.push(...scope.hooks);
        return result;
      } catch (error) {
        await scope.close();
        await this.inTurn(() => this.session.rollbackTo(name));
        throw error;
      }
    } finally {
      this.open = null;
      this.openUntil = null;
      end();
    }
  }

  private run<T>(statement: () => Promise<T>): Promise<T> {
    if (this.closed) return Promise.reject(new TransactionClosed());
    if (this.openUntil && !this.encloses(this.caller())) return this.openUntil.then(() => this.run(statement));
    return this.inTurn(statement);
  }

  private inTurn<T>(statement: () => Promise<T>): Promise<T> {
    return this.statements.run(() => (this.closed ? Promise.reject(new TransactionClosed()) : statement()));
  }

  /** Whether `scope` is a savepoint of this one, or of one of those. */
  private encloses(scope: TransactionScope | null): boolean {
    for (let each = scope; each; each = each.parent) if (each.parent === this) return true;
    return false;
  }
}
