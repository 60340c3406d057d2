import type { Database } from '../../src/database/database';
import { TransactionNotAllowed } from '../../src/database/transaction.errors';
import { doorsOf } from './database.contract';

/** What surrounds the first transaction of a work. */
export function databaseEnclosingContract(subject: () => Database): void {
  const door = () => doorsOf(subject()).query;

  describe('what encloses the first transaction', () => {
    const enclosing = (before: string, work: () => Promise<unknown>) =>
      subject().enclosing(async (transaction) => {
        await door().insert(before);
        return transaction();
      }, work);

    it('is kept with it, and knows what it gave', async () => {
      const results: unknown[] = [];
      const result = await subject().enclosing(
        async (transaction) => {
          await door().insert('enclosing');
          const given = await transaction();
          results.push(given);
          return given;
        },
        () =>
          subject().transaction(() =>
            door()
              .insert('enclosed')
              .then(() => 'done'),
          ),
      );
      expect([result, results]).toEqual(['done', ['done']]);
      expect([await door().read('enclosing'), await door().read('enclosed')]).toEqual([0, 0]);
    });

    it('is taken back with it, and leaves the next transaction alone', async () => {
      await enclosing('taken-back', async () => {
        const refused = subject().transaction(() => Promise.reject(new Error('refused')));
        await expect(refused).rejects.toThrow('refused');
        await subject().transaction(() => door().insert('next'));
      });
      expect([await door().read('taken-back'), await door().read('next')]).toEqual([null, 0]);
    });

    it('is run again with it', async () => {
      let runs = 0;
      await enclosing('run-again', () =>
        subject().transaction(async () => {
          await door().insert('run-again-inside');
          if (++runs === 1) throw Object.assign(new Error('busy'), { code: 'SQLITE_BUSY' });
        }),
      );
      expect(runs).toBe(2);
      expect([await door().read('run-again'), await door().read('run-again-inside')]).toEqual([0, 0]);
    });

    it('is nothing where no transaction is opened', async () => {
      await enclosing('unopened', () => door().read('anything'));
      expect(await door().read('unopened')).toBeNull();
    });

    it('may not stand within a transaction or a job handler', async () => {
      const inside = () => enclosing('misplaced', () => Promise.resolve());
      await expect(subject().transaction(inside)).rejects.toThrow(TransactionNotAllowed);
      await expect(subject().guarded(inside)).rejects.toThrow(TransactionNotAllowed);
    });
  });
}
