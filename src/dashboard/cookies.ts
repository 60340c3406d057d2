import type { CookieOptions, Request, Response } from 'express';

/** The value of a cookie; null when the browser has none, or one that we have not written. */
export function cookieOf({ headers }: Request, name: string): string | null {
  for (const pair of (headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at >= 0 && pair.slice(0, at).trim() === name) return decoded(pair.slice(at + 1).trim());
  }
  return null;
}

function decoded(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}

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
