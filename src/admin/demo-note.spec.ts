import { DEMO_ACCOUNTS, DEMO_PASSWORD } from './demo-accounts';
import { demoNote } from './demo-note';

describe('demoNote', () => {
  const everyone = DEMO_ACCOUNTS.map(({ email }) => email);

  it('tells every sign-in with its role, and the password', () => {
    const text = demoNote('http://localhost:5000', everyone, '2026-07-06').join('\n');
    expect(text).toContain(DEMO_PASSWORD);
    for (const { role, email } of DEMO_ACCOUNTS) expect(text).toMatch(new RegExp(`${role} +${email}\\n`));
  });

  it('gives three calls to try at the address of the application', () => {
    const calls = demoNote('http://localhost:5000', everyone, '2026-07-06').filter((line) => line.includes('curl'));
    expect(calls.map((call) => call.match(/http:\/\/localhost:5000(\S+)/)?.[1])).toEqual([
      '/api/auth/login',
      '/api/client/appointments',
      '/api/notifications',
    ]);
  });

  it.each([
    ['http://localhost:5000', 'npm run try'],
    ['http://localhost:5001', 'npm run try -- http://localhost:5001'],
  ])('says how %s is tried', (url, command) => {
    expect(demoNote(url, everyone, '2026-07-06')).toContain(`Try it in another terminal: ${command}`);
  });

  it('gives no calls that the shell at hand cannot read', () => {
    const lines = demoNote('http://localhost:5000', everyone, '2026-07-06', 'win32').join('\n');
    expect(lines).toContain('npm run try');
    expect(lines).not.toContain('curl');
  });

  it.each([
    ['2026-07-06', '2026-07-07'],
    ['2026-07-11', '2026-07-13'], // a Saturday: doctors are off on Sunday
  ])('books for the next day that doctors work: on %s, %s', (today, date) => {
    expect(demoNote('http://localhost:5000', everyone, today).join('\n')).toContain(`"appointmentDate":"${date}"`);
  });

  it('keeps to those who are still there', () => {
    const lines = demoNote('http://localhost:5000', ['admin@demo.example'], '2026-07-06');
    expect(lines.filter((line) => line.includes('@'))).toHaveLength(1);
    expect(lines.join('\n')).not.toContain('curl');
  });
});
