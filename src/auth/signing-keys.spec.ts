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

  it('refuses two secrets under one name: tokens that the first signs would be good for nothing', () => {
    expect(() => load(`new:${NEW},new:${OLD}`)).toThrow('JWT_SECRETS must give each secret its own kid');
  });

  it('makes what only a holder of a secret can, and knows it again after the secrets were changed', () => {
    const mac = load(`old:${OLD}`).macOf('test', 'text');
    const keys = load(`new:${NEW},old:${OLD}`);
    expect(keys.isMacOf('test', 'text', mac)).toBe(true);
    expect(keys.isMacOf('test', 'texts', mac)).toBe(false);
    expect(keys.isMacOf('other', 'text', mac)).toBe(false);
    expect(keys.isMacOf('test', 'text', '')).toBe(false);
    expect(load(`new:${NEW}`).isMacOf('test', 'text', mac)).toBe(false);
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
