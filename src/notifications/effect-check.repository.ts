import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';

/** The newest so many of a table are looked at. */
const NEWEST = 10_000;

/** How many rows were looked at, and how many times one of them repeats another. */
export interface Repetitions {
  checked: number;
  repeated: number;
}

/** Looks for what the unique indexes are to prevent. */
@Injectable()
export class EffectCheckRepository {
  constructor(private readonly database: Database) {}

  repeatedNotifications(): Promise<Repetitions> {
    return this.repeated('Notification', '"kind", "sequence", "offset", "userId"');
  }

  repeatedDeliveries(): Promise<Repetitions> {
    return this.repeated('Delivery', '"kind", "sequence", "offset", "channel"');
  }

  private async repeated(table: 'Notification' | 'Delivery', key: string): Promise<Repetitions> {
    // By id alone: the index of the key has the groups in order, but all of the table.
    const { unsought } = this.database.sql;
    const [row] = await this.database.query<{ checked: number | null; repeated: number | null }>(
      `SELECT sum("count") AS "checked", sum("count" - 1) AS "repeated" FROM (
         SELECT count(*) AS "count" FROM "${table}"
         WHERE "id" > (SELECT max("id") FROM "${table}") - ? AND ${unsought}"appointmentId" IS NOT NULL
         GROUP BY ${unsought}"appointmentId", ${key}) AS told`,
      [NEWEST],
    );
    return { checked: row?.checked ?? 0, repeated: row?.repeated ?? 0 };
  }
}
