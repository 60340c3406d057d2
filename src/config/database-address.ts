import path from 'node:path';
import type mssql from 'mssql';

/** Where the embedded database is. */
export interface SqliteAddress {
  readonly dialect: 'sqlite';
  readonly file: string;
}

/** Where SQL Server is, and how it is spoken to. */
export interface MssqlAddress {
  readonly dialect: 'mssql';
  readonly host: string;
  /** null with a named instance, whose port the server's browser service tells. */
  readonly port: number | null;
  readonly instance: string | null;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly encrypt: boolean;
  readonly trustServerCertificate: boolean;
  /** Connections at most. */
  readonly pool: number;
  /** The other database of the same server that holds the job tables; null: they stand beside the clinic's. */
  readonly jobsDatabase: string | null;
}

export type DatabaseAddress = SqliteAddress | MssqlAddress;

const DEFAULT_PORT = 1433;
const DEFAULT_POOL = 20;
const FORMS =
  'must look like file:./data/clinic.db, mssql://user:password@host:1433/database or Server=host;Database=name;User Id=user;Password=…';

/**
 * Reads DATABASE_URL: a file, a URL, or the connection string that SQL Server people write.
 *
 * @returns the address, or what the text must be instead: never a part of it, which may be a password.
 */
export function readDatabaseAddress(text: string, jobsDatabase: string | null): DatabaseAddress | string {
  if (text.startsWith('file:')) {
    const file = text.slice('file:'.length);
    return file === '' ? FORMS : { dialect: 'sqlite', file: path.resolve(file) };
  }
  if (/^(mssql|sqlserver):\/\//.test(text)) return URL.canParse(text) ? ofUrl(new URL(text), jobsDatabase) : FORMS;
  return /^[\w ]+=/.test(text) ? ofConnectionString(text, jobsDatabase) : FORMS;
}

function ofUrl(url: URL, jobsDatabase: string | null): MssqlAddress | string {
  const database = decodeURIComponent(url.pathname.slice(1));
  const options = new Map([...url.searchParams].map(([name, value]) => [name.toLowerCase(), value]));
  if (!url.hostname || !database) return FORMS;
  if (!url.username || !url.password) return 'must name a user and a password: mssql://user:password@host/database';
  const instance = options.get('instance') ?? null;
  return {
    dialect: 'mssql',
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port ? Number(url.port) : instance ? null : DEFAULT_PORT,
    instance,
    database,
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    encrypt: options.get('encrypt') !== 'false',
    trustServerCertificate: options.get('trustservercertificate') === 'true',
    pool: Number(options.get('pool')) || DEFAULT_POOL,
    jobsDatabase,
  };
}

function ofConnectionString(text: string, jobsDatabase: string | null): MssqlAddress | string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- with what it needs a fifth of a start, on the embedded database too
  const { ConnectionPool } = require('mssql') as typeof mssql;
  let parsed: ReturnType<typeof ConnectionPool.parseConnectionString>;
  try {
    parsed = ConnectionPool.parseConnectionString(text);
  } catch {
    return FORMS;
  }
  const { server, port, database, user, password, options, pool } = parsed;
  if (!server || !database) return FORMS;
  if (!user || !password) return 'must name a User Id and a Password: other ways to sign in are not supported';
  const instance = options?.instanceName ?? null;
  return {
    dialect: 'mssql',
    host: server,
    port: instance && !/,\s*\d+/.test(text) ? null : (port ?? DEFAULT_PORT),
    instance,
    database,
    user,
    password,
    encrypt: !/\bencrypt\s*=\s*(false|no|optional)\b/i.test(text),
    trustServerCertificate: options?.trustServerCertificate ?? false,
    pool: pool?.max ?? DEFAULT_POOL,
    jobsDatabase,
  };
}
