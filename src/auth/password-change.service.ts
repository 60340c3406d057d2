import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service';
import { Database } from '../database/database';
import { type User, UserService } from '../users/user.service';
import type { SignedInActor } from './access';
import { AttemptLimitService } from './attempt-limit.service';
import type { ChangePasswordBody } from './auth.dto';
import { WrongPassword } from './auth.errors';
import { PasswordService } from './password.service';
import { SignInService } from './sign-in.service';

@Injectable()
export class PasswordChangeService {
  constructor(
    private readonly database: Database,
    private readonly users: UserService,
    private readonly passwords: PasswordService,
    private readonly signIns: SignInService,
    private readonly limits: AttemptLimitService,
    private readonly audit: AuditService,
  ) {}

  /**
   * Gives the user another password and ends all their sign-ins but the present one with its family. A wrong `current`
   * counts as a failed sign-in: with a token that was left behind, passwords could be guessed here, too.
   *
   * @throws TooManyAttempts, WrongPassword
   */
  async change({ current, next }: ChangePasswordBody, by: SignedInActor, ip: string): Promise<void> {
    const user = await this.users.require(by.userId);
    const notice = { actor: by, action: 'user.change-password', subject: { type: 'user', id: user.id } };
    await this.audit.watch(notice, async () => {
      await this.assertRight(user, current, ip);
      const to = await this.passwords.hash(next);
      await this.database.transaction(async () => {
        const changed = await this.users.changePassword(user.id, { from: user.passwordHash, to });
        if (!changed) throw new WrongPassword();
        await this.signIns.keep(by, changed.tokenVersion - 1, changed.tokenVersion);
        await this.audit.record(notice);
      });
    });
  }

  private async assertRight({ emailKey, passwordHash }: User, password: string, ip: string): Promise<void> {
    await this.limits.assertSignInAllowed(emailKey, ip);
    if (await this.passwords.matches(password, passwordHash)) return;
    await this.limits.countFailedSignIn(emailKey, ip);
    throw new WrongPassword();
  }
}
