import { QueryFailedError } from 'typeorm';

interface DriverError {
  code?: unknown;
  message?: unknown;
}

function driverErrorOf(error: unknown): DriverError {
  if (error instanceof QueryFailedError) return error.driverError as DriverError;
  return error instanceof Error ? error : {};
}

function codeOf(error: unknown): string {
  const { code } = driverErrorOf(error);
  return typeof code === 'string' ? code : '';
}

/** Whether a unique index refused the statement; with `index`, whether its message names it or its columns. */
export function isUniqueViolation(error: unknown, index?: string): boolean {
  const code = codeOf(error);
  if (code !== 'SQLITE_CONSTRAINT_UNIQUE' && code !== 'SQLITE_CONSTRAINT_PRIMARYKEY') return false;
  return index === undefined || String(driverErrorOf(error).message).includes(index);
}

/** Whether running the whole transaction again may succeed: another process holds the write lock. */
export function isRetryable(error: unknown): boolean {
  return codeOf(error).startsWith('SQLITE_BUSY');
}

export function isReadOnlyViolation(error: unknown): boolean {
  return codeOf(error).startsWith('SQLITE_READONLY');
}
