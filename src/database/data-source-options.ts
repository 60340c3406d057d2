import { readdirSync } from 'node:fs';
import path from 'node:path';
import libsql from 'libsql';
import type { DataSourceOptions } from 'typeorm';
import type { DatabaseAddress, MssqlAddress, SqliteAddress } from '../config/config';
import { completeColumns } from './columns';

const SOURCE = path.join(__dirname, '..');

type EntityClass = new () => object;

/** What is the same for both databases. */
interface Common {
  entities: EntityClass[];
  migrations: string[];
  migrationsTableName: string;
  synchronize: false;
  logging: false;
}

/** How long a statement may take on SQL Server, in milliseconds. */
export interface StatementLimit {
  requestTimeout: number;
}

/** Loads every `*.entity` file of the application: what is declared in one is an entity. */
function loadEntities(): EntityClass[] {
  return readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.entity\.(js|ts)$/.test(file))
    .flatMap((file): EntityClass[] => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- found on disk, so that no list has to be kept
      const exported = require(path.join(SOURCE, file)) as Record<string, unknown>;
      // An entity file exports entity classes and constants.
      return Object.values(exported).filter((value): value is EntityClass => typeof value === 'function');
    });
}

function common(address: DatabaseAddress): Common {
  // Columns are completed once their entities are loaded.
  const entities = loadEntities();
  completeColumns(address.dialect, address.dialect === 'mssql' ? address.jobsDatabase : null);
  return {
    entities,
    migrations: [path.join(SOURCE, 'database', 'migrations', address.dialect, '*.{js,ts}')],
    // TypeORM knows of no schema for it on SQL Server.
    migrationsTableName: 'jobs_Schema',
    synchronize: false,
    logging: false,
  };
}

/** TypeORM's options for one connection to a file. `prepare` runs on the opened libsql handle before anything else does. */
export function sqliteOptions<H>(address: SqliteAddress, prepare?: (handle: H) => void): DataSourceOptions {
  return {
    ...common(address),
    type: 'better-sqlite3',
    driver: libsql,
    database: address.file,
    timeout: 0,
    prepareDatabase: prepare,
  };
}

/** TypeORM's options for a pool of connections to SQL Server. */
export function mssqlOptions(address: MssqlAddress, { requestTimeout }: StatementLimit): DataSourceOptions {
  const { host, port, instance, database, user, password, encrypt, trustServerCertificate, pool } = address;
  return {
    ...common(address),
    type: 'mssql',
    host,
    port: port ?? undefined,
    database,
    username: user,
    password,
    pool: { max: pool, min: 1 },
    connectionTimeout: 10_000,
    requestTimeout,
    // By default a SELECT goes before each use of a connection: a round trip more for every read and transaction.
    extra: { validateConnection: 'socket' },
    options: {
      appName: 'MedanoClinic',
      instanceName: instance ?? undefined,
      encrypt,
      trustServerCertificate,
      useUTC: true,
      // Deadlock victims and constraint violations are told by number; the transaction is ended here.
      abortTransactionOnError: false,
    },
  };
}

/** Options for the command line and the checks, which have one connection and no limits of their own. */
export function dataSourceOptions(address: DatabaseAddress): DataSourceOptions {
  return address.dialect === 'sqlite' ? sqliteOptions(address) : mssqlOptions(address, { requestTimeout: 10 * 60_000 });
}
