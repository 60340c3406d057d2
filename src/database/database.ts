import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { EntityManager, EntityTarget, ObjectLiteral, Repository } from 'typeorm';
import type { Dialect } from './dialect';
import type { Connections, PoolLoad, SqlParameters, SqlRow, WriteSession } from './session';
import { SQL_DIALECTS, type SqlDialect } from './sql-dialect';
import { isReadOnlyViolation, isRetryable } from './sql-error';
import { type AfterCommit, StatementQueue, TransactionScope } from './transaction-scope';
import {
  DatabaseBusy,
  LockNotGranted,
  TransactionNotAllowed,
  TransactionTimedOut,
  WriteOutsideTransaction,
} from './transaction.errors';

export const CONNECTIONS = Symbol('connections');

const BUDGET_MS = 5_000;
const TRIES = 5;

/** Given what a transaction is to do, does it with something before or after. */
export type Enclosing = <T>(work: () => Promise<T>) => Promise<T>;

interface Context {
  readonly scope: TransactionScope | null;
  /** What is to enclose the work of the next transaction; taken by it. */
  readonly enclosing?: { first: Enclosing | null };
  /** Set inside a job handler: only the engine opens transactions there. */
  readonly guarded: boolean;
}

/** Ranks of named locks: whoever takes several takes them in this order. */
const LOCK_ORDER = [/^request:/, /^(?!request:|client:|doctor:)/, /^client:/, /^doctor:/];

/**
 * The one door to SQL. Writes happen inside `transaction`; outside one, reads see the last committed state. The
 * transaction travels with the asynchronous context, so a repository need not, and cannot forget to, pass it on.
 */
@Injectable()
export class Database implements OnApplicationShutdown {
  private readonly logger = new Logger(Database.name);
  private readonly contexts = new AsyncLocalStorage<Context>();

  constructor(@Inject(CONNECTIONS) private readonly connections: Connections) {}

  get dialect(): Dialect {
    return this.connections.dialect;
  }

  /** How this database says what the two say differently. */
  get sql(): SqlDialect {
    return SQL_DIALECTS[this.dialect];
  }

  /** TypeORM's manager of the current transaction, or one that only reads. */
  get manager(): EntityManager {
    return this.scope?.manager ?? this.connections.reader.manager;
  }

  get inTransaction(): boolean {
    return this.scope !== null;
  }

  repository<E extends ObjectLiteral>(entity: EntityTarget<E>): Repository<E> {
    return this.manager.getRepository(entity);
  }

  /** Rows of a statement in the current transaction, or of a read outside one. */
  query<R extends SqlRow = SqlRow>(sql: string, parameters: SqlParameters = []): Promise<R[]> {
    const { scope } = this;
    const rows = scope ? scope.query(sql, parameters) : this.read(() => this.connections.reader.query(sql, parameters));
    return rows as Promise<R[]>; // the caller states what its SQL selects
  }

  /** As `query`, of a SELECT of tables' columns: quicker where it gives many rows. */
  queryMany<R extends SqlRow = SqlRow>(sql: string, parameters: SqlParameters = []): Promise<R[]> {
    const { scope } = this;
    const rows = scope
      ? scope.queryMany(sql, parameters)
      : this.read(() => this.connections.reader.queryMany(sql, parameters));
    return rows as Promise<R[]>; // as in `query`
  }

  /**
   * Runs `work` in a transaction and returns what it returns once that is committed. A nested call joins; when one throws,
   * the whole is rolled back even if the error is caught. The work may be run more than once (busy, deadlock), so it
   * touches only the database. It has 5 s.
   *
   * @throws what `work` throws, TransactionTimedOut, DatabaseBusy, TransactionNotAllowed inside a job handler.
   */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    const context = this.contexts.getStore();
    if (context?.scope) return context.scope.join(work);
    if (context?.guarded) throw new TransactionNotAllowed();
    const first = context?.enclosing?.first;
    if (!first) return this.outermost(work);
    context.enclosing.first = null;
    return this.outermost(() => first(work));
  }

  /**
   * Runs `work`, in which `first` encloses what the first transaction does, within that transaction and each time that it is
   * run: both are kept, or neither. Later transactions of `work` go without.
   */
  async enclosing<T>(first: Enclosing, work: () => Promise<T>): Promise<T> {
    if (this.contexts.getStore()) throw new TransactionNotAllowed();
    return this.contexts.run({ scope: null, guarded: false, enclosing: { first } }, work);
  }

  /**
   * A part of the current transaction that can fail alone: what it wrote is taken back, and its after-commit hooks are
   * dropped, when it throws.
   */
  savepoint<T>(work: () => Promise<T>): Promise<T> {
    const scope = this.requireScope();
    return scope.savepoint((inner) => this.contexts.run({ scope: inner, guarded: false }, work));
  }

  /** Runs `hook` after the outermost commit and outside the transaction; it is dropped when its part is rolled back. */
  afterCommit(hook: AfterCommit): void {
    this.requireScope().hooks.push(hook);
  }

  /**
   * Takes named locks, such as `doctor:7`, until the transaction ends. What is read afterwards is what the holders before
   * committed.
   *
   * @throws Error when a name comes before one already held: two callers could then wait for each other.
   */
  async lock(...names: string[]): Promise<void> {
    for (const name of names) await this.take(name);
  }

  /** As `lock`, but waits for `ms` at most; whether the lock was to be had. */
  async lockWithin(ms: number, name: string): Promise<boolean> {
    try {
      await this.take(name, ms);
      return true;
    } catch (error) {
      if (!(error instanceof LockNotGranted)) throw error;
      const { locks } = this.requireScope();
      locks.splice(locks.lastIndexOf(name), 1);
      return false;
    }
  }

  /** Runs job handlers: a transaction inside `work` is refused unless `unguarded` opens it. */
  guarded<T>(work: () => T): T {
    return this.contexts.run({ scope: null, guarded: true }, work);
  }

  /** A transaction opened by the engine on behalf of handlers; one that `yields` lets most others go first. */
  unguarded<T>(work: () => Promise<T>, options?: { yields?: boolean }): Promise<T> {
    if (this.contexts.getStore()?.scope) throw new TransactionNotAllowed();
    return this.contexts.run({ scope: null, guarded: false }, () => this.outermost(work, options));
  }

  /** How busy the connections are at this moment. */
  load(): PoolLoad {
    return this.connections.load();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.connections.close();
  }

  private async read(rows: () => Promise<SqlRow[]>): Promise<SqlRow[]> {
    try {
      return await rows();
    } catch (error) {
      throw isReadOnlyViolation(error) ? new WriteOutsideTransaction() : error;
    }
  }

  private get scope(): TransactionScope | null {
    return this.contexts.getStore()?.scope ?? null;
  }

  private requireScope(): TransactionScope {
    const { scope } = this;
    if (!scope) throw new WriteOutsideTransaction();
    scope.assertOpen();
    return scope;
  }

  private async take(name: string, withinMs?: number): Promise<void> {
    const scope = this.requireScope();
    const last = scope.locks.at(-1);
    if (scope.locks.includes(name)) return;
    if (last !== undefined && compareLocks(last, name) > 0) {
      throw new Error(`Lock ${name} must be taken before ${last}.`);
    }
    scope.locks.push(name);
    await scope.lock(name, withinMs);
  }

  private async outermost<T>(work: () => Promise<T>, options?: { yields?: boolean }): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.once(work, options);
      } catch (error) {
        if (!isRetryable(error)) throw error;
        if (attempt === TRIES) throw new DatabaseBusy(error);
        await delay(5 * 2 ** attempt);
      }
    }
  }

  private async once<T>(work: () => Promise<T>, options?: { yields?: boolean }): Promise<T> {
    const session = await this.connections.begin(options);
    const scope = new TransactionScope(session, new StatementQueue(), () => this.scope);
    let result: T;
    try {
      result = await withinBudget(() => this.contexts.run({ scope, guarded: false }, work));
      await scope.close();
      scope.assertSound();
      await session.commit();
    } catch (error) {
      await scope.close();
      await this.rollBack(session);
      throw error;
    }
    this.runHooks(scope.hooks);
    return result;
  }

  private async rollBack(session: WriteSession): Promise<void> {
    try {
      await session.rollback();
    } catch (error) {
      this.logger.error({ err: error }, 'ROLLBACK failed');
    }
  }

  private runHooks(hooks: readonly AfterCommit[]): void {
    for (const hook of hooks) {
      try {
        hook();
      } catch (error) {
        this.logger.error({ err: error }, 'an after-commit hook failed');
      }
    }
  }
}

async function withinBudget<T>(work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TransactionTimedOut(BUDGET_MS)), BUDGET_MS);
  });
  try {
    return await Promise.race([work(), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** Each name once, in the order in which locks are taken. */
export function inLockOrder(names: readonly string[]): string[] {
  return [...new Set(names)].sort(compareLocks);
}

function compareLocks(a: string, b: string): number {
  const rank = (name: string) => LOCK_ORDER.findIndex((names) => names.test(name));
  return rank(a) - rank(b) || a.localeCompare(b, 'en', { numeric: true });
}
