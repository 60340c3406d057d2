import libsql from 'libsql';
import type { SqliteHandle } from './sqlite-session';

export class DatabaseInUse extends Error {
  override readonly name = 'DatabaseInUse';
  constructor(file: string) {
    super(
      `Another process uses ${file}. The embedded database serves one process in production; use SQL Server for more.`,
    );
  }
}

/**
 * Takes the kernel's lock on a file beside `file`, held until the process ends however it ends, or the returned function is
 * called.
 *
 * @throws DatabaseInUse when another process holds it.
 */
export function ownFile(file: string): () => void {
  const handle = new libsql(`${file}.lock`, { timeout: 0 }) as SqliteHandle;
  try {
    handle.exec('BEGIN EXCLUSIVE');
  } catch {
    handle.close();
    throw new DatabaseInUse(file);
  }
  return () => handle.close();
}
