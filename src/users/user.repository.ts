import { Injectable } from '@nestjs/common';
import { In, Not } from 'typeorm';
import type { InstantRange } from '../common/clinic-time';
import { Page, type Paging, afterCursor } from '../common/paging';
import { Database } from '../database/database';
import type { SqlDialect } from '../database/sql-dialect';
import { isUniqueViolation } from '../database/sql-error';
import { type Role, User } from './user.entity';
import { DuplicateUser, type UniqueField } from './user.errors';

export interface RoleCount {
  role: Role;
  count: number;
  /** Of these, in the time asked about. */
  came: number;
}

/** What of a user is shown to Admins. */
export type UserProfile = Pick<
  User,
  | 'id'
  | 'userName'
  | 'email'
  | 'firstName'
  | 'lastName'
  | 'displayName'
  | 'dateOfBirth'
  | 'gender'
  | 'role'
  | 'isActive'
  | 'createdAt'
>;

type ProfileRow = Omit<UserProfile, 'isActive' | 'createdAt'> & { isActive: unknown; createdAt: string | Date };

const PROFILES = `
  SELECT id, userName, email, firstName, lastName, displayName, dateOfBirth, gender, role, isActive, createdAt
  FROM "User"`;

/** Without the query builder: every booking and every reminder comes by here, and it took most of their time. */
const statements = (dialect: SqlDialect) => ({
  find: 'SELECT * FROM "User" WHERE id = ?',
  findMany: `SELECT * FROM "User" WHERE id IN (${dialect.list('text')})`,
});

const EMAIL = { name: 'UX_User_emailKey', column: 'User.emailKey' };
const USER_NAME = { name: 'UX_User_userNameKey', column: 'User.userNameKey' };

@Injectable()
export class UserRepository {
  private readonly sql: ReturnType<typeof statements>;

  constructor(private readonly database: Database) {
    this.sql = statements(database.sql);
  }

  async find(id: string): Promise<User | null> {
    const [row] = await this.database.query<UserRow>(this.sql.find, [id]);
    return row ? userOf(row) : null;
  }

  async findMany(ids: readonly string[]): Promise<User[]> {
    const rows = await this.database.queryMany<UserRow>(this.sql.findMany, [JSON.stringify(ids)]);
    return rows.map(userOf);
  }

  findByEmailKey(emailKey: string): Promise<User | null> {
    return this.database.repository(User).findOneBy({ emailKey });
  }

  findByEmailKeys(emailKeys: readonly string[]): Promise<User[]> {
    return this.database.repository(User).findBy({ emailKey: In(emailKeys) });
  }

  /** Newest first. */
  async page(paging: Paging): Promise<Page<UserProfile>> {
    const after = afterCursor('createdAt', 'id', paging.cursor);
    const rows = await this.database.query<ProfileRow>(
      `${PROFILES} WHERE 1 = 1${after.sql} ORDER BY createdAt DESC, id DESC ${this.database.sql.limit}`,
      [...after.parameters, paging.limit + 1],
    );
    const profiles = rows.map((row) => ({
      ...row,
      isActive: Boolean(row.isActive),
      createdAt: new Date(row.createdAt),
    }));
    const total = paging.count ? await this.database.repository(User).count() : null;
    return Page.of(profiles, paging, ({ createdAt, id }) => ({ at: createdAt, id }), total);
  }

  /** The longest known first. */
  findActiveAdmins(limit: number): Promise<User[]> {
    const where = { role: 'Admin' as const, isActive: true };
    return this.database.repository(User).find({ where, order: { createdAt: 'ASC', id: 'ASC' }, take: limit });
  }

  any(): Promise<boolean> {
    return this.database.repository(User).exists();
  }

  /** Whether an active Admin exists besides the user `id`. */
  hasActiveAdminBesides(id: string): Promise<boolean> {
    return this.database.repository(User).existsBy({ role: 'Admin', isActive: true, id: Not(id) });
  }

  /** @throws DuplicateUser that names each field another user already has. */
  async insert(user: User): Promise<void> {
    const taken = await this.takenOf(user);
    if (taken.length > 0) throw new DuplicateUser(taken);
    try {
      await this.database.repository(User).insert(user);
    } catch (error) {
      // Another process may have inserted since the look above.
      if (isUniqueViolation(error, EMAIL)) throw new DuplicateUser(['email']);
      if (isUniqueViolation(error, USER_NAME)) throw new DuplicateUser(['userName']);
      throw error;
    }
  }

  /** Writes what an Admin may change of an account. @throws DuplicateUser when another user has the address. */
  async saveAccount({ id, email, emailKey, isActive, tokenVersion }: User): Promise<void> {
    try {
      await this.database.repository(User).update({ id }, { email, emailKey, isActive, tokenVersion });
    } catch (error) {
      throw isUniqueViolation(error, EMAIL) ? new DuplicateUser(['email']) : error;
    }
  }

  /** How many users of each role there are, and how many of them came within `range`. One statement. */
  countByRole({ from, to }: InstantRange): Promise<RoleCount[]> {
    return this.database.query<RoleCount & Record<string, unknown>>(
      `SELECT "role", COUNT(*) AS "count",
         SUM(CASE WHEN "createdAt" >= ? AND "createdAt" < ? THEN 1 ELSE 0 END) AS "came"
       FROM "User" GROUP BY "role"`,
      [from, to],
    );
  }

  async saveRole({ id, role, tokenVersion }: User): Promise<void> {
    await this.database.repository(User).update({ id }, { role, tokenVersion });
  }

  /** Writes everything about who they are. */
  async saveErased({ id, ...user }: User): Promise<void> {
    await this.database.repository(User).update({ id }, user);
  }

  async savePassword({ id, passwordHash, tokenVersion }: User): Promise<void> {
    await this.database.repository(User).update({ id }, { passwordHash, tokenVersion });
  }

  async savePreferences({ id, displayName, language, emailReminders, reminderOffsets }: User): Promise<void> {
    const preferences = { displayName, language, emailReminders, reminderOffsets };
    await this.database.repository(User).update({ id }, preferences);
  }

  async saveEmailReminders(id: string, emailReminders: boolean): Promise<void> {
    await this.database.repository(User).update({ id }, { emailReminders });
  }

  private async takenOf({ emailKey, userNameKey }: User): Promise<UniqueField[]> {
    const rows = await this.database.query<{ emailKey: string; userNameKey: string }>(
      'SELECT emailKey, userNameKey FROM "User" WHERE emailKey = ? OR userNameKey = ?',
      [emailKey, userNameKey],
    );
    const fields: UniqueField[] = [];
    if (rows.some((row) => row.emailKey === emailKey)) fields.push('email');
    if (rows.some((row) => row.userNameKey === userNameKey)) fields.push('userName');
    return fields;
  }
}

/** Instants, booleans and JSON as the database gives them. */
type UserRow = Omit<User, 'isActive' | 'emailReminders' | 'reminderOffsets' | 'createdAt'> & {
  isActive: unknown;
  emailReminders: unknown;
  reminderOffsets: string | null;
  createdAt: string | Date;
};

function userOf(row: UserRow): User {
  return Object.assign(new User(), row, {
    isActive: Boolean(row.isActive),
    emailReminders: Boolean(row.emailReminders),
    reminderOffsets: row.reminderOffsets === null ? null : (JSON.parse(row.reminderOffsets) as number[]),
    createdAt: new Date(row.createdAt),
  });
}
