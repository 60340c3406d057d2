import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { SignedLinkService } from '../../auth/signed-link.service';
import { ForgedForm } from '../dashboard.errors';
import { TOKEN_FIELD } from '../form-fields';
import type { Visitor } from './visitor';

const FORM = 'dashboard-form';
const SIGN_IN = 'dashboard-sign-in';

/**
 * Tells forms of our own pages from those of other sites. The browser says where a form was sent from, and the form has
 * what only a page given to this visitor can have.
 */
@Injectable()
export class FormTokens {
  constructor(private readonly links: SignedLinkService) {}

  forVisitor(visitor: Visitor): string {
    return this.links.tokenFor(FORM, subjectOf(visitor));
  }

  /** For the form of the sign-in, to a browser that was given `nonce`. */
  forSignIn(nonce: string): string {
    return this.links.tokenFor(SIGN_IN, nonce);
  }

  /** @throws ForgedForm */
  checkVisitor(request: Request, visitor: Visitor): void {
    this.check(request, FORM, subjectOf(visitor));
  }

  /** @throws ForgedForm */
  checkSignIn(request: Request, nonce: string | null): void {
    this.check(request, SIGN_IN, nonce);
  }

  private check(request: Request, purpose: string, subject: string | null): void {
    if (request.get('Sec-Fetch-Site') !== 'same-origin') throw new ForgedForm('origin');
    const token = (request.body as Record<string, unknown>)[TOKEN_FIELD]; // an object, whatever was sent
    const given = typeof token === 'string' ? this.links.subjectOf(purpose, token) : null;
    if (given === null || given !== subject) throw new ForgedForm('token');
  }
}

const subjectOf = ({ signInId }: Visitor) => signInId ?? 'local';
