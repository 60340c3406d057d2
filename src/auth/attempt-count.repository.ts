import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../database/database';
import type { SqlDialect } from '../database/sql-dialect';
import { AttemptCount } from './attempt-count.entity';

const COLUMNS = { key: 'text', count: 'int', forgottenAt: 'instant', blockedUntil: 'instant' } as const;

function statements(dialect: SqlDialect) {
  const rows = dialect.rows('r', COLUMNS);
  return {
    update: `
      UPDATE "AttemptCount" SET "count" = r."count", "forgottenAt" = r."forgottenAt", "blockedUntil" = r."blockedUntil"
      FROM ${rows} WHERE "AttemptCount"."key" = r."key"`,
    insertMissing: `
      INSERT INTO "AttemptCount" ("key", "count", "forgottenAt", "blockedUntil")
      SELECT r."key", r."count", r."forgottenAt", r."blockedUntil" FROM ${rows}
      WHERE NOT EXISTS (SELECT 1 FROM "AttemptCount" c WHERE c."key" = r."key")`,
    spent: `SELECT "key" FROM "AttemptCount" WHERE "forgottenAt" <= ? ORDER BY "forgottenAt" ${dialect.limit}`,
  };
}

@Injectable()
export class AttemptCountRepository {
  private readonly sql: ReturnType<typeof statements>;

  constructor(private readonly database: Database) {
    this.sql = statements(database.sql);
  }

  /** Those of `keys` that are counted, by key. One statement. */
  async findMany(keys: readonly string[]): Promise<Map<string, AttemptCount>> {
    const counts = await this.database.repository(AttemptCount).findBy({ key: In(keys) });
    return new Map(counts.map((each) => [each.key, each]));
  }

  /** Two statements. The caller holds a lock, under which nobody else counts the same. */
  async save(counts: readonly AttemptCount[]): Promise<void> {
    const rows = JSON.stringify(counts.map((it) => [it.key, it.count, it.forgottenAt, it.blockedUntil]));
    await this.database.query(this.sql.update, [rows]);
    await this.database.query(this.sql.insertMissing, [rows]);
  }

  /** Removes up to `limit` counts that are forgotten; whether there may be more. */
  async removeForgotten(now: Date, limit: number): Promise<boolean> {
    const rows = await this.database.query<{ key: string }>(this.sql.spent, [now, limit]);
    if (rows.length > 0) await this.database.repository(AttemptCount).delete({ key: In(rows.map(({ key }) => key)) });
    return rows.length === limit;
  }
}
