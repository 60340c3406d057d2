import { Injectable } from '@nestjs/common';
import { SigningKeys } from './signing-keys';

const TOKEN = /^([\w-]+)\.([\w-]{43})$/;

/**
 * Tokens for links that act without a sign-in: `subject.mac`. A subject has the same one each time, and it is good for as long
 * as JWT_SECRETS has the secret it was made with.
 */
@Injectable()
export class SignedLinkService {
  constructor(private readonly keys: SigningKeys) {}

  /** @param purpose what the link may do: a token of one purpose is none for another. @param subject of letters, digits, - and _. */
  tokenFor(purpose: string, subject: string): string {
    return `${subject}.${this.keys.macOf(`link:${purpose}`, subject)}`;
  }

  /** The subject of a token that `tokenFor` gave for that purpose; null when it gave no such one. */
  subjectOf(purpose: string, token: string): string | null {
    const [, subject, mac] = TOKEN.exec(token) ?? [];
    if (subject === undefined || mac === undefined) return null;
    return this.keys.isMacOf(`link:${purpose}`, subject, mac) ? subject : null;
  }
}
