import { type KeyObject, createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SigningKeys } from './signing-keys';

const TOKEN = /^([\w-]+)\.([\w-]+)\.([\w-]{43})$/;

/**
 * Tokens for links that act without a sign-in: `kid.subject.mac`. A subject has the same one each time, and it is good for as
 * long as JWT_SECRETS names its secret.
 */
@Injectable()
export class SignedLinkService {
  constructor(private readonly keys: SigningKeys) {}

  /** @param purpose what the link may do: a token of one purpose is none for another. @param subject of letters, digits, - and _. */
  tokenFor(purpose: string, subject: string): string {
    const { kid, secret } = this.keys.signing;
    return `${kid}.${subject}.${macOf(secret, purpose, subject).toString('base64url')}`;
  }

  /** The subject of a token that `tokenFor` gave for that purpose; null when it gave no such one. */
  subjectOf(purpose: string, token: string): string | null {
    const [, kid, subject, mac] = TOKEN.exec(token) ?? [];
    if (kid === undefined || subject === undefined || mac === undefined) return null;
    const key = this.keys.keyNamed(kid);
    if (!key) return null;
    const given = Buffer.from(mac, 'base64url');
    const due = macOf(key, purpose, subject);
    return given.length === due.length && timingSafeEqual(given, due) ? subject : null;
  }
}

/** Colons keep it apart from what a JWT signs with the same secret. */
function macOf(secret: string | KeyObject, purpose: string, subject: string): Buffer {
  return createHmac('sha256', secret).update(`link:${purpose}:${subject}`).digest();
}
