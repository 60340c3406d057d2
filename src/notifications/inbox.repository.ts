import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import type { SqlDialect } from '../database/sql-dialect';
import type { Inbox } from './inbox.entity';

const STEPS = { userId: 'text', steps: 'int' } as const;

function statements(dialect: SqlDialect) {
  const { output, returning } = dialect.written('userId', 'position');
  return {
    advance: `
      UPDATE "Inbox" SET "position" = "position" + r."steps" ${output} FROM ${dialect.rows('r', STEPS)}
      WHERE "Inbox"."userId" = r."userId" ${returning}`,
    open: `
      INSERT INTO "Inbox" ("userId", "position") ${output}
      SELECT r."userId", r."steps" FROM ${dialect.rows('r', STEPS)}
      WHERE NOT EXISTS (SELECT 1 FROM "Inbox" i ${dialect.forInsert} WHERE i."userId" = r."userId") ${returning}`,
    positions: `SELECT "userId", "position" FROM "Inbox" WHERE "userId" IN (${dialect.list('text')})`,
  };
}

@Injectable()
export class InboxRepository {
  private readonly sql: ReturnType<typeof statements>;

  constructor(private readonly database: Database) {
    this.sql = statements(database.sql);
  }

  /**
   * Counts users' inboxes up, each by its number of steps, and gives the positions that they have then. Until the surrounding
   * transaction ends nobody else counts them, so what is counted becomes visible in the order of its positions. One statement
   * but for users of whom nothing was counted before.
   */
  async advance(steps: ReadonlyMap<string, number>): Promise<Map<string, number>> {
    const positions = new Map<string, number>();
    // All in one order, so that two who count the same inboxes do not each wait for the other.
    let left = [...steps].sort(([a], [b]) => (a < b ? -1 : 1));
    for (let statement = this.sql.advance; left.length > 0; statement = otherOf(this.sql, statement)) {
      const rows = await this.database.query<Pick<Inbox, 'userId' | 'position'>>(statement, [JSON.stringify(left)]);
      for (const { userId, position } of rows) positions.set(userId, position);
      left = left.filter(([userId]) => !positions.has(userId));
    }
    return positions;
  }

  /** The positions of the inboxes of those of `userIds` that have been counted. */
  async positions(userIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.database.query<Pick<Inbox, 'userId' | 'position'>>(this.sql.positions, [
      JSON.stringify(userIds),
    ]);
    return new Map(rows.map(({ userId, position }) => [userId, position]));
  }
}

/** What is not there to be counted is opened; what somebody has opened meanwhile is counted. */
function otherOf({ advance, open }: { advance: string; open: string }, statement: string): string {
  return statement === advance ? open : advance;
}
