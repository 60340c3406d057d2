import { callFor, newsOf, wakeFor } from './wake-message';

const dueAt = new Date('2027-01-05T12:00:00.123Z');
const aNotice = { id: 42, claim: 3, dueAt, queue: 'mail', type: 'test.run' };

describe('the id of a message', () => {
  it('tells when its job is due', () => {
    for (const at of [dueAt, new Date(0), new Date(-5)]) {
      expect(newsOf(wakeFor({ ...aNotice, dueAt: at }))).toEqual({ dueAt: at, passed: 0 });
    }
  });

  it('is new for each claim and due time', () => {
    const ids = [
      { id: 4, claim: 12, dueAt },
      { id: 41, claim: 2, dueAt },
      { id: 4, claim: 13, dueAt },
      { id: 4, claim: 12, dueAt: new Date(dueAt.getTime() + 1) },
    ].map((change) => wakeFor({ ...aNotice, ...change }).id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('tells of a call how often it was passed on, and that it is for now', () => {
    const call = callFor('mail', 7, '8d7e-1');
    expect(newsOf(call)).toEqual({ dueAt: new Date(0), passed: 7 });
    expect(call.data).toEqual({});
  });

  it.each([
    ['__default__', '1-0-1000'],
    ['wake', undefined],
    ['wake', 7],
    ['wake', '__default__'],
    ['wake', '1-0'],
    ['wake', '1-0-1000-1'],
    ['wake', '1-0-1e3'],
    ['wake', '1-0-99999999999999999999'],
    ['wake', ' 1-0-1000'],
    ['wake', '7-8d7e'],
    ['call', undefined],
    ['call', '8d7e'],
    ['call', '7-'],
    ['call', '-7-8d7e'],
    ['call', '1000000-8d7e'],
  ])('is refused where it is none of ours: %s %s', (name, id) => {
    expect(newsOf({ id, name })).toBeNull();
  });
});
