import { Ids } from '../common/ids';
import { PasswordService } from './password.service';

describe('PasswordService', () => {
  const passwords = new PasswordService(new Ids());

  it('stores argon2id with 19 MiB, two passes and one lane', async () => {
    expect(await passwords.hash('correct horse')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('salts: the same password is stored differently each time', async () => {
    expect(await passwords.hash('correct horse')).not.toBe(await passwords.hash('correct horse'));
  });

  it('recognizes the password and nothing else', async () => {
    const stored = await passwords.hash('correct horse');
    expect(await passwords.matches('correct horse', stored)).toBe(true);
    expect(await passwords.matches('correct horse ', stored)).toBe(false);
    expect(await passwords.matches('Correct horse', stored)).toBe(false);
  });

  it('recognizes a password whose accents another keyboard composes', async () => {
    const stored = await passwords.hash('pa\u0219te2026');
    expect(await passwords.matches('pas\u0326te2026', stored)).toBe(true);
  });

  it('matches nothing when there is no user', async () => {
    expect(await passwords.matches('correct horse', null)).toBe(false);
  });

  it('takes as long when there is no user', async () => {
    const stored = await passwords.hash('correct horse');
    const fastest = async (hash: string | null) => {
      const times: number[] = [];
      for (let run = 0; run < 5; run++) {
        const startedAt = performance.now();
        await passwords.matches('battery staple', hash);
        times.push(performance.now() - startedAt);
      }
      return Math.min(...times);
    };
    // Without the comparison it would be a thousandth.
    expect(await fastest(null)).toBeGreaterThan((await fastest(stored)) / 3);
  });
});
