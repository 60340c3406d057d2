import { User } from './user.entity';

describe('User', () => {
  const aUser = (changes: Partial<User>) =>
    Object.assign(new User(), { role: 'Client', isActive: true, tokenVersion: 4 }, changes);

  it('ends every sign-in with a change of role', () => {
    const user = aUser({ role: 'Client' });
    user.changeRole('Doctor');
    expect(user).toMatchObject({ role: 'Doctor', tokenVersion: 5 });
  });

  it.each([
    ['Admin', true, true],
    ['Admin', false, false],
    ['Client', true, false],
  ] as const)('with role %s and active %s is an active Admin: %s', (role, isActive, expected) => {
    expect(aUser({ role, isActive }).isActiveAdmin).toBe(expected);
  });
});
