import { AsyncLocalStorage } from 'node:async_hooks';
import type { Database } from '../../src/database/database';
import { TransactionClosed, TransactionTimedOut, WriteOutsideTransaction } from '../../src/database/transaction.errors';
import { isUniqueViolation } from '../../src/database/sql-error';
import { QueueRow } from '../../src/jobs/store/entities/operations.entity';
import { loopTurn } from '../support/waiting';
import { databaseEnclosingContract } from './database-enclosing.contract';
import { databaseJoinContract } from './database-join.contract';
import { databaseManyContract } from './database-many.contract';
import { databaseSavepointContract } from './database-savepoint.contract';

export interface DatabaseUnderTest {
  database: Database;
  stop(): Promise<void>;
}

/** One of the two ways to SQL; rows of the queue table serve, for they are a name and a number. */
export interface Door {
  insert(name: string, value?: number): Promise<void>;
  set(name: string, value: number): Promise<void>;
  /** The row's number, null when there is no such row. */
  read(name: string): Promise<number | null>;
}

export function doorsOf(database: Database): Record<'manager' | 'query', Door> {
  const table = () => database.manager.connection.getMetadata(QueueRow).tablePath;
  return {
    manager: {
      insert: async (name, value = 0) =>
        void (await database.repository(QueueRow).insert({ name, concurrency: value })),
      set: async (name, value) => void (await database.repository(QueueRow).save({ name, concurrency: value })),
      read: async (name) => (await database.repository(QueueRow).findOneBy({ name }))?.concurrency ?? null,
    },
    query: {
      insert: async (name, value = 0) =>
        void (await database.query(`INSERT INTO ${table()} (name, concurrency) VALUES (?, ?)`, [name, value])),
      set: async (name, value) =>
        void (await database.query(`UPDATE ${table()} SET concurrency = ? WHERE name = ?`, [value, name])),
      read: async (name) => {
        const rows = await database.query<{ concurrency: number }>(
          `SELECT concurrency FROM ${table()} WHERE name = ?`,
          [name],
        );
        return rows[0]?.concurrency ?? null;
      },
    },
  };
}

export const range = (count: number) => Array.from({ length: count }, (_, index) => index);

/** What `Database` promises, whatever database is behind it. */
export function databaseContract(name: string, start: () => Promise<DatabaseUnderTest>): void {
  describe(`Database: ${name}`, () => {
    let subject: DatabaseUnderTest;
    let database: Database;
    const outside = AsyncLocalStorage.snapshot();

    beforeAll(async () => {
      subject = await start();
      ({ database } = subject);
    });
    afterAll(() => subject.stop());

    for (const kind of ['manager', 'query'] as const) {
      describe(`through ${kind === 'manager' ? "TypeORM's manager" : 'plain SQL'}`, () => {
        let door: Door;
        const row = (label: string | number) => `${kind}-${label}`;
        beforeAll(() => {
          door = doorsOf(database)[kind];
        });

        it('keeps no row of a transaction that was rolled back, whatever ran beside it', async () => {
          const work = (index: number) => async () => {
            await door.insert(row(`rolled-back-${index}-a`));
            await loopTurn();
            await door.insert(row(`rolled-back-${index}-b`));
            await loopTurn();
            if (index % 2 === 1) throw new Error('taken back');
          };
          await Promise.allSettled(range(12).map((index) => database.transaction(work(index))));
          const kept = await Promise.all(
            range(12).map(async (index) => [
              await door.read(row(`rolled-back-${index}-a`)),
              await door.read(row(`rolled-back-${index}-b`)),
            ]),
          );
          expect(kept).toEqual(range(12).map((index) => (index % 2 === 1 ? [null, null] : [0, 0])));
        });

        it('loses no save that it acknowledged while others around it failed', async () => {
          const acknowledged: number[] = [];
          await Promise.allSettled(
            range(30).map((index) =>
              database
                .transaction(async () => {
                  await door.insert(row(`acknowledged-${index}`), index);
                  if (index % 3 === 0) await loopTurn();
                  if (index % 3 === 1) throw new Error('refused');
                })
                .then(() => acknowledged.push(index)),
            ),
          );
          expect(acknowledged).toHaveLength(20);
          for (const index of acknowledged) expect(await door.read(row(`acknowledged-${index}`))).toBe(index);
        });

        it('shows nobody a row that is not committed', async () => {
          const seen: (number | null)[] = [];
          await database.transaction(async () => {
            await door.insert(row('uncommitted'), 1);
            for (let look = 0; look < 3; look++) seen.push(await outside(() => door.read(row('uncommitted'))));
            await loopTurn();
            seen.push(await outside(() => door.read(row('uncommitted'))));
            expect(await door.read(row('uncommitted'))).toBe(1);
          });
          expect(seen).toEqual([null, null, null, null]);
          expect(await door.read(row('uncommitted'))).toBe(1);
        });

        it('counts to 50 when 50 transactions each take a lock, read and add one', async () => {
          await database.transaction(() => door.insert(row('counter'), 0));
          await Promise.all(
            range(50).map(() =>
              database.transaction(async () => {
                await database.lock('client:counter');
                const before = (await door.read(row('counter'))) ?? 0;
                await loopTurn();
                await door.set(row('counter'), before + 1);
              }),
            ),
          );
          expect(await door.read(row('counter'))).toBe(50);
        });

        it('keeps nothing that a branch of Promise.all writes after its sibling threw', async () => {
          let sibling: Promise<void> = Promise.resolve();
          const failing = database.transaction(() =>
            Promise.all([
              loopTurn().then(() => Promise.reject(new Error('the sibling'))),
              (sibling = (async () => {
                await door.insert(row('sibling-early'));
                for (let turn = 0; turn < 5; turn++) await loopTurn();
                await door.insert(row('sibling-late'));
              })()),
            ]),
          );
          await expect(failing).rejects.toThrow('the sibling');
          await expect(sibling).rejects.toThrow(TransactionClosed);
          expect([await door.read(row('sibling-early')), await door.read(row('sibling-late'))]).toEqual([null, null]);
        });

        it('keeps nothing of a statement that was under way when its transaction failed', async () => {
          const strays: Promise<unknown>[] = [];
          for (const steps of range(40)) {
            const failing = database.transaction(async () => {
              strays.push(door.insert(row(`under-way-${steps}`)).catch(() => undefined));
              for (let step = 0; step < steps; step++) await Promise.resolve();
              throw new Error('meanwhile');
            });
            await expect(failing).rejects.toThrow('meanwhile');
          }
          await Promise.all(strays);
          const kept = await Promise.all(range(40).map((steps) => door.read(row(`under-way-${steps}`))));
          expect(kept).toEqual(range(40).map(() => null));
        });

        it('refuses a statement of a timer that a transaction armed', async () => {
          let late: Promise<void> = Promise.resolve();
          const fired = new Promise<void>((resolve) => {
            void database.transaction(async () => {
              await door.insert(row('timer-kept'));
              setTimeout(() => {
                late = door.insert(row('timer-late'));
                late.catch(() => undefined);
                resolve();
              }, 20);
            });
          });
          await fired;
          await expect(late).rejects.toThrow(TransactionClosed);
          expect([await door.read(row('timer-kept')), await door.read(row('timer-late'))]).toEqual([0, null]);
        });

        it('refuses to write outside a transaction', async () => {
          const refused = kind === 'query' ? WriteOutsideTransaction : Error;
          await expect(door.insert(row('outside'))).rejects.toThrow(refused);
          expect(await door.read(row('outside'))).toBeNull();
        });

        it('tells a unique violation from other failures, and goes on in the same transaction', async () => {
          await database.transaction(async () => {
            await door.insert(row('unique'));
            const refused: unknown = await door.insert(row('unique')).catch((error: unknown) => error);
            expect(isUniqueViolation(refused)).toBe(true);
            expect(isUniqueViolation(new Error('UNIQUE constraint failed'))).toBe(false);
            await door.insert(row('unique-after'));
          });
          expect(await door.read(row('unique-after'))).toBe(0);
        });
      });
    }

    it('runs statements of one transaction one by one, in the order asked', async () => {
      const door = doorsOf(database);
      await database.transaction(async () => {
        await door.query.insert('in-order', 0);
        await Promise.all(range(20).map((index) => (index % 2 ? door.manager : door.query).set('in-order', index)));
        expect(await door.query.read('in-order')).toBe(19);
      });
    });

    it('answers with what the work returned, and only once that is committed', async () => {
      const door = doorsOf(database).query;
      const answer = await database.transaction(async () => {
        await door.insert('answered', 7);
        return door.read('answered');
      });
      expect(answer).toBe(7);
      expect(await outside(() => door.read('answered'))).toBe(7);
    });

    it('stays usable after works that threw at once, threw late or threw nothing sensible', async () => {
      const door = doorsOf(database).query;
      const thrower = () => {
        throw new Error('at once');
      };
      await expect(database.transaction(thrower)).rejects.toThrow('at once');
      await expect(database.transaction(() => Promise.reject(new Error('late')))).rejects.toThrow('late');
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- what careless code throws
      await expect(database.transaction(() => Promise.reject(undefined))).rejects.toBeUndefined();
      await database.transaction(() => door.insert('still-usable'));
      expect(await door.read('still-usable')).toBe(0);
    });

    it('rolls back a work that outlives its budget of 5 s, refuses what it writes later, and lets the next in', async () => {
      const door = doorsOf(database).query;
      let wake: () => void = () => undefined;
      let late: Promise<unknown> = Promise.resolve();
      const hanging = database.transaction(async () => {
        await door.insert('over-budget');
        await new Promise<void>((resolve) => (wake = resolve));
        late = door.insert('over-budget-late');
        await late;
      });
      const next = database.transaction(() => door.insert('after-budget'));
      await expect(hanging).rejects.toThrow(TransactionTimedOut);
      await next;
      wake();
      await loopTurn();
      await expect(late).rejects.toThrow(TransactionClosed);
      const rows = ['over-budget', 'over-budget-late', 'after-budget'];
      expect(await Promise.all(rows.map((name) => door.read(name)))).toEqual([null, null, 0]);
    }, 30_000);

    databaseJoinContract(() => database);
    databaseManyContract(() => database);
    databaseSavepointContract(() => database);
    databaseEnclosingContract(() => database);
  });
}
