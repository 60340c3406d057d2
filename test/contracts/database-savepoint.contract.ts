import { In } from 'typeorm';
import type { Database } from '../../src/database/database';
import { TransactionClosed, WriteOutsideTransaction } from '../../src/database/transaction.errors';
import { QueueRow } from '../../src/jobs/store/entities/operations.entity';
import { deferred, loopTurn } from '../support/waiting';
import { doorsOf, range } from './database.contract';

/** Parts of a transaction that fail alone. */
export function databaseSavepointContract(subject: () => Database): void {
  const door = () => doorsOf(subject()).query;
  const kept = (...names: string[]) => Promise.all(names.map(async (name) => (await door().read(name)) !== null));

  describe('a savepoint', () => {
    it('that throws takes only itself back', async () => {
      await subject().transaction(async () => {
        await door().insert('sp-before');
        const failing = subject().savepoint(async () => {
          await door().insert('sp-inside');
          throw new Error('inside');
        });
        await expect(failing).rejects.toThrow('inside');
        await door().insert('sp-after');
      });
      expect(await kept('sp-before', 'sp-inside', 'sp-after')).toEqual([true, false, true]);
    });

    it('that returns is kept with the transaction, and lost with it', async () => {
      const outer = subject().transaction(async () => {
        await subject().savepoint(() => door().insert('sp-lost'));
        throw new Error('outer');
      });
      await expect(outer).rejects.toThrow('outer');
      await subject().transaction(() => subject().savepoint(() => door().insert('sp-kept')));
      expect(await kept('sp-lost', 'sp-kept')).toEqual([false, true]);
    });

    it('keeps its hooks when it is kept, and drops them when it is not', async () => {
      const ran: string[] = [];
      const part = (name: string, fails: boolean) => () => {
        subject().afterCommit(() => ran.push(name));
        return fails ? Promise.reject(new Error(name)) : Promise.resolve();
      };
      await subject().transaction(async () => {
        await subject().savepoint(part('first', false));
        await subject()
          .savepoint(part('second', true))
          .catch(() => undefined);
        await subject().savepoint(part('third', false));
        expect(ran).toEqual([]);
      });
      expect(ran).toEqual(['first', 'third']);
    });

    it('is doomed by a nested transaction that threw inside, and dooms nothing else', async () => {
      await subject().transaction(async () => {
        const part = subject().savepoint(async () => {
          await door().insert('sp-doomed');
          await subject()
            .transaction(() => Promise.reject(new Error('joined')))
            .catch(() => undefined);
        });
        await expect(part).rejects.toThrow('joined');
        await door().insert('sp-undoomed');
      });
      expect(await kept('sp-doomed', 'sp-undoomed')).toEqual([false, true]);
    });

    it('may hold savepoints of its own', async () => {
      await subject().transaction(async () => {
        await subject().savepoint(async () => {
          await door().insert('sp-outer');
          await subject()
            .savepoint(async () => {
              await door().insert('sp-inner');
              throw new Error('inner');
            })
            .catch(() => undefined);
          await subject().savepoint(() => door().insert('sp-inner-2'));
        });
      });
      expect(await kept('sp-outer', 'sp-inner', 'sp-inner-2')).toEqual([true, false, true]);
    });

    it('overlapping others in a Promise.all takes only itself back', async () => {
      await subject().transaction(() =>
        Promise.all(
          range(6).map((index) =>
            subject()
              .savepoint(async () => {
                await door().insert(`sp-many-${index}-a`);
                await loopTurn();
                await door().insert(`sp-many-${index}-b`);
                if (index % 2) throw new Error(`part ${index}`);
              })
              .catch(() => undefined),
          ),
        ),
      );
      const pairs = await Promise.all(range(6).map((index) => kept(`sp-many-${index}-a`, `sp-many-${index}-b`)));
      expect(pairs).toEqual(range(6).map((index) => (index % 2 ? [false, false] : [true, true])));
    });

    it('that throws takes nothing back of what the transaction around it wrote meanwhile', async () => {
      await subject().transaction(async () => {
        const inside = deferred();
        const part = subject().savepoint(async () => {
          await door().insert('sp-part');
          inside.resolve();
          await loopTurn();
          throw new Error('part');
        });
        const beside = inside.promise.then(() => door().insert('sp-beside'));
        await expect(part).rejects.toThrow('part');
        await beside;
      });
      expect(await kept('sp-part', 'sp-beside')).toEqual([false, true]);
    });

    it('takes in what is written in it through a repository that was at hand before', async () => {
      await subject().transaction(async () => {
        const repository = subject().repository(QueueRow);
        await subject().savepoint(async () => {
          await repository.insert({ name: 'sp-captured' });
        });
        await subject()
          .savepoint(async () => {
            await repository.insert({ name: 'sp-captured-lost' });
            throw new Error('lost');
          })
          .catch(() => undefined);
      });
      const rows = await subject()
        .repository(QueueRow)
        .findBy({ name: In(['sp-captured', 'sp-captured-lost']) });
      expect(rows.map(({ name }) => name)).toEqual(['sp-captured']);
    });

    it('refuses what is written through it after its end', async () => {
      let late: Promise<unknown> = Promise.resolve();
      await subject().transaction(async () => {
        await subject().savepoint(() => {
          late = loopTurn().then(() => door().insert('sp-late'));
          late.catch(() => undefined);
          return Promise.resolve();
        });
        await expect(late).rejects.toThrow(TransactionClosed);
        await door().insert('sp-late-outer');
      });
      expect(await kept('sp-late', 'sp-late-outer')).toEqual([false, true]);
    });

    it('that nobody awaited is never kept in part', async () => {
      let stray: Promise<unknown> = Promise.resolve();
      await subject()
        .transaction(async () => {
          stray = subject()
            .savepoint(async () => {
              await door().insert('sp-half-1');
              await loopTurn();
              await door().insert('sp-half-2');
            })
            .catch(() => undefined);
          await door().read('sp-half-1');
        })
        .catch(() => undefined);
      await stray;
      const [first, second] = await kept('sp-half-1', 'sp-half-2');
      expect(first).toBe(second);
    });

    it('is refused outside a transaction', async () => {
      await expect(async () => subject().savepoint(() => Promise.resolve())).rejects.toThrow(WriteOutsideTransaction);
    });
  });
}
