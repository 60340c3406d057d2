import { type BareStores, openBareStores } from '../support/bare-stores';
import { JobBench } from '../support/job-bench';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** What every SweepStore promises: jobs that come near, in order and without gaps. */
export function sweepStoreContract(name: string): void {
  describe(`SweepStore: ${name}`, () => {
    let stores: BareStores;
    const bench = new JobBench(() => stores);

    beforeAll(async () => {
      stores = await openBareStores();
    });
    afterAll(() => stores.stop());
    beforeEach(async () => {
      await bench.clear();
      for (const name of ['default', 'mail']) await bench.setQueue(name, {});
    });

    const due = async (ms: number, rest: object = {}) => bench.insertOne({ dueAt: await bench.at(ms), ...rest });
    const near = async () => (await stores.sweep.dueWithin(MINUTE, 100, null)).map(({ id }) => id);

    it('gives what falls due within the horizon, the soonest first, of every queue and priority', async () => {
      const [last, first, second] = [
        await due(50 * SECOND, { priority: 'high' }),
        await due(10 * SECOND, { priority: 'low', queue: 'mail' }),
        await due(20 * SECOND),
      ];
      await due(70 * SECOND);
      await due(-SECOND);
      expect(await near()).toEqual([first, second, last]);
    });

    it('gives what a transport may know of a job', async () => {
      const dueAt = await bench.at(10 * SECOND);
      const id = await bench.insertOne({ dueAt });
      expect(await stores.sweep.dueWithin(MINUTE, 1, null)).toEqual([
        { id, queue: 'default', type: 'test.run', claim: 0, dueAt },
      ]);
    });

    it('goes on behind a place, through jobs that are due at one instant too', async () => {
      const dueAt = await bench.at(30 * SECOND);
      const notices = await bench.insert(...Array.from({ length: 25 }, () => ({ dueAt })));
      const seen: number[] = [];
      for (let after = null, more = true; more;) {
        const some = await stores.sweep.dueWithin(MINUTE, 10, after);
        seen.push(...some.map(({ id }) => id));
        after = some.at(-1) ?? after;
        more = some.length === 10;
      }
      expect(seen).toEqual(notices.map(({ id }) => id).sort((a, b) => a - b));
    });

    it('begins at now where the place has been passed', async () => {
      const id = await due(10 * SECOND);
      const place = { dueAt: await bench.at(-MINUTE), id: id + 1_000 };
      expect((await stores.sweep.dueWithin(MINUTE, 10, place)).map((notice) => notice.id)).toEqual([id]);
    });

    it.each([['paused', { paused: true }] as const, ['narrow', { concurrency: 2 }], ['slow', { ratePerMinute: 60 }]])(
      'leaves out what stands in a %s queue',
      async (_name, limit) => {
        await bench.setQueue('mail', limit);
        await due(10 * SECOND, { queue: 'mail' });
        const id = await due(20 * SECOND);
        expect(await near()).toEqual([id]);
      },
    );

    it('leaves out what does not wait', async () => {
      const parent = await due(10 * SECOND);
      await due(20 * SECOND, { parentId: parent });
      expect(await near()).toEqual([parent]);
    });
  });
}
