import type { Database } from '../../src/database/database';
import {
  TransactionClosed,
  TransactionNotAllowed,
  WriteOutsideTransaction,
} from '../../src/database/transaction.errors';
import { eventually, loopTurn } from '../support/waiting';
import { doorsOf, range } from './database.contract';

/** Nested calls, hooks, locks and what a job handler may do. */
export function databaseJoinContract(subject: () => Database): void {
  const door = () => doorsOf(subject()).query;

  describe('a nested transaction', () => {
    it('joins the one around it: both commit together', async () => {
      await subject().transaction(async () => {
        await subject().transaction(() => door().insert('joined'));
        expect(subject().inTransaction).toBe(true);
        await door().insert('joiner');
      });
      expect([await door().read('joined'), await door().read('joiner')]).toEqual([0, 0]);
    });

    it('that throws takes the outer one with it, even if the error is caught', async () => {
      const outer = subject().transaction(async () => {
        await door().insert('doomed-before');
        await subject()
          .transaction(async () => {
            await door().insert('doomed-inside');
            throw new Error('the inner one');
          })
          .catch(() => undefined);
        await door().insert('doomed-after');
        return 'looks fine';
      });
      await expect(outer).rejects.toThrow('the inner one');
      const rows = ['doomed-before', 'doomed-inside', 'doomed-after'];
      expect(await Promise.all(rows.map((name) => door().read(name)))).toEqual([null, null, null]);
    });

    it('is refused when the one it would join has ended', async () => {
      let begin: () => void = () => undefined;
      const stray = new Promise<void>((resolve, reject) => {
        void subject().transaction(() => {
          setTimeout(() => {
            subject()
              .transaction(() => door().insert('joined-late'))
              .then(resolve, reject);
          }, 1);
          begin = () => undefined;
          return Promise.resolve();
        });
      });
      begin();
      await expect(stray).rejects.toThrow(TransactionClosed);
      expect(await door().read('joined-late')).toBeNull();
    });

    it('of TypeORM’s own is refused, and ends nothing', async () => {
      await subject().transaction(async () => {
        await door().insert('typeorm-before');
        const own = subject().manager.transaction(() => door().insert('typeorm-inside'));
        await expect(own).rejects.toThrow('Use Database.transaction');
        await door().insert('typeorm-after');
      });
      const rolledBack = subject().transaction(async () => {
        await subject()
          .manager.transaction(() => Promise.resolve())
          .catch(() => undefined);
        await door().insert('typeorm-lost');
        throw new Error('outer');
      });
      await expect(rolledBack).rejects.toThrow('outer');
      const rows = ['typeorm-before', 'typeorm-inside', 'typeorm-after', 'typeorm-lost'];
      expect(await Promise.all(rows.map((name) => door().read(name)))).toEqual([0, null, 0, null]);
    });

    it('that nobody awaited is never kept in part', async () => {
      const halves = async () => {
        await door().insert('half-1');
        for (let step = 0; step < 50; step++) await Promise.resolve();
        await door().insert('half-2');
      };
      let stray: Promise<unknown> = Promise.resolve();
      await subject()
        .transaction(async () => {
          stray = subject()
            .transaction(halves)
            .catch((error: unknown) => error);
          await door().insert('half-outer');
          await door().read('half-outer');
        })
        .catch(() => undefined);
      await stray;
      const kept = [await door().read('half-1'), await door().read('half-2')];
      expect(kept[0]).toBe(kept[1]);
    });
  });

  describe('an after-commit hook', () => {
    it('runs once, after the commit and outside the transaction', async () => {
      const seen: unknown[] = [];
      await subject().transaction(async () => {
        await door().insert('hooked');
        subject().afterCommit(() => {
          seen.push(subject().inTransaction);
          void door()
            .read('hooked')
            .then((value) => seen.push(value));
        });
        await loopTurn();
        expect(seen).toEqual([]);
      });
      await eventually('the hook read the committed row', () => seen.length === 2);
      expect(seen).toEqual([false, 0]);
    });

    it('finds its own rows committed, however many transactions end at that moment', async () => {
      const seen = await Promise.all(
        range(25).map(
          (index) =>
            new Promise<number | null>((resolve, reject) => {
              subject()
                .transaction(async () => {
                  await door().insert(`hooked-${index}`, index);
                  subject().afterCommit(() => void door().read(`hooked-${index}`).then(resolve, reject));
                })
                .catch(reject);
            }),
        ),
      );
      expect(seen).toEqual(range(25));
    });

    it('is dropped when the transaction rolls back', async () => {
      let ran = 0;
      const failing = subject().transaction(() => {
        subject().afterCommit(() => ran++);
        return Promise.reject(new Error('no'));
      });
      await expect(failing).rejects.toThrow('no');
      await loopTurn();
      expect(ran).toBe(0);
    });

    it('that throws harms neither the commit nor the other hooks', async () => {
      let ran = 0;
      await subject().transaction(async () => {
        await door().insert('hook-thrower');
        subject().afterCommit(() => {
          throw new Error('a hook');
        });
        subject().afterCommit(() => ran++);
      });
      expect([ran, await door().read('hook-thrower')]).toEqual([1, 0]);
    });

    it('of a nested transaction waits for the outermost commit', async () => {
      let ran = 0;
      await subject().transaction(async () => {
        await subject().transaction(() => {
          subject().afterCommit(() => ran++);
          return Promise.resolve();
        });
        await loopTurn();
        expect(ran).toBe(0);
      });
      expect(ran).toBe(1);
    });

    it('may open a transaction of its own', async () => {
      let own: Promise<void> = Promise.resolve();
      await subject().transaction(() => {
        subject().afterCommit(() => {
          own = subject().transaction(() => door().insert('from-hook'));
        });
        return Promise.resolve();
      });
      await own;
      expect(await door().read('from-hook')).toBe(0);
    });

    it('is refused outside a transaction, and after the end of the one it is asked in', async () => {
      expect(() => subject().afterCommit(() => undefined)).toThrow(WriteOutsideTransaction);
      const late = new Promise<unknown>((resolve) => {
        void subject().transaction(() => {
          setTimeout(() => {
            try {
              resolve(subject().afterCommit(() => undefined));
            } catch (error) {
              resolve(error);
            }
          }, 1);
          return Promise.resolve();
        });
      });
      expect(await late).toBeInstanceOf(TransactionClosed);
    });
  });

  describe('named locks', () => {
    it('that others hold are waited for as long as one says', async () => {
      let end: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (end = resolve));
      const holder = subject().transaction(async () => {
        await subject().lock('request:1');
        await held;
      });
      let granted: boolean | null = null;
      const waiter = subject().transaction(async () => {
        granted = await subject().lockWithin(100, 'request:1');
        // Not held, it may be asked for again, and others still come before it.
        if (!granted) granted = await subject().lockWithin(4_000, 'request:1');
      });
      await loopTurn();
      expect(granted).toBeNull();
      end();
      await Promise.all([holder, waiter]);
      expect(granted).toBe(true);
    });

    const taking = (...names: string[]) =>
      subject().transaction(async () => {
        for (const name of names) await subject().lock(name);
      });

    it('are taken in one order: clients, then doctors, each by number', async () => {
      await expect(taking('client:9', 'client:10', 'doctor:2', 'doctor:11')).resolves.toBeUndefined();
      await expect(taking('doctor:2', 'client:9')).rejects.toThrow('Lock client:9 must be taken before doctor:2.');
      await expect(taking('doctor:11', 'doctor:2')).rejects.toThrow('Lock doctor:2 must be taken before doctor:11.');
    });

    it('may be taken again while held, and by any order in the next transaction', async () => {
      await expect(taking('client:1', 'doctor:1', 'client:1')).resolves.toBeUndefined();
      await expect(taking('client:1')).resolves.toBeUndefined();
    });

    it('of a nested transaction and of a savepoint count as the outer one’s', async () => {
      await expect(
        subject().transaction(async () => {
          await subject().transaction(() => subject().lock('doctor:5'));
          await subject().lock('client:5');
        }),
      ).rejects.toThrow('must be taken before');
      await expect(
        subject().transaction(async () => {
          await subject().savepoint(() => subject().lock('doctor:5'));
          await subject().lock('client:5');
        }),
      ).rejects.toThrow('must be taken before');
    });

    it('are refused outside a transaction', async () => {
      await expect(async () => subject().lock('client:1')).rejects.toThrow(WriteOutsideTransaction);
    });
  });

  describe('inside a job handler', () => {
    it('a transaction is refused, and reading is not', async () => {
      await subject().transaction(() => door().insert('readable'));
      await subject().guarded(async () => {
        await expect(subject().transaction(() => door().insert('handler'))).rejects.toThrow(TransactionNotAllowed);
        expect(await door().read('readable')).toBe(0);
      });
      expect(await door().read('handler')).toBeNull();
    });

    it('what the engine opens commits, and lets services join', async () => {
      await subject().guarded(() =>
        subject().unguarded(() => subject().transaction(() => subject().transaction(() => door().insert('engine')))),
      );
      expect(await door().read('engine')).toBe(0);
    });

    it('the engine’s own transaction is refused within another', async () => {
      await expect(
        subject().transaction(async () => subject().unguarded(() => door().insert('nested-engine'))),
      ).rejects.toThrow(TransactionNotAllowed);
    });

    it('an after-commit hook and a timer stay guarded no longer and no less than their handler', async () => {
      const late = await subject().guarded(
        () =>
          new Promise((resolve) => {
            setTimeout(() => {
              subject()
                .transaction(() => Promise.resolve('opened'))
                .then(resolve, resolve);
            }, 1);
          }),
      );
      expect(late).toBeInstanceOf(TransactionNotAllowed);
    });
  });
}
