import { ConfigurationError } from './config/config';
import { DatabaseInUse } from './database/sqlite/file-ownership';
import { SnapshotReadsOff } from './database/transaction.errors';

/** What Node, SQLite and the SQL Server driver tell of a failure. */
type Failure = Partial<NodeJS.ErrnoException & { port: number }>;

/** Why the start failed, in words for who started it; null for what is no one's setting. */
export function startFailure(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof ConfigurationError || error instanceof DatabaseInUse || error instanceof SnapshotReadsOff) {
    return error.message;
  }
  const failure: Failure = error;
  if (failure.syscall === 'listen') return portFailure(failure);
  return databaseFailure(failure) ?? placeFailure(failure);
}

function portFailure({ code, port }: Failure): string | null {
  if (code !== 'EADDRINUSE' && code !== 'EACCES') return null;
  const other = process.platform === 'win32' ? 'set PORT=5001 && npm start' : 'PORT=5001 npm start';
  return `Port ${port} ${code === 'EACCES' ? 'needs more rights' : 'is taken'}. Choose another: ${other}`;
}

function databaseFailure({ code = '' }: Failure): string | null {
  if (/^SQLITE_(CANTOPEN|NOTADB|READONLY|PERM)/.test(code)) {
    return `DATABASE_URL names a file that cannot be opened as a database (${code}).`;
  }
  if (code === 'ELOGIN') return 'DATABASE_URL: SQL Server refused the sign-in, or has no such database.';
  const unreachable = code === 'ESOCKET' || code === 'ETIMEOUT' || code === 'EINSTLOOKUP';
  return unreachable ? `DATABASE_URL: SQL Server cannot be reached (${code}).` : null;
}

/** A folder or file of DATABASE_URL or DATA_DIR. */
function placeFailure({ code, syscall, path }: Failure): string | null {
  const refused = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOSPC'].includes(code ?? '');
  if (!refused || path === undefined) return null;
  return `DATA_DIR or DATABASE_URL names a place that cannot be written: ${syscall} ${path} (${code}).`;
}
