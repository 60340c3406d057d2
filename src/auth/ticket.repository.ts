import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../database/database';
import { Ticket } from './ticket.entity';

@Injectable()
export class TicketRepository {
  constructor(private readonly database: Database) {}

  async insert(ticket: Ticket): Promise<void> {
    await this.database.repository(Ticket).insert(ticket);
  }

  /** Uses a ticket up: it has expired then. Null when it had before, or there is none. One statement, so only one of many succeeds. */
  async use(hash: string, now: Date): Promise<Pick<Ticket, 'signInId' | 'userId'> | null> {
    const { output, returning } = this.database.sql.written('signInId', 'userId');
    const [used] = await this.database.query<Pick<Ticket, 'signInId' | 'userId'>>(
      `UPDATE "Ticket" SET "expiresAt" = ? ${output} WHERE "hash" = ? AND "expiresAt" > ? ${returning}`,
      [now, hash, now],
    );
    return used ?? null;
  }

  /** Removes up to `limit` tickets that expired before `before`; whether there may be more. */
  async removeExpired(before: Date, limit: number): Promise<boolean> {
    const rows = await this.database.query<{ hash: string }>(
      `SELECT hash FROM "Ticket" WHERE "expiresAt" < ? ORDER BY "expiresAt" ${this.database.sql.limit}`,
      [before, limit],
    );
    if (rows.length > 0) await this.database.repository(Ticket).delete({ hash: In(rows.map(({ hash }) => hash)) });
    return rows.length === limit;
  }
}
