import { createHash } from 'node:crypto';

/** What begins the next sign-in of a family, once. Opaque; only its hash is stored. */
export interface RefreshToken {
  token: string;
  expiresAt: Date;
}

/** As it is stored: who reads the table cannot use what is in it. */
export function refreshHashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
