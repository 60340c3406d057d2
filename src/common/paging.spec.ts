import { z } from 'zod';
import { Page, afterCursor, decodeCursor, encodeCursor, pagingFields } from './paging';

const place = (n: number) => ({ at: new Date(Date.UTC(2027, 0, n)), id: String(n) });
const query = z.object(pagingFields());

describe('cursors', () => {
  it('come back as they went', () => {
    const cursor = { at: new Date('2027-01-05T12:00:00.123Z'), id: '6f1c2f0e-7f6b-4f7c-9f55-0a2f9d2d9a10' };
    expect(decodeCursor(encodeCursor(cursor))).toEqual(cursor);
  });

  it.each(['', 'x', '!!!', Buffer.from('2027 12').toString('base64url'), Buffer.from('x 12').toString('base64url')])(
    'refuse "%s"',
    (text) => expect(decodeCursor(text)).toBeNull(),
  );

  it('refuse an id that is none', () => {
    const forged = Buffer.from(`${new Date(0).toISOString()} 1;DROP`).toString('base64url');
    expect(decodeCursor(forged)).toBeNull();
  });
});

describe('what a list is asked', () => {
  it('has a limit of its own when none is given', () => {
    expect(query.parse({})).toEqual({ limit: 100, cursor: null, count: false });
    expect(z.object(pagingFields(10_000)).parse({}).limit).toBe(10_000);
  });

  it('takes a limit from 1 to 1000', () => {
    expect(query.parse({ limit: '1000' }).limit).toBe(1000);
    for (const limit of ['0', '1001', '-1', '1.5', 'many', '', ['1', '2']]) {
      expect(query.safeParse({ limit }).success).toBe(false);
    }
  });

  it('refuses a cursor that is none, and a count that is no switch', () => {
    expect(query.safeParse({ cursor: 'nonsense' }).success).toBe(false);
    expect(query.safeParse({ count: 'yes' }).success).toBe(false);
    expect(query.parse({ cursor: encodeCursor(place(3)), count: 'true' })).toMatchObject({
      cursor: place(3),
      count: true,
    });
  });
});

describe('pages', () => {
  const paging = { limit: 2, cursor: null, count: false };

  it('lead to the next one when a row too many was read', () => {
    const page = Page.of([3, 2, 1], paging, place, 3);
    expect(page).toEqual(new Page([3, 2], place(2), 3));
    expect(page.map(String)).toEqual(new Page(['3', '2'], place(2), 3));
  });

  it('end with the last row', () => {
    expect(Page.of([2, 1], paging, place).next).toBeNull();
    expect(Page.of([], paging, place).next).toBeNull();
  });

  it('begin after a place by a condition an index can seek', () => {
    expect(afterCursor('a.at', 'a.id', null)).toEqual({ sql: '', parameters: [] });
    expect(afterCursor('a.at', 'a.id', place(3))).toEqual({
      sql: ' AND a.at <= ? AND (a.at < ? OR a.id < ?)',
      parameters: [place(3).at, place(3).at, '3'],
    });
  });
});
