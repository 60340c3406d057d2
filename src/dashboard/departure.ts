import type { Cookie } from './cookies';
import type { Notice } from './notice';

/** The answer to a form: the page to look at next, which tells what became of it. */
export class Departure {
  constructor(
    /** Path and query. */
    readonly to: string,
    readonly notice: Notice | null = null,
    readonly cookies: readonly Cookie[] = [],
  ) {}
}

/** A page that comes with another status than 200, or with cookies. */
export class SpecialPage {
  constructor(
    readonly html: string,
    readonly status: number,
    readonly cookies: readonly Cookie[] = [],
    readonly retryAfterSeconds: number | null = null,
  ) {}
}
