import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import type mssql from 'mssql';
import { gatedManager } from '../gated-manager';
import type { SqlParameters, SqlRow, StatementGate, WriteSession } from '../session';
import { isConnectionLost, isRequestTimeout } from '../sql-error';
import { LockNotGranted, OutcomeUnknown } from '../transaction.errors';
import { execute } from './mssql-session';

/** How long a named lock is waited for, in milliseconds: shorter than the budget of a transaction. */
const LOCK_TIMEOUT_MS = 4_000;

const LOCK = `DECLARE @granted int;
EXEC @granted = sp_getapplock @Resource = @name, @LockMode = 'Exclusive', @LockOwner = 'Transaction', @LockTimeout = @timeout;
SELECT @granted AS granted;`;

/** One transaction on a connection of its own. */
export class MssqlTransaction implements WriteSession {
  private constructor(
    private readonly dataSource: DataSource,
    private readonly runner: QueryRunner,
  ) {}

  static async begin(dataSource: DataSource): Promise<MssqlTransaction> {
    const runner = dataSource.createQueryRunner();
    try {
      await runner.startTransaction('READ COMMITTED');
      return new MssqlTransaction(dataSource, runner);
    } catch (error) {
      await runner.release();
      throw error;
    }
  }

  get manager(): EntityManager {
    return this.runner.manager;
  }

  managerThrough(gate: StatementGate): EntityManager {
    return gatedManager(this.dataSource, this.runner, () => gate);
  }

  query(sql: string, parameters: SqlParameters): Promise<SqlRow[]> {
    return execute(this.transaction, sql, parameters);
  }

  queryMany(sql: string, parameters: SqlParameters): Promise<SqlRow[]> {
    return this.query(sql, parameters);
  }

  /** @throws LockNotGranted when others hold it too long, or wait for each other. */
  async lock(name: string, withinMs = LOCK_TIMEOUT_MS): Promise<void> {
    const [row] = await this.query(LOCK, { name, timeout: withinMs });
    if (typeof row?.granted !== 'number' || row.granted < 0) throw new LockNotGranted(name);
  }

  async savepoint(name: string): Promise<void> {
    await this.query(`SAVE TRANSACTION ${name}`, []);
  }

  /** A savepoint of SQL Server needs no end: the next one of that name takes its place. */
  release(): Promise<void> {
    return Promise.resolve();
  }

  async rollbackTo(name: string): Promise<void> {
    await this.query(`ROLLBACK TRANSACTION ${name}`, []);
  }

  async commit(): Promise<void> {
    try {
      await this.runner.commitTransaction();
    } catch (error) {
      throw isConnectionLost(error) || isRequestTimeout(error) ? new OutcomeUnknown(error) : error;
    } finally {
      await this.runner.release();
    }
  }

  /** What the server has ended by itself, as it does with a deadlock's victim, is ended. */
  async rollback(): Promise<void> {
    try {
      if (this.runner.isTransactionActive) await this.runner.rollbackTransaction();
    } catch (error) {
      if (!isEnded(error)) throw error;
    } finally {
      await this.runner.release();
    }
  }

  private get transaction(): mssql.Transaction {
    // TypeORM keeps the driver's transaction here and does not type it.
    return (this.runner as unknown as { databaseConnection: mssql.Transaction }).databaseConnection;
  }
}

function isEnded(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === 'EABORT' || code === 'ENOTBEGUN' || isConnectionLost(error);
}
