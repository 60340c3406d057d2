import { createHash } from 'node:crypto';

/** A refresh token or a ticket as it is stored: who reads the table cannot use what is in it. */
export function storedToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
