import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock';
import { type InstantRange, localOf } from '../common/clinic-time';
import { NotFound } from '../common/domain-error';
import { Malformed } from '../common/http/malformed';
import { Ids } from '../common/ids';
import type { Page, Paging } from '../common/paging';
import { Config } from '../config/config';
import { Database } from '../database/database';
import { userKey } from './user-key.policy';
import { type Role, User } from './user.entity';
import { LastAdmin, UserErased } from './user.errors';
import { type RoleCount, type UserProfile, UserRepository } from './user.repository';

export type { User } from './user.entity';
export { userKey } from './user-key.policy';

export interface NewUser {
  userName: string;
  email: string;
  firstName: string;
  lastName: string;
  displayName: string;
  passwordHash: string;
  /** `yyyy-MM-dd`. */
  dateOfBirth?: string | null;
  /** 0 male, 1 female, 2 other. */
  gender?: number | null;
}

/** What an Admin may change of an account; what is absent stays. */
export interface AccountChange {
  email?: string;
  isActive?: boolean;
}

/** A password as it is stored, and the one that is to take its place. */
export interface NewPassword {
  from: string;
  to: string;
}

export interface RoleChange {
  user: User;
  from: Role;
}

@Injectable()
export class UserService {
  constructor(
    private readonly database: Database,
    private readonly users: UserRepository,
    private readonly config: Config,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  find(id: string): Promise<User | null> {
    return this.users.find(id);
  }

  /** @throws NotFound */
  async require(id: string): Promise<User> {
    const user = await this.users.find(id);
    if (!user) throw new NotFound('The user');
    return user;
  }

  /** Those of `ids` that exist, in no particular order. */
  findMany(ids: readonly string[]): Promise<User[]> {
    return this.users.findMany(ids);
  }

  findByEmail(email: string): Promise<User | null> {
    return this.users.findByEmailKey(userKey(email));
  }

  findManyByEmail(emails: readonly string[]): Promise<User[]> {
    return this.users.findByEmailKeys(emails.map(userKey));
  }

  /** Up to `limit` active Admins. */
  activeAdmins(limit: number): Promise<User[]> {
    return this.users.findActiveAdmins(limit);
  }

  /** Newest first. */
  page(paging: Paging): Promise<Page<UserProfile>> {
    return this.users.page(paging);
  }

  /** How many users of each role there are, and how many of them came within `range`. */
  countByRole(range: InstantRange): Promise<RoleCount[]> {
    return this.users.countByRole(range);
  }

  /** Whether there is any user. */
  any(): Promise<boolean> {
    return this.users.any();
  }

  /**
   * Creates an active user, in the surrounding transaction or in one of its own.
   *
   * @throws Malformed when the date of birth is ahead; DuplicateUser when another user has the e-mail address or the user name, in whatever case.
   */
  async create(account: NewUser, role: Role): Promise<User> {
    const now = this.clock.now();
    if (account.dateOfBirth && account.dateOfBirth > localOf(now, this.config.clinicTimeZone).date) {
      throw new Malformed({ dateOfBirth: ['This is in the future.'] });
    }
    const user = Object.assign(new User(), {
      dateOfBirth: null,
      gender: null,
      ...account,
      id: this.ids.uuid(),
      userNameKey: userKey(account.userName),
      emailKey: userKey(account.email),
      role,
      isActive: true,
      tokenVersion: 0,
      language: 'en' as const,
      emailReminders: true,
      reminderOffsets: null,
      createdAt: now,
    });
    return this.database.transaction(async () => {
      await this.users.insert(user);
      return user;
    });
  }

  /** The user gets no reminders from now on; whether they got any before. @throws NotFound */
  stopReminders(id: string): Promise<boolean> {
    return this.database.transaction(async () => {
      const { emailReminders } = await this.require(id);
      if (emailReminders) await this.users.saveEmailReminders(id, false);
      return emailReminders;
    });
  }

  /**
   * Replaces the stored password unless it is another by now, and ends all sign-ins by a new token version. Takes the lock
   * `client:<id>`.
   *
   * @returns the user, or null when nothing was changed.
   */
  changePassword(id: string, { from, to }: NewPassword): Promise<User | null> {
    return this.database.transaction(async () => {
      await this.database.lock(`client:${id}`);
      const user = await this.require(id);
      if (user.passwordHash !== from) return null;
      user.changePassword(to);
      await this.users.savePassword(user);
      return user;
    });
  }

  /**
   * Gives the user a role and ends all their sign-ins; the role they have already changes nothing. Takes the locks
   * `admins` and `client:<id>`, and holds them until the surrounding transaction ends.
   *
   * @throws NotFound, UserErased, LastAdmin when no other active Admin would be left.
   */
  changeRole(id: string, role: Role): Promise<RoleChange> {
    return this.database.transaction(async () => {
      // Two Admins demoted at once would each still see the other: both decisions rest on the same rows.
      await this.database.lock('admins', `client:${id}`);
      const user = await this.requireLiving(id);
      const from = user.role;
      if (from === role) return { user, from };
      if (user.isActiveAdmin && !(await this.users.hasActiveAdminBesides(id))) throw new LastAdmin();
      user.changeRole(role);
      await this.users.saveRole(user);
      return { user, from };
    });
  }

  /**
   * Gives the user another e-mail address, or deactivates them, which ends all their sign-ins, or activates them again.
   * Locks as `changeRole`.
   *
   * @throws NotFound, UserErased, DuplicateUser, LastAdmin when no other active Admin would be left.
   */
  changeAccount(id: string, { email, isActive }: AccountChange): Promise<User> {
    return this.database.transaction(async () => {
      await this.database.lock('admins', `client:${id}`);
      const user = await this.requireLiving(id);
      const leaves = user.isActiveAdmin && isActive === false;
      if (leaves && !(await this.users.hasActiveAdminBesides(id))) throw new LastAdmin();
      if (email !== undefined) Object.assign(user, { email, emailKey: userKey(email) });
      if (isActive !== undefined) user.setActive(isActive);
      await this.users.saveAccount(user);
      return user;
    });
  }

  /**
   * Makes a user nobody; whether they were somebody. Locks as `changeRole`. What else is kept about them is left to
   * `PersonalData`.
   *
   * @throws NotFound, LastAdmin when no other active Admin would be left.
   */
  erase(id: string): Promise<boolean> {
    return this.database.transaction(async () => {
      await this.database.lock('admins', `client:${id}`);
      const user = await this.require(id);
      if (user.isErased) return false;
      if (user.isActiveAdmin && !(await this.users.hasActiveAdminBesides(id))) throw new LastAdmin();
      user.erase();
      await this.users.saveErased(user);
      return true;
    });
  }

  private async requireLiving(id: string): Promise<User> {
    const user = await this.require(id);
    if (user.isErased) throw new UserErased();
    return user;
  }
}
