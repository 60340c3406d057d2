import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import { cookieOf } from '../common/http/cookies';
import { LANGUAGES, type Language } from '../common/language';
import { type Visitor, visitorOf } from './access/visitor';
import { writeCookie } from './cookies';
import { type Notice, noNotice, noticeOf } from './notice';

/** How a page was asked for. */
export interface PageVisit {
  language: Language;
  /** Path and query. */
  address: string;
  /** Null where nobody has been let in. */
  visitor: Visitor | null;
  /** What became of the action that led here. */
  notice: Notice | null;
}

const COOKIE = 'dashboard-language';
const A_YEAR_MS = 365 * 24 * 60 * 60 * 1000;

/** Everything from this application alone, nothing inline, and in no frame. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** For HTML that is not ours: it may set its own style and show its own pictures, runs nothing, loads nothing and leads nowhere. */
const FOREIGN_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
  'sandbox',
].join('; ');

export const Visit = createParamDecorator((_: unknown, context: ExecutionContext): PageVisit => {
  return visitOf(context.switchToHttp().getRequest<Request>());
});

/** Who sends a form: whom the guard has let in. */
export const By = createParamDecorator((_: unknown, context: ExecutionContext): Visitor => {
  const visitor = visitorOf(context.switchToHttp().getRequest<Request>());
  if (!visitor) throw new Error('A route without DashboardGuard has no visitor.');
  return visitor;
});

export function visitOf(request: Request): PageVisit {
  const language =
    askedLanguage(request) ??
    languageNamed(cookieOf(request, COOKIE)) ??
    languageNamed(request.acceptsLanguages(...LANGUAGES));
  return {
    language: language ?? 'en',
    address: request.originalUrl,
    visitor: visitorOf(request),
    notice: noticeOf(request),
  };
}

/** Prepares the answer to be a page; remembers the language that its address asks for under `base`. */
export function beginPage(request: Request, response: Response, base: string): void {
  response.type('html').setHeader('Content-Security-Policy', POLICY);
  response.setHeader('X-Frame-Options', 'DENY');
  const asked = askedLanguage(request);
  if (asked) writeCookie(request, response, base, { name: COOKIE, value: asked, maxAgeMs: A_YEAR_MS });
  if (noticeOf(request)) writeCookie(request, response, base, noNotice);
}

/** Prepares the answer to be what a page shows in a frame and has not written itself. */
export function asForeignHtml(response: Response): void {
  response.setHeader('Content-Security-Policy', FOREIGN_POLICY);
  response.setHeader('X-Frame-Options', 'SAMEORIGIN');
  // In its sandbox it has an origin of its own, which needs no key.
  response.removeHeader('Origin-Agent-Cluster');
}

/** The same page in another language. */
export function addressIn(language: Language, address: string): string {
  const [path = '', query = ''] = address.split('?', 2);
  const parameters = new URLSearchParams(query);
  parameters.set('lang', language);
  return `${path}?${parameters.toString()}`;
}

const languageNamed = (name: unknown) => LANGUAGES.find((language) => language === name);

const askedLanguage = ({ query }: Request) => languageNamed(query['lang']);
