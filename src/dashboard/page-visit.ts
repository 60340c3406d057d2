import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import { LANGUAGES, type Language } from '../common/language';

/** How a page was asked for. */
export interface PageVisit {
  language: Language;
  /** Path and query. */
  address: string;
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
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const Visit = createParamDecorator((_: unknown, context: ExecutionContext): PageVisit => {
  return visitOf(context.switchToHttp().getRequest<Request>());
});

export function visitOf(request: Request): PageVisit {
  const language =
    askedLanguage(request) ?? cookieLanguage(request) ?? languageNamed(request.acceptsLanguages(...LANGUAGES));
  return { language: language ?? 'en', address: request.originalUrl };
}

/** Prepares the answer to be a page; remembers the language that its address asks for under `base`. */
export function beginPage(request: Request, response: Response, base: string): void {
  response.type('html').setHeader('Content-Security-Policy', POLICY);
  response.setHeader('X-Frame-Options', 'DENY');
  const asked = askedLanguage(request);
  if (asked) {
    const options = { path: base, httpOnly: true, sameSite: 'strict', secure: request.secure } as const;
    response.cookie(COOKIE, asked, { ...options, maxAge: A_YEAR_MS });
  }
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

function cookieLanguage({ headers }: Request): Language | undefined {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return LANGUAGES.find((language) => pairs.includes(`${COOKIE}=${language}`));
}
