import { Injectable } from '@nestjs/common';
import { In, LessThanOrEqual, MoreThan } from 'typeorm';
import { Database } from '../database/database';
import { IdempotencyKey } from './idempotency-key.entity';

@Injectable()
export class IdempotencyRepository {
  constructor(private readonly database: Database) {}

  /** One that has not expired. */
  find(name: string, now: Date): Promise<IdempotencyKey | null> {
    return this.database.repository(IdempotencyKey).findOneBy({ name, expiresAt: MoreThan(now) });
  }

  /** Inserts one, in the place of one that has expired. */
  async insert(key: IdempotencyKey, now: Date): Promise<void> {
    await this.database.repository(IdempotencyKey).delete({ name: key.name, expiresAt: LessThanOrEqual(now) });
    await this.database.repository(IdempotencyKey).insert(key);
  }

  async saveResource(name: string, resourceId: string): Promise<void> {
    await this.database.repository(IdempotencyKey).update({ name }, { resourceId });
  }

  /** Removes up to `limit` that have expired; whether there may be more. */
  async removeExpired(now: Date, limit: number): Promise<boolean> {
    const rows = await this.database.query<{ name: string }>(
      `SELECT "name" FROM "IdempotencyKey" WHERE "expiresAt" <= ? ORDER BY "expiresAt" ${this.database.sql.limit}`,
      [now, limit],
    );
    const names = rows.map(({ name }) => name);
    if (names.length > 0) await this.database.repository(IdempotencyKey).delete({ name: In(names) });
    return names.length === limit;
  }
}
