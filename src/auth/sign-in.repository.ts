import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import { Database } from '../database/database';
import type { SqlRow } from '../database/session';
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

  findByRefreshHash(refreshHash: string): Promise<SignIn | null> {
    return this.database.repository(SignIn).findOneBy({ refreshHash });
  }

  /** Uses the refresh token of a sign-in up; whether it had not been, and the sign-in had not ended. One statement. */
  async useRefresh(id: string, now: Date): Promise<boolean> {
    const { output, returning } = this.database.sql.written('id');
    const used = await this.database.query(
      `UPDATE "SignIn" SET "refreshedAt" = ? ${output}
       WHERE "id" = ? AND "refreshedAt" IS NULL AND "endedAt" IS NULL ${returning}`,
      [now, id],
    );
    return used.length === 1;
  }

  /** Gives the sign-ins of a family that are good by the token version `from` the version `to`. One statement. */
  async renew(familyId: string, from: number, to: number): Promise<void> {
    const good = { familyId, tokenVersion: from, endedAt: IsNull() };
    await this.database.repository(SignIn).update(good, { tokenVersion: to });
  }

  /** Those of `ids` that have neither ended nor expired, and whose users may use them. One statement. */
  async current(ids: readonly string[], now: Date): Promise<Set<string>> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT s.id AS id ${FROM} WHERE s.id IN (${this.database.sql.list('text')}) AND ${IS_CURRENT}`,
      [JSON.stringify(ids), now, true],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Removes up to `limit` sign-ins of which nothing is good since `before`; whether there may be more. */
  async removeSpent(before: Date, limit: number): Promise<boolean> {
    const rows = await this.database.query<{ id: string }>(
      `SELECT id FROM "SignIn" WHERE "keptUntil" < ? ORDER BY "keptUntil" ${this.database.sql.limit}`,
      [before, limit],
    );
    if (rows.length > 0) await this.database.repository(SignIn).delete({ id: In(rows.map(({ id }) => id)) });
    return rows.length === limit;
  }

  /** When a user has signed in, and for how long; oldest first. */
  ofUser(userId: string): Promise<SqlRow[]> {
    return this.database.query(
      'SELECT "createdAt", "expiresAt", "endedAt" FROM "SignIn" WHERE "userId" = ? ORDER BY "createdAt"',
      [userId],
    );
  }

  /** Removes all sign-ins of a user, with the tickets that stand for them. */
  async removeOf(userId: string): Promise<void> {
    await this.database.query('DELETE FROM "Ticket" WHERE "userId" = ?', [userId]);
    await this.database.query('DELETE FROM "SignIn" WHERE "userId" = ?', [userId]);
  }

  /** The family of a sign-in; null when there is no such sign-in. */
  async familyOf(id: string): Promise<string | null> {
    const [row] = await this.database.query<{ familyId: string }>('SELECT familyId FROM "SignIn" WHERE id = ?', [id]);
    return row?.familyId ?? null;
  }

  /** Ends every sign-in that has not ended; how many. One statement. */
  async endAll(now: Date): Promise<number> {
    const { output, returning } = this.database.sql.written('id');
    const ended = await this.database.query(
      `UPDATE "SignIn" SET "endedAt" = ? ${output} WHERE "endedAt" IS NULL ${returning}`,
      [now],
    );
    return ended.length;
  }

  /** Ends every sign-in of a family that has not ended. One statement. */
  async endFamily(familyId: string, now: Date): Promise<void> {
    await this.database.repository(SignIn).update({ familyId, endedAt: IsNull() }, { endedAt: now });
  }
}
