import { randomBytes, randomUUID } from 'node:crypto';

/** The one home of chance: identifiers, secrets and jitter. */
export class Ids {
  /** A random RFC 4122 version 4 identifier. */
  uuid(): string {
    return randomUUID();
  }

  /** A secret of `bytes` random bytes, base64url. */
  token(bytes = 32): string {
    return randomBytes(bytes).toString('base64url');
  }

  /** A number in [0, 1), for jitter only. */
  random(): number {
    return Math.random();
  }
}
