import { dueAtOf, messageId } from './wake-message';

const dueAt = new Date('2027-01-05T12:00:00.123Z');

describe('the id of a message', () => {
  it('tells when its job is due', () => {
    for (const at of [dueAt, new Date(0), new Date(-5)]) {
      expect(dueAtOf({ id: messageId({ id: 42, claim: 3, dueAt: at }), name: 'wake' })).toEqual(at);
    }
  });

  it('is new for each claim and due time', () => {
    const ids = [
      { id: 4, claim: 12, dueAt },
      { id: 41, claim: 2, dueAt },
      { id: 4, claim: 13, dueAt },
      { id: 4, claim: 12, dueAt: new Date(dueAt.getTime() + 1) },
    ].map(messageId);
    expect(new Set(ids).size).toBe(ids.length);
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
  ])('is refused where it is none of ours: %s %s', (name, id) => {
    expect(dueAtOf({ id, name })).toBeNull();
  });
});
