import libsql from 'libsql';
import { ownFile } from '../../src/database/sqlite/file-ownership';
import { type BareFile, openBareFile } from './bare-database';
import { answering } from './answering';

/** A process that holds, owns or writes a database file, for tests of what others may then do. */
interface Raw {
  exec(sql: string): void;
  close(): void;
}

let raw: Raw | null = null;
let opened: BareFile | null = null;

answering({
  own: (file: string) => void ownFile(file),
  hold: (file: string) => {
    const handle = new libsql(file, { timeout: 0 }) as Raw;
    try {
      handle.exec('BEGIN IMMEDIATE');
      raw = handle;
    } catch (error) {
      handle.close();
      throw error;
    }
  },
  letGo: () => {
    raw?.exec('ROLLBACK');
    raw?.close();
    raw = null;
  },
  open: async (folder: string) => {
    opened = await openBareFile(folder);
  },
  /** Adds one to a row's number, `times` times, each in a transaction of its own. */
  count: async ({ name, times }: { name: string; times: number }) => {
    const { database } = opened ?? {};
    if (!database) throw new Error('Not open.');
    for (let time = 0; time < times; time++) {
      await database.transaction(async () => {
        const [row] = await database.query<{ concurrency: number }>(
          'SELECT concurrency FROM jobs_Queue WHERE name = ?',
          [name],
        );
        await database.query('UPDATE jobs_Queue SET concurrency = ? WHERE name = ?', [
          (row?.concurrency ?? 0) + 1,
          name,
        ]);
      });
    }
  },
});
