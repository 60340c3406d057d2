import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ids } from '../common/ids';
import { ConfigurationError, loadConfig } from '../config/config';
import { SigningKeys } from './signing-keys';

describe('SigningKeys', () => {
  let dataDir: string;
  beforeEach(() => (dataDir = mkdtempSync(path.join(tmpdir(), 'medano-keys-'))));
  afterEach(() => rmSync(dataDir, { recursive: true }));

  const load = (secrets = '') => SigningKeys.load(loadConfig({ DATA_DIR: dataDir, JWT_SECRETS: secrets }), new Ids());
  const tokenOf = (header: unknown) => `${Buffer.from(JSON.stringify(header)).toString('base64url')}.e30.x`;

  const OLD = 'o'.repeat(32);
  const NEW = 'n'.repeat(32);

  it('signs with the first secret of the configuration and verifies with each', () => {
    const keys = load(`new:${NEW},old:${OLD}`);
    expect(keys.signing).toEqual({ kid: 'new', secret: NEW });
    expect(
      keys
        .keyOf(tokenOf({ alg: 'HS256', kid: 'old' }))
        ?.export()
        .toString(),
    ).toBe(OLD);
    expect(
      keys
        .keyOf(tokenOf({ alg: 'HS256', kid: 'new' }))
        ?.export()
        .toString(),
    ).toBe(NEW);
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it.each([
    ['another key', tokenOf({ kid: 'other' })],
    ['no key', tokenOf({ alg: 'HS256' })],
    ['a header that is null', tokenOf(null)],
    ['a header that is not JSON', 'bm90IGpzb24.e30.x'],
    ['nothing', ''],
  ])('has no secret for a token that names %s', (_, token) => {
    expect(load(`new:${NEW}`).keyOf(token)).toBeNull();
  });

  it('makes a secret once where none is configured, and keeps it for its owner alone', () => {
    const first = load();
    expect(first.signing.secret.length).toBeGreaterThanOrEqual(32);
    expect(load().signing).toEqual(first.signing);
    expect(readdirSync(dataDir)).toEqual(['jwt-secret']);
    if (process.platform !== 'win32') expect(statSync(path.join(dataDir, 'jwt-secret')).mode & 0o777).toBe(0o600);
  });

  it('makes another secret in another folder', () => {
    const first = load().signing.secret;
    rmSync(path.join(dataDir, 'jwt-secret'));
    expect(load().signing.secret).not.toBe(first);
  });

  it('refuses a kept secret that was cut short, and leaves it alone', () => {
    const file = path.join(dataDir, 'jwt-secret');
    writeFileSync(file, 'local:short\n');
    expect(() => load()).toThrow(ConfigurationError);
    expect(readFileSync(file, 'utf8')).toBe('local:short\n');
  });
});
