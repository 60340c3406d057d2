let registrations = 0;

/** What a new client sends to register, unlike any other's. */
export function aRegistration(changes: Record<string, unknown> = {}) {
  const number = ++registrations;
  return {
    userName: `ioana.marin${number}`,
    firstName: 'Ioana',
    lastName: 'Marin',
    displayName: 'Ioana M.',
    email: `Ioana.Marin${number}@example.com`,
    password: 'correct horse',
    dateOfBirth: '1990-05-17',
    gender: 1,
    ...changes,
  };
}
