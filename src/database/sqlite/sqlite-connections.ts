import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { dataSourceOptions } from '../data-source-options';
import type { Connections, Session, WriteSession } from '../session';
import { isRetryable } from '../sql-error';
import { DatabaseBusy } from '../transaction.errors';
import { ownFile } from './file-ownership';
import { Mutex } from './mutex';
import { type SqliteHandle, SqliteSession, SqliteWriter } from './sqlite-session';

/** How long a transaction waits for another process to let go of the file, in milliseconds. */
const BUSY_BUDGET_MS = 20_000;
const BUSY_PAUSE_MS = 5;

/**
 * The embedded database: one connection that writes, used by one transaction at a time, and one that only reads and sees
 * the last committed state. TypeORM alone would share one connection between overlapping transactions.
 *
 * `busy_timeout` is 0 because a waiting libsql blocks the event loop; the wait for another process is asynchronous here.
 */
export class SqliteConnections implements Connections {
  readonly dialect = 'sqlite';
  private readonly turns = new Mutex();

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
    return dataSourceOptions({ dialect: 'sqlite', file }, prepareBy('query_only = ON', 'cache_size = -65536'));
  }

  /** @throws DatabaseInUse when `exclusive` and another process has the file. */
  static async open(file: string, reading: DataSource, { exclusive = false } = {}): Promise<SqliteConnections> {
    const disown = exclusive ? ownFile(file) : () => undefined;
    const options = dataSourceOptions(
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
  async migrate(): Promise<readonly string[]> {
    const release = await this.turns.acquire();
    const handle = handleOf(this.writing);
    handle.pragma('foreign_keys = OFF'); // has no effect inside a transaction, and tables may have to be rebuilt
    try {
      await retryWhileBusy(() => this.writer.query('BEGIN IMMEDIATE', []));
      return await this.migrateLocked();
    } finally {
      handle.pragma('foreign_keys = ON');
      release();
    }
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

  async begin(): Promise<WriteSession> {
    const release = await this.turns.acquire();
    try {
      await retryWhileBusy(() => this.writer.query('BEGIN IMMEDIATE', []));
      return this.writer.transaction(release);
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Closes the writing connection; the reading one belongs to who opened it. */
  async close(): Promise<void> {
    const release = await this.turns.acquire();
    await this.writing.destroy();
    this.disown();
    release();
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

async function retryWhileBusy<T>(attempt: () => Promise<T>): Promise<T> {
  for (let waited = 0; ; waited += BUSY_PAUSE_MS) {
    try {
      return await attempt();
    } catch (error) {
      if (!isRetryable(error)) throw error;
      if (waited >= BUSY_BUDGET_MS) throw new DatabaseBusy(error);
      await delay(BUSY_PAUSE_MS);
    }
  }
}
