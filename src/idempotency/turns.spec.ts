import { Turns } from './turns';

describe('turns', () => {
  it('come one after the other', async () => {
    const turns = new Turns();
    const end = await turns.take('a', 0);
    let second = false;
    const waiting = turns.take('a', 60_000).then((ended) => {
      second = true;
      return ended;
    });
    expect(await turns.take('b', 0)).not.toBeNull();
    expect(second).toBe(false);
    end?.();
    expect(await waiting).not.toBeNull();
    expect(await turns.take('a', 1)).toBeNull();
  });

  it('go to one of many who wait', async () => {
    const turns = new Turns();
    const end = await turns.take('a', 0);
    const waiting = [turns.take('a', 200), turns.take('a', 200), turns.take('a', 200)];
    end?.();
    const ends = await Promise.all(waiting);
    expect(ends.filter((each) => each !== null)).toHaveLength(1);
  });

  it('leave nothing behind', async () => {
    const turns = new Turns();
    (await turns.take('a', 0))?.();
    expect(await turns.take('a', 0)).not.toBeNull();
  });
});
