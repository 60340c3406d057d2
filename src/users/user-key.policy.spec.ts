import { userKey } from './user-key.policy';

describe('userKey', () => {
  it.each([
    ['Ana.Pop@Example.RO', 'ana.pop@example.ro'],
    ['ȘTEFAN', 'ștefan'],
  ])('does not tell %s from its lower case', (text, key) => {
    expect(userKey(text)).toBe(key);
  });

  it('takes an accent typed as one character or as two for the same', () => {
    expect(userKey('Ana\u0306')).toBe(userKey('An\u0103'));
  });

  it('tells different addresses apart', () => {
    expect(userKey('ana@example.com')).not.toBe(userKey('anna@example.com'));
  });
});
