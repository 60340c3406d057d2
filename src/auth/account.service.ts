import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service';
import { Ids } from '../common/ids';
import { Database } from '../database/database';
import type { Role } from '../users/actor';
import { type NewUser, type User, UserService, userKey } from '../users/user.service';
import { AttemptLimitService } from './attempt-limit.service';
import { InvalidCredentials } from './auth.errors';
import { PasswordService } from './password.service';

export interface NewAccount extends Omit<NewUser, 'passwordHash'> {
  password: string;
}

@Injectable()
export class AccountService {
  constructor(
    private readonly database: Database,
    private readonly users: UserService,
    private readonly passwords: PasswordService,
    private readonly audit: AuditService,
    private readonly limits: AttemptLimitService,
    private readonly ids: Ids,
  ) {}

  /**
   * Registers a Client who asks from the address `ip`. Those who are refused count, too: they have learnt who is there.
   *
   * @throws TooManyAttempts, DuplicateUser
   */
  async register(account: NewAccount, ip: string): Promise<User> {
    await this.limits.countRegistration(ip);
    const user = await this.withHash(account);
    return this.database.transaction(() => this.create(user, 'Client', true));
  }

  /**
   * Creates an active Admin unless a user, whatever their role, has the address.
   *
   * @returns whether one was created.
   */
  async ensureAdmin(email: string, password: string): Promise<boolean> {
    if (await this.users.findByEmail(email)) return false;
    const name = { firstName: 'Clinic', lastName: 'Admin', displayName: 'Clinic Admin' };
    const admin = await this.withHash({ ...name, userName: `admin-${this.ids.uuid().slice(0, 8)}`, email, password });
    return this.database.transaction(async () => {
      if (await this.users.findByEmail(email)) return false;
      await this.create(admin, 'Admin', false);
      return true;
    });
  }

  /**
   * The active user with this e-mail address and password, who asks from the address `ip`. It takes as long when there is
   * none.
   *
   * @throws TooManyAttempts, InvalidCredentials
   */
  async authenticate(email: string, password: string, ip: string): Promise<User> {
    const account = userKey(email);
    await this.limits.assertSignInAllowed(account, ip);
    const user = await this.users.findByEmail(email);
    const matches = await this.passwords.matches(password, user?.passwordHash ?? null);
    if (user?.isActive && matches) {
      // Of many guesses made at once, the right one counts for nothing once the wrong ones are too many.
      await this.limits.assertSignInAllowed(account, ip);
      return user;
    }

    await this.limits.countFailedSignIn(account, ip);
    const refused = new InvalidCredentials();
    const subject = { type: 'user', id: user?.id ?? 'unknown' };
    await this.audit.recordRefusal({ actor: null, action: 'user.sign-in', subject }, refused.code);
    throw refused;
  }

  private async withHash({ password, ...account }: NewAccount): Promise<NewUser> {
    return { ...account, passwordHash: await this.passwords.hash(password) };
  }

  private async create(account: NewUser, role: Role, byThemself: boolean): Promise<User> {
    const user = await this.users.create(account, role);
    const actor = byThemself ? { userId: user.id } : null;
    await this.audit.record({ actor, action: 'user.create', subject: { type: 'user', id: user.id }, data: { role } });
    return user;
  }
}
