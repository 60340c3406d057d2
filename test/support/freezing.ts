import path from 'node:path';
import libsql from 'libsql';
import type { Child } from './child';
import type { TestDatabase } from './test-database';
import { eventually } from './waiting';

/**
 * Stops a process where it stands, but not while it holds an embedded database, which one process owns in production: what
 * is to be seen is what becomes of its jobs.
 */
export async function freeze(child: Child, { dialect, folder }: TestDatabase): Promise<void> {
  if (dialect === 'mssql') return child.signal('SIGSTOP');
  await eventually('the child stands still outside a transaction', () => {
    child.signal('SIGSTOP');
    if (isFree(path.join(folder, 'clinic.db'))) return true;
    child.signal('SIGCONT');
    return false;
  });
}

function isFree(file: string): boolean {
  const probe = new libsql(file, { timeout: 0 }) as { exec(sql: string): void; close(): void };
  try {
    probe.exec('BEGIN IMMEDIATE');
    probe.exec('ROLLBACK');
    return true;
  } catch {
    return false;
  } finally {
    probe.close();
  }
}
