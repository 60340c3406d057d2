import type { Total } from '../common/paging';
import type { Database } from './database';
import type { SqlValue } from './session';

/** Counting stops here. */
export const COUNT_LIMIT = 10_000;

/** How many rows an ordered query has; `10000+` where there are more. */
export async function countUpToLimit(
  database: Database,
  rows: string,
  parameters: readonly SqlValue[],
): Promise<Total> {
  const [counted] = await database.query<{ count: number }>(
    `SELECT COUNT(*) AS "count" FROM (${rows} ${database.sql.limit}) AS counted`,
    [...parameters, COUNT_LIMIT + 1],
  );
  const count = counted?.count ?? 0;
  return count > COUNT_LIMIT ? `${COUNT_LIMIT}+` : count;
}
