import { DataSource, type DataSourceOptions } from 'typeorm';
import type { MssqlAddress } from '../../config/config';
import { mssqlOptions } from '../data-source-options';
import { gatedManager } from '../gated-manager';
import type { Connections, PoolLoad, Session, WriteSession } from '../session';
import { SnapshotReadsOff } from '../transaction.errors';
import { MssqlReader, execute, poolOf, refuseWrite } from './mssql-session';
import { MssqlTransaction } from './mssql-transaction';

/** Longer than a transaction's budget, after which the work is given up anyway. */
const REQUEST_TIMEOUT_MS = 15_000;
const MIGRATION_TIMEOUT_MS = 30 * 60_000;
/** How long a start waits for another that migrates, in milliseconds. */
const MIGRATION_LOCK_MS = 10 * 60_000;

/** SQL Server: a pool of connections; every transaction has one of its own, reads take any. */
export class MssqlConnections implements Connections {
  readonly dialect = 'mssql';
  readonly reader: Session;

  private constructor(
    private readonly address: MssqlAddress,
    private readonly dataSource: DataSource,
  ) {
    const manager = gatedManager(dataSource, dataSource.createQueryRunner(), (sql) => async (statement) => {
      refuseWrite(sql);
      return statement();
    });
    this.reader = new MssqlReader(manager, poolOf(dataSource));
  }

  static options(address: MssqlAddress): DataSourceOptions {
    return mssqlOptions(address, { requestTimeout: REQUEST_TIMEOUT_MS });
  }

  /** @throws SnapshotReadsOff */
  static async open(address: MssqlAddress, dataSource: DataSource): Promise<MssqlConnections> {
    await assertSnapshotReads(dataSource, address);
    return new MssqlConnections(address, dataSource);
  }

  /** Applies what is missing, each migration in a transaction; of several processes that start together, one does. */
  async migrate(): Promise<readonly string[]> {
    const migrating = new DataSource(mssqlOptions(this.address, { requestTimeout: MIGRATION_TIMEOUT_MS }));
    await migrating.initialize();
    const lock = migrating.createQueryRunner();
    try {
      await lock.startTransaction();
      await lock.query(
        `EXEC sp_getapplock @Resource = 'migrations', @LockMode = 'Exclusive', @LockOwner = 'Transaction', @LockTimeout = ${MIGRATION_LOCK_MS}`,
      );
      const applied = await migrating.runMigrations({ transaction: 'each' });
      return applied.map((migration) => migration.name);
    } finally {
      await lock.rollbackTransaction().catch(() => undefined);
      await lock.release();
      await migrating.destroy();
    }
  }

  begin(): Promise<WriteSession> {
    return MssqlTransaction.begin(this.dataSource);
  }

  load(): PoolLoad {
    const { borrowed, pending } = poolOf(this.dataSource);
    return { used: borrowed, waiting: pending, limit: this.address.pool };
  }

  /** The pool belongs to who opened it. */
  close(): Promise<void> {
    return Promise.resolve();
  }
}

async function assertSnapshotReads(dataSource: DataSource, { database }: MssqlAddress): Promise<void> {
  const [row] = await execute(
    poolOf(dataSource),
    'SELECT is_read_committed_snapshot_on AS isOn FROM sys.databases WHERE database_id = DB_ID()',
    [],
  );
  if (!row?.isOn) throw new SnapshotReadsOff(database);
}
