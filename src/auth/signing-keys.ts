import { type KeyObject, createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Ids } from '../common/ids';
import { type Config, ConfigurationError, type JwtSecret } from '../config/config';

const SECRET = /^([\w-]+):(.{32,})$/;

/** The secrets of tokens: the first signs, all verify. */
export class SigningKeys {
  /** Made once: a text would be tried as a public key at every verification. */
  private readonly keys: ReadonlyMap<unknown, KeyObject>;

  constructor(private readonly secrets: readonly [JwtSecret, ...JwtSecret[]]) {
    this.keys = new Map(secrets.map(({ kid, secret }) => [kid, createSecretKey(secret, 'utf8')]));
  }

  /**
   * Those of the configuration; without any, outside production, one that is made once and kept in DATA_DIR.
   *
   * @throws ConfigurationError when the kept one is not usable.
   */
  static load(config: Config, ids: Ids): SigningKeys {
    const [first, ...others] = config.jwtSecrets;
    return new SigningKeys(first ? [first, ...others] : [keptSecret(config.dataDir, ids)]);
  }

  get signing(): JwtSecret {
    return this.secrets[0];
  }

  /** What only who knows the first secret can make of `text`; that of one purpose is none of another. */
  macOf(purpose: string, text: string): string {
    return macWith(createSecretKey(this.signing.secret, 'utf8'), purpose, text).toString('base64url');
  }

  /** Whether `macOf` made it, also before the secrets were changed. */
  isMacOf(purpose: string, text: string, mac: string): boolean {
    const given = Buffer.from(mac, 'base64url');
    return [...this.keys.values()].some((key) => {
      const due = macWith(key, purpose, text);
      return given.length === due.length && timingSafeEqual(given, due);
    });
  }

  /** The key that `token` says it was signed with; null when it names none of ours. */
  keyOf(token: string): KeyObject | null {
    return this.keys.get(kidOf(token)) ?? null;
  }
}

/** Colons keep it apart from what a JWT signs with the same secret. */
function macWith(key: KeyObject, purpose: string, text: string): Buffer {
  return createHmac('sha256', key).update(`mac:${purpose}:${text}`).digest();
}

function kidOf(token: string): unknown {
  try {
    const header: unknown = JSON.parse(Buffer.from(token.split('.', 1)[0] ?? '', 'base64url').toString());
    return typeof header === 'object' && header !== null && 'kid' in header ? header.kid : null;
  } catch {
    return null;
  }
}

function keptSecret(dataDir: string, ids: Ids): JwtSecret {
  const file = path.join(dataDir, 'jwt-secret');
  const [, kid, secret] = SECRET.exec(readKept(file) ?? makeKept(file, ids)) ?? [];
  if (!kid || !secret) throw new ConfigurationError(`${file} is not kid:secret; remove it and a new one is made.`);
  return { kid, secret };
}

function readKept(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null; // node:fs throws nothing else
    throw error;
  }
}

/** Written whole under another name first: of two processes that start together, the second reads what the first made. */
function makeKept(file: string, ids: Ids): string {
  mkdirSync(path.dirname(file), { recursive: true });
  const draft = `${file}-${ids.uuid()}`;
  writeFileSync(draft, `local:${ids.token(48)}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // as above
  } finally {
    rmSync(draft);
  }
  return readFileSync(file, 'utf8').trim();
}
