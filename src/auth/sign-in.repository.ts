import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import { Database } from '../database/database';
import { SignIn } from './sign-in.entity';

const FROM = 'FROM "SignIn" s JOIN "User" u ON u.id = s.userId';
/** That a sign-in is still good, by the time now and by what an active user is. */
const IS_CURRENT = 's.endedAt IS NULL AND s.expiresAt > ? AND s.tokenVersion = u.tokenVersion AND u.isActive = ?';
const CURRENT = `SELECT u.role AS role ${FROM} WHERE s.id = ? AND s.userId = ? AND ${IS_CURRENT}`;

@Injectable()
export class SignInRepository {
  constructor(private readonly database: Database) {}

  async insert(signIn: SignIn): Promise<void> {
    await this.database.repository(SignIn).insert(signIn);
  }

  /** The role that the user of a sign-in has now; null when it has ended or expired, or the user may not use it. */
  async currentRole(id: string, userId: string, now: Date): Promise<string | null> {
    const rows = await this.database.query<{ role: string }>(CURRENT, [id, userId, now, true]);
    return rows[0]?.role ?? null;
  }

  /** Those of `ids` that have neither ended nor expired, and whose users may use them. One statement. */
  async current(ids: readonly string[], now: Date): Promise<Set<string>> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT s.id AS id ${FROM} WHERE s.id IN (${this.database.sql.list('text')}) AND ${IS_CURRENT}`,
      [JSON.stringify(ids), now, true],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Removes up to `limit` sign-ins that expired before `before`; whether there may be more. */
  async removeExpired(before: Date, limit: number): Promise<boolean> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM "SignIn" WHERE "expiresAt" < ? ORDER BY "expiresAt" ${this.database.sql.limit}`,
      [before, limit],
    );
    if (rows.length > 0) await this.database.repository(SignIn).delete({ id: In(rows.map(({ id }) => id)) });
    return rows.length === limit;
  }

  async end(id: string, now: Date): Promise<void> {
    await this.database.repository(SignIn).update({ id, endedAt: IsNull() }, { endedAt: now });
  }
}
