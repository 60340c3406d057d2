import type { CookieOptions, Request, Response } from 'express';

/** Under `base` only, never to scripts and never with a request that another site began. Without `maxAge` it ends with the browser. */
function options(request: Request, base: string): CookieOptions {
  return { path: base, httpOnly: true, sameSite: 'strict', secure: request.secure };
}

export interface Cookie {
  name: string;
  /** Null removes it. */
  value: string | null;
  maxAgeMs?: number;
}

export function writeCookie(request: Request, response: Response, base: string, { name, value, maxAgeMs }: Cookie) {
  if (value === null) response.clearCookie(name, options(request, base));
  else response.cookie(name, value, { ...options(request, base), maxAge: maxAgeMs });
}
