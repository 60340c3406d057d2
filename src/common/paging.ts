import { z } from 'zod';
import { flag, whole } from './http/fields';

/** Rows of a list that had no pages before, when no `limit` is asked for. */
export const UNPAGED = 10_000;
/** Rows of any other list when no `limit` is asked for. */
export const PAGED = 100;
const MAX_LIMIT = 1000;

/** The place of a row in a list that runs from the newest to the oldest: its instant, then its id. */
export interface Cursor {
  readonly at: Date;
  /** A UUID, or the digits of a counted id. */
  readonly id: string;
}

/** How many rows there are in all; `10000+` where counting stopped. */
export type Total = number | `${number}+`;

/** What a caller asked of a list. */
export interface Paging {
  readonly limit: number;
  /** The rows after this place; null from the start. */
  readonly cursor: Cursor | null;
  /** Whether the total is wanted. */
  readonly count: boolean;
}

/** Opaque to clients. */
export function encodeCursor({ at, id }: Cursor): string {
  return Buffer.from(`${at.toISOString()} ${id}`).toString('base64url');
}

/** Null when `encodeCursor` did not make it. */
export function decodeCursor(text: string): Cursor | null {
  const [iso = '', id = ''] = Buffer.from(text, 'base64url').toString().split(' ');
  const at = new Date(iso);
  if (Number.isNaN(at.getTime()) || !/^[\w-]{1,40}$/.test(id)) return null;
  const cursor = { at, id };
  return encodeCursor(cursor) === text ? cursor : null;
}

const cursor = z
  .string()
  .max(200)
  .optional()
  .transform((text, ctx) => {
    const decoded = text === undefined ? null : decodeCursor(text);
    if (text !== undefined && !decoded) ctx.addIssue('This is not a cursor that a list of ours has given.');
    return decoded;
  });

/** The members `limit`, `cursor` and `count` of a list's query; `unlimited` is the limit when none is asked for. */
export const pagingFields = (unlimited: number = PAGED) => ({
  limit: whole(1, MAX_LIMIT)
    .optional()
    .transform((limit) => limit ?? unlimited),
  cursor,
  count: flag(),
});

/**
 * One page of a list. A controller that returns it answers with the bare array; the place of the next page goes into
 * `Link`, the total into `X-Total-Count`.
 */
export class Page<T> {
  constructor(
    readonly items: readonly T[],
    readonly next: Cursor | null = null,
    readonly total: Total | null = null,
  ) {}

  /** A page of `rows`, which were read with `paging.limit + 1`: the one too many says that there is a next page. */
  static of<T>(rows: readonly T[], paging: Paging, placeOf: (row: T) => Cursor, total: Total | null = null): Page<T> {
    const items = rows.slice(0, paging.limit);
    const last = items.at(-1);
    return new Page(items, rows.length > paging.limit && last !== undefined ? placeOf(last) : null, total);
  }

  map<U>(change: (item: T) => U): Page<U> {
    return this.with(this.items.map((item) => change(item)));
  }

  /** The same page with other items, such as what answers show of them. */
  with<U>(items: readonly U[]): Page<U> {
    return new Page(items, this.next, this.total);
  }
}

/** The id of a cursor as counted ids are compared with it; 0, before all of them, where another list gave the cursor. */
export function countedId(id: string): number {
  return /^\d{1,15}$/.test(id) ? Number(id) : 0;
}

/**
 * SQL that holds for rows after `cursor` in `ORDER BY at DESC, id DESC`, for `Database.query`; empty without a cursor. The
 * first comparison is what an index on (at, id) seeks by. `idOf` gives the id in the type of its column.
 */
export function afterCursor(
  at: string,
  id: string,
  cursor: Cursor | null,
  idOf: (id: string) => string | number = (text) => text,
): { sql: string; parameters: (string | number | Date)[] } {
  if (!cursor) return { sql: '', parameters: [] };
  return { sql: ` AND ${at} <= ? AND (${at} < ? OR ${id} < ?)`, parameters: [cursor.at, cursor.at, idOf(cursor.id)] };
}
