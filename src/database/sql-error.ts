import { QueryFailedError } from 'typeorm';
import { LockNotGranted } from './transaction.errors';

interface DriverError {
  code?: unknown;
  /** SQL Server's own. */
  number?: unknown;
  message?: unknown;
}

/** A unique index: its name, which SQL Server tells, and its first column, `Table.column`, which SQLite does. */
export interface UniqueIndex {
  readonly name: string;
  readonly column: string;
}

/** Of SQL Server: a deadlock's victim, a lock that timed out, and a snapshot that was overtaken. */
const RETRYABLE_NUMBERS: readonly unknown[] = [1205, 1222, 3960];
const UNIQUE_NUMBERS: readonly unknown[] = [2601, 2627];
const LOST_CODES: readonly unknown[] = ['ECONNCLOSED', 'ESOCKET', 'ECONNRESET', 'ENOTOPEN', 'ENOCONN'];

function driverErrorOf(error: unknown): DriverError {
  if (error instanceof QueryFailedError) return error.driverError as DriverError;
  return error instanceof Error ? error : {};
}

function codeOf(error: unknown): string {
  const { code } = driverErrorOf(error);
  return typeof code === 'string' ? code : '';
}

/** Whether a unique index refused the statement; with `index`, whether it was that one. */
export function isUniqueViolation(error: unknown, index?: UniqueIndex): boolean {
  const { number, message } = driverErrorOf(error);
  if (UNIQUE_NUMBERS.includes(number)) {
    return !index || String(message).toLowerCase().includes(index.name.toLowerCase());
  }
  const code = codeOf(error);
  if (code !== 'SQLITE_CONSTRAINT_UNIQUE' && code !== 'SQLITE_CONSTRAINT_PRIMARYKEY') return false;
  return !index || String(message).includes(index.column);
}

/**
 * Whether running the whole transaction again may succeed: another process holds the write lock, it was a deadlock's
 * victim, a lock was not to be had, or the connection was lost before COMMIT was sent.
 */
export function isRetryable(error: unknown): boolean {
  if (error instanceof LockNotGranted || codeOf(error).startsWith('SQLITE_BUSY')) return true;
  return RETRYABLE_NUMBERS.includes(driverErrorOf(error).number) || isConnectionLost(error);
}

/** Whether the connection to SQL Server was lost, or could not be made. */
export function isConnectionLost(error: unknown): boolean {
  return LOST_CODES.includes(driverErrorOf(error).code);
}

/** Whether SQL Server did not answer a statement in time; its transaction is rolled back. */
export function isRequestTimeout(error: unknown): boolean {
  return driverErrorOf(error).code === 'ETIMEOUT';
}

export function isReadOnlyViolation(error: unknown): boolean {
  return codeOf(error).startsWith('SQLITE_READONLY');
}
