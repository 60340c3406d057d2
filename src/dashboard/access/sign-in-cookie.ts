import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { cookieOf } from '../../common/http/cookies';
import type { Cookie } from '../cookies';

const SIGN_IN = 'dashboard-sign-in';
const NONCE = 'dashboard-sign-in-form';

/** Holds the token of the sign-in as long as the browser runs; the stored sign-in says for how long it is good. */
export const signInCookie = (token: string | null): Cookie => ({ name: SIGN_IN, value: token });
export const signInTokenOf = (request: Request) => cookieOf(request, SIGN_IN);

/** Ties the form of the sign-in to the browser that it was shown in. */
export const nonceCookie = (nonce: string | null): Cookie => ({ name: NONCE, value: nonce });
export function nonceOf(request: Request): string | null {
  const nonce = cookieOf(request, NONCE);
  return nonce !== null && /^[\w-]{43}$/.test(nonce) ? nonce : null;
}

/** What the browser was given before; its other tabs still show forms that are tied to it. */
export const Nonce = createParamDecorator((_: unknown, context: ExecutionContext): string | null =>
  nonceOf(context.switchToHttp().getRequest<Request>()),
);
