import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { sqliteOptions } from '../data-source-options';
import type { Connections, PoolLoad, Session, WriteSession } from '../session';
import { ownFile } from './file-ownership';
import { retryWhileBusy } from './retry-while-busy';
import { type SqliteHandle, SqliteSession } from './sqlite-session';
import { SqliteWriter } from './sqlite-writer';

/**
 * The embedded database: one connection that writes, used by one transaction at a time, and one that only reads and sees
 * the last committed state. TypeORM alone would share one connection between overlapping transactions.
 *
 * `busy_timeout` is 0 because a waiting libsql blocks the event loop; the wait for another process is asynchronous here.
 */
export class SqliteConnections implements Connections {
  readonly dialect = 'sqlite';
  readonly reader: Session;

  private constructor(
    private readonly writing: DataSource,
    reading: DataSource,
    private readonly writer: SqliteWriter,
    private readonly disown: () => void,
  ) {
    this.reader = new SqliteSession(reading, handleOf(reading));
  }

  /** Options of the reading connection, which `open` is given opened. */
  static readingOptions(file: string): DataSourceOptions {
    mkdirSync(path.dirname(file), { recursive: true });
    // Patients' data: for its owner only. SQLite gives the files beside it the same rights.
    closeSync(openSync(file, 'a', 0o600));
    return sqliteOptions({ dialect: 'sqlite', file }, prepareBy('query_only = ON', 'cache_size = -65536'));
  }

  /** @throws DatabaseInUse when `exclusive` and another process has the file. */
  static async open(file: string, reading: DataSource, { exclusive = false } = {}): Promise<SqliteConnections> {
    const disown = exclusive ? ownFile(file) : () => undefined;
    const options = sqliteOptions(
      { dialect: 'sqlite', file },
      prepareBy('journal_mode = WAL', 'synchronous = FULL', 'wal_autocheckpoint = 4000', 'cache_size = -65536'),
    );
    const writing = await retryWhileBusy(() => new DataSource(options).initialize());
    return new SqliteConnections(writing, reading, new SqliteWriter(writing, handleOf(writing)), disown);
  }

  /**
   * Applies what is missing, all or nothing. The write lock is taken first: a statement that libsql finds the file locked at
   * stays in progress, and no COMMIT succeeds after it.
   */
  migrate(): Promise<readonly string[]> {
    const handle = handleOf(this.writing);
    return this.writer.alone(async () => {
      handle.pragma('foreign_keys = OFF'); // has no effect inside a transaction, and tables may have to be rebuilt
      try {
        await retryWhileBusy(() => this.writer.query('BEGIN IMMEDIATE', []));
        return await this.migrateLocked();
      } finally {
        handle.pragma('foreign_keys = ON');
      }
    });
  }

  private async migrateLocked(): Promise<readonly string[]> {
    try {
      const applied = await this.writing.runMigrations({ transaction: 'none' });
      await this.writer.query('COMMIT', []);
      return applied.map((migration) => migration.name);
    } catch (error) {
      await this.writer.query('ROLLBACK', []);
      throw error;
    }
  }

  begin(options?: { yields?: boolean }): Promise<WriteSession> {
    return this.writer.begin(options);
  }

  load(): PoolLoad {
    return this.writer.load();
  }

  /** Closes the writing connection; the reading one belongs to who opened it. */
  async close(): Promise<void> {
    await this.writer.alone(() => {
      // Who copies the file of a stopped server finds everything in it.
      handleOf(this.writing).pragma('wal_checkpoint(TRUNCATE)');
      return this.writing.destroy();
    });
    this.disown();
  }
}

/** Runs pragmas on an opened handle. One they fail on is closed: left to itself it could hold a lock that others wait for. */
function prepareBy(...pragmas: readonly string[]): (handle: SqliteHandle) => void {
  return (handle) => {
    try {
      for (const pragma of pragmas) handle.pragma(pragma);
    } catch (error) {
      handle.close();
      throw error;
    }
  };
}

function handleOf(dataSource: DataSource): SqliteHandle {
  // TypeORM's driver keeps the opened libsql database here and does not type it.
  return (dataSource.driver as unknown as { databaseConnection: SqliteHandle }).databaseConnection;
}
