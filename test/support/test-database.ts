import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type mssql from 'mssql';
import { type MssqlAddress, loadConfig } from '../../src/config/config';
import type { Dialect } from '../../src/database/dialect';

/** A database for one test subject: a file, or on SQL Server one of its own where MSSQL_URL names a server. */
export interface TestDatabase {
  readonly dialect: Dialect;
  /** What DATABASE_URL is to be. */
  readonly url: string;
  /** For what a subject writes beside its database. */
  readonly folder: string;
  /** Removes it; whoever used it has closed it. */
  readonly remove: () => Promise<void>;
}

/** The dialect that the suites run on. */
export const TEST_DIALECT: Dialect = process.env['MSSQL_URL'] ? 'mssql' : 'sqlite';

/** An empty database in a folder of its own. */
export function freshDatabase(purpose: string): Promise<TestDatabase> {
  return databaseIn(mkdtempSync(path.join(tmpdir(), `medano-${purpose}-`)));
}

/** The database that belongs to a folder, whichever process asks; it is made where there is none. */
export async function databaseIn(folder: string): Promise<TestDatabase> {
  const server = process.env['MSSQL_URL'];
  if (!server) return fileIn(folder);
  const name = path.basename(folder).toLowerCase().replace(/\W/g, '_');
  await onServer(server, (pool) => createMissing(pool, name));
  return {
    dialect: 'mssql',
    url: withDatabase(server, name),
    folder,
    remove: async () => {
      removeFolder(folder);
      await onServer(server, (pool) => drop(pool, name));
    },
  };
}

/** An embedded database in a folder of its own, whatever MSSQL_URL names. */
export const freshFile = (purpose: string): TestDatabase =>
  fileIn(mkdtempSync(path.join(tmpdir(), `medano-${purpose}-`)));

function fileIn(folder: string): TestDatabase {
  const url = `file:${path.join(folder, 'clinic.db')}`;
  return { dialect: 'sqlite', url, folder, remove: () => Promise.resolve(removeFolder(folder)) };
}

const removeFolder = (folder: string) => rmSync(folder, { recursive: true, force: true });

/** Removes, at the end of a run, the databases of subjects that did not live to do so: those that failed to start. */
export async function dropLeftBehind(): Promise<void> {
  const { MSSQL_URL: server, MSSQL_TEST_DATABASES: made } = process.env;
  if (!server || !made) return;
  const names = readFileSync(made, 'utf8').split('\n').filter(Boolean);
  await onServer(server, async (pool) => {
    for (const name of names) if (await exists(pool, name)) await drop(pool, name);
  });
}

/** The same server with another database, as a URL. */
function withDatabase(server: string, name: string): string {
  const { host, port, user, password, encrypt, trustServerCertificate, pool } = addressOf(server);
  const options = new URLSearchParams({
    encrypt: String(encrypt),
    trustServerCertificate: String(trustServerCertificate),
    pool: String(pool),
  });
  return `mssql://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${host}:${port ?? 1433}/${name}?${options.toString()}`;
}

function addressOf(url: string): MssqlAddress {
  const { database } = loadConfig({ DATABASE_URL: url });
  if (database.dialect !== 'mssql') throw new Error('MSSQL_URL must name a SQL Server.');
  return database;
}

async function onServer(url: string, work: (pool: mssql.ConnectionPool) => Promise<void>): Promise<void> {
  const { host, port, database, user, password, encrypt, trustServerCertificate } = addressOf(url);
  const options = { encrypt, trustServerCertificate };
  // Most runs speak to no server, and the driver takes long to load.
  const { ConnectionPool } = (await import('mssql')).default;
  const pool = new ConnectionPool({ server: host, port: port ?? 1433, database, user, password, options });
  await pool.connect();
  try {
    await work(pool);
  } finally {
    await pool.close();
  }
}

async function createMissing(pool: mssql.ConnectionPool, name: string): Promise<void> {
  if (await exists(pool, name)) return;
  const { MSSQL_TEST_DATABASES: made } = process.env;
  if (made) appendFileSync(made, `${name}\n`);
  // One at a time copies the model database.
  await insist(pool, `CREATE DATABASE ${name}`);
  await allowSnapshotReads(pool, name);
}

async function exists(pool: mssql.ConnectionPool, name: string): Promise<boolean> {
  const { recordset } = await pool.request().query<{ id: number | null }>(`SELECT DB_ID('${name}') AS id`);
  return recordset[0]?.id != null;
}

/** A server whose databases allow them already may not take the statement. */
async function allowSnapshotReads(pool: mssql.ConnectionPool, name: string): Promise<void> {
  const { recordset } = await pool
    .request()
    .input('name', name)
    .query<{ isOn: boolean }>('SELECT is_read_committed_snapshot_on AS isOn FROM sys.databases WHERE name = @name');
  if (!recordset[0]?.isOn) await pool.request().query(`ALTER DATABASE ${name} SET READ_COMMITTED_SNAPSHOT ON`);
}

/** Connections that were closed a moment ago may still be seen as using it. */
function drop(pool: mssql.ConnectionPool, name: string): Promise<void> {
  return insist(pool, `DROP DATABASE ${name}`);
}

/** Runs a statement until what stands in its way has gone. */
async function insist(pool: mssql.ConnectionPool, statement: string): Promise<void> {
  for (let tries = 20; ; tries--) {
    try {
      await pool.request().query(statement);
      return;
    } catch (error) {
      if (tries === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}
