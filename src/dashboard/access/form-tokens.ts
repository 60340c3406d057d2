import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { TokenService } from '../../auth/token.service';
import { ForgedForm } from '../dashboard.errors';
import { TOKEN_FIELD } from '../form-fields';
import type { Visitor } from './visitor';

/**
 * Tells forms of our own pages from those of other sites. The browser says where a form was sent from, and the form has
 * what only a page given to this visitor can have.
 */
@Injectable()
export class FormTokens {
  constructor(private readonly tokens: TokenService) {}

  forVisitor(visitor: Visitor): string {
    return this.tokens.seal(visitorText(visitor));
  }

  /** For the form of the sign-in, to a browser that was given `nonce`. */
  forSignIn(nonce: string): string {
    return this.tokens.seal(signInText(nonce));
  }

  /** @throws ForgedForm */
  checkVisitor(request: Request, visitor: Visitor): void {
    this.check(request, visitorText(visitor));
  }

  /** @throws ForgedForm */
  checkSignIn(request: Request, nonce: string | null): void {
    this.check(request, nonce === null ? null : signInText(nonce));
  }

  private check(request: Request, text: string | null): void {
    if (request.get('Sec-Fetch-Site') !== 'same-origin') throw new ForgedForm('origin');
    const token = (request.body as Record<string, unknown>)[TOKEN_FIELD]; // an object, whatever was sent
    if (text === null || typeof token !== 'string' || !this.tokens.isSeal(token, text)) throw new ForgedForm('token');
  }
}

const visitorText = ({ signInId }: Visitor) => `form ${signInId ?? 'local'}`;
const signInText = (nonce: string) => `sign-in ${nonce}`;
