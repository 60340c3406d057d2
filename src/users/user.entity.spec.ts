import { User } from './user.entity';

describe('User', () => {
  const aUser = (changes: Partial<User>) =>
    Object.assign(new User(), { role: 'Client', isActive: true, tokenVersion: 4 }, changes);

  it('ends every sign-in with a change of role', () => {
    const user = aUser({ role: 'Client' });
    user.changeRole('Doctor');
    expect(user).toMatchObject({ role: 'Doctor', tokenVersion: 5 });
  });

  it('ends every sign-in with a change of password', () => {
    const user = aUser({ passwordHash: 'old' });
    user.changePassword('new');
    expect(user).toMatchObject({ passwordHash: 'new', tokenVersion: 5 });
  });

  it('takes over the preferences that are given, and leaves the rest', () => {
    const user = aUser({ displayName: 'Ana', language: 'ro', emailReminders: true, reminderOffsets: [60] });
    user.prefer({ emailReminders: false });
    expect(user).toMatchObject({ displayName: 'Ana', language: 'ro', emailReminders: false, reminderOffsets: [60] });
    user.prefer({ displayName: 'Ana P.', language: 'en', reminderOffsets: null });
    expect(user).toMatchObject({ displayName: 'Ana P.', language: 'en', emailReminders: false, reminderOffsets: null });
  });

  it.each([
    ['Admin', true, true],
    ['Admin', false, false],
    ['Client', true, false],
  ] as const)('with role %s and active %s is an active Admin: %s', (role, isActive, expected) => {
    expect(aUser({ role, isActive }).isActiveAdmin).toBe(expected);
  });
});
