import { TransactionTimedOut } from '../../src/database/transaction.errors';
import { doorsOf, range } from '../contracts/database.contract';
import { type BareFile, openBareFile } from '../support/bare-database';

/** The embedded database makes transactions that queue up durable by one COMMIT; none may notice the others. */
describe('transactions that queue up on the embedded database', () => {
  let subject: BareFile;
  beforeEach(async () => {
    subject = await openBareFile();
  });
  afterEach(() => subject.stop());

  const insert = (name: string) => subject.database.transaction(() => doorsOf(subject.database).query.insert(name));
  const read = (name: string) => doorsOf(subject.database).query.read(name);

  it('are kept or not, each as it was told, when one of them fills the disk', async () => {
    const [size] = await subject.database.query<{ page_count: number }>('PRAGMA page_count');
    await subject.database.transaction(() =>
      subject.database.query(`PRAGMA max_page_count = ${(size?.page_count ?? 0) + 20}`),
    );
    const overflow = () =>
      subject.database.transaction(async () => {
        const door = doorsOf(subject.database).query;
        for (const index of range(2_000)) await door.insert(`overflow-${index}-${'x'.repeat(500)}`);
      });
    const told = await Promise.allSettled([insert('first'), insert('second'), overflow(), insert('third'), overflow()]);
    const kept = await Promise.all(['first', 'second', 'third'].map(async (name) => (await read(name)) !== null));
    const succeeded = told.map(({ status }) => status === 'fulfilled');
    expect([succeeded[2], succeeded[4]]).toEqual([false, false]);
    expect(kept).toEqual([succeeded[0], succeeded[1], succeeded[3]]);
    await insert('afterwards');
    expect(await read('afterwards')).toBe(0);
  });

  it('are kept when one that followed them outlives its budget', async () => {
    const earlier = [insert('earlier-1'), insert('earlier-2')];
    const hanging = subject.database.transaction(async () => {
      await doorsOf(subject.database).query.insert('hanging');
      await new Promise(() => undefined);
    });
    const later = insert('later');
    await expect(hanging).rejects.toThrow(TransactionTimedOut);
    await Promise.all([...earlier, later]);
    const names = ['earlier-1', 'earlier-2', 'hanging', 'later'];
    expect(await Promise.all(names.map(read))).toEqual([0, 0, null, 0]);
  }, 30_000);

  it('see what those before them wrote', async () => {
    await insert('counter');
    const { database } = subject;
    const door = doorsOf(database).query;
    const values = await Promise.all(
      range(100).map(() =>
        database.transaction(async () => {
          const next = ((await door.read('counter')) ?? 0) + 1;
          await door.set('counter', next);
          return next;
        }),
      ),
    );
    expect(values).toEqual(range(100).map((index) => index + 1));
  });

  it('are all durable when it is closed', async () => {
    const folder = subject.file.replace(/\/clinic\.db$/, '');
    const first = await openBareFile(folder);
    const writes = range(40).map((index) =>
      first.database.transaction(() => doorsOf(first.database).query.insert(`closing-${index}`)),
    );
    await first.stop();
    await Promise.all(writes);
    expect(await Promise.all(range(40).map((index) => read(`closing-${index}`)))).toEqual(range(40).map(() => 0));
  });
});
