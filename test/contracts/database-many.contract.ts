import type { Database } from '../../src/database/database';
import { QueueRow } from '../../src/jobs/store/entities/operations.entity';

/** What `queryMany` gives. */
export function databaseManyContract(subject: () => Database): void {
  describe('queryMany', () => {
    const NAMES = ['many-1', 'many-2 "quoted" ș 🩺', 'many-3'];
    const read = (many: 'query' | 'queryMany') => {
      const table = subject().manager.connection.getMetadata(QueueRow).tablePath;
      const sql = `SELECT name, concurrency AS "limit", paused + 0 AS paused, pausedBy FROM ${table} WHERE name LIKE ? ORDER BY concurrency DESC`;
      return subject()[many](sql, ['many-%']);
    };

    it('gives what query gives, in its order: none, of what is committed and of its own transaction', async () => {
      expect(await read('queryMany')).toEqual([]);
      await subject().transaction(async () => {
        for (const [concurrency, name] of NAMES.entries()) {
          await subject()
            .repository(QueueRow)
            .insert({ name, concurrency, pausedBy: concurrency === 1 ? '"[{' : null });
        }
        expect(await read('queryMany')).toEqual(await read('query'));
        expect(await read('queryMany')).toHaveLength(NAMES.length);
      });
      const rows = await read('queryMany');
      expect(rows.map(({ name }) => name)).toEqual([...NAMES].reverse());
      expect(rows).toEqual(await read('query'));
    });

    it('refuses what is wrong as query does', async () => {
      await expect(subject().queryMany('SELECT name FROM nowhere')).rejects.toThrow(/nowhere/);
    });
  });
}
