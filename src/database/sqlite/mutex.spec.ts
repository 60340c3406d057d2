import { Mutex } from './mutex';

describe('Mutex', () => {
  /** Who had turns, in order: `first` holds the mutex until all of `who` have asked. */
  async function turnsOf(who: readonly string[]): Promise<string[]> {
    const mutex = new Mutex();
    const had: string[] = [];
    const release = await mutex.acquire();
    const turns = who.map(async (name) => {
      const end = await mutex.acquire({ yields: name.startsWith('yielding') });
      had.push(name);
      end();
    });
    release();
    await Promise.all(turns);
    expect(mutex.isHeld).toBe(false);
    return had;
  }
  const named = (name: string, count: number) => Array.from({ length: count }, (_, n) => `${name}-${n}`);

  it('hands out turns in the order asked', async () => {
    expect(await turnsOf(['a', 'b', 'c'])).toEqual(['a', 'b', 'c']);
    expect(await turnsOf(['yielding-a', 'yielding-b'])).toEqual(['yielding-a', 'yielding-b']);
  });

  it('lets others go before those who yield', async () => {
    expect(await turnsOf(['yielding', 'a', 'b'])).toEqual(['a', 'b', 'yielding']);
  });

  it('gives one turn in eight to those who yield, so that none waits for ever', async () => {
    const had = await turnsOf([...named('yielding', 3), ...named('other', 30)]);
    expect(had.flatMap((name, place) => (name.startsWith('yielding') ? place + 1 : []))).toEqual([8, 16, 24]);
  });

  it('does not give a turn away twice when it is ended twice', async () => {
    const mutex = new Mutex();
    const first = await mutex.acquire();
    const second = mutex.acquire();
    first();
    first();
    const release = await second;
    expect(mutex.isHeld).toBe(true);
    release();
    expect(mutex.isHeld).toBe(false);
  });
});
