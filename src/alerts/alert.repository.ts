import { Injectable } from '@nestjs/common';
import { IsNull, LessThan, Not } from 'typeorm';
import { Database } from '../database/database';
import { Alert } from './alert.entity';

/** Of one look, the news that has not been told yet is told by batches of so many. */
const BATCH = 50;

/** Who decides on alerts holds it: two who watch may both be at it. */
export const ALERTS_LOCK = 'alerts';

@Injectable()
export class AlertRepository {
  constructor(private readonly database: Database) {}

  /** Suspected or open: one of a kind at most. */
  goingOn(): Promise<Alert[]> {
    return this.database.repository(Alert).findBy({ endedAt: IsNull() });
  }

  /** Those that are open, the oldest first. */
  open(): Promise<Alert[]> {
    return this.database
      .repository(Alert)
      .find({ where: { endedAt: IsNull(), openedAt: Not(IsNull()) }, order: { id: 'ASC' } });
  }

  find(id: number): Promise<Alert | null> {
    return this.database.repository(Alert).findOneBy({ id });
  }

  /** Of which something was not told yet: open ones, and ended ones of late. */
  async untold(endedSince: Date): Promise<Alert[]> {
    const rows = await this.database.query<{ id: number }>(
      `SELECT "id" FROM "Alert" WHERE "openedAt" IS NOT NULL AND ("endedAt" IS NULL OR "endedAt" > ?)
         AND ("openPostedAt" IS NULL OR "openToldAt" IS NULL
           OR ("endedAt" IS NOT NULL AND ("endPostedAt" IS NULL OR "endToldAt" IS NULL)))
       ORDER BY "id" ${this.database.sql.limit}`,
      [endedSince, BATCH],
    );
    const found = await Promise.all(rows.map(({ id }) => this.find(id)));
    return found.flatMap((alert) => alert ?? []);
  }

  save(alert: Alert): Promise<Alert> {
    return this.database.repository(Alert).save(alert);
  }

  async remove({ id }: Alert): Promise<void> {
    await this.database.repository(Alert).delete({ id });
  }

  async removeEnded(before: Date): Promise<void> {
    await this.database.repository(Alert).delete({ endedAt: LessThan(before) });
  }
}
