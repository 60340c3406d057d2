import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service';
import { SignedLinkService } from '../auth/signed-link.service';
import { NotFound } from '../common/domain-error';
import { Config } from '../config/config';
import { Database } from '../database/database';
import { UserService } from '../users/user.service';
import { unsubscribePage } from './unsubscribe-page';

const PURPOSE = 'unsubscribe';

/** Ends a user's reminders by a signed link, without a sign-in. */
@Injectable()
export class UnsubscribeService {
  constructor(
    private readonly database: Database,
    private readonly users: UserService,
    private readonly links: SignedLinkService,
    private readonly audit: AuditService,
    private readonly config: Config,
  ) {}

  /** The link of a user. It names them by their id and nothing else, and is good for as long as there are both. */
  urlFor(userId: string): string {
    const token = this.links.tokenFor(PURPOSE, userId);
    return `${this.config.publicUrl}/api/notifications/unsubscribe?token=${token}`;
  }

  /**
   * The page that the link leads to. It only asks: programs that look where links lead press no buttons.
   *
   * @throws NotFound when the token names nobody.
   */
  async page(token: string): Promise<string> {
    const { language } = await this.users.require(this.userOf(token));
    return unsubscribePage(language, this.config.clinicName, false);
  }

  /** Ends the reminders of whom the token names. @throws NotFound when it names nobody. */
  async stop(token: string): Promise<string> {
    const userId = this.userOf(token);
    const { language } = await this.users.require(userId);
    await this.database.transaction(async () => {
      if (!(await this.users.stopReminders(userId))) return;
      await this.audit.record({
        actor: { userId },
        action: 'user.unsubscribe',
        subject: { type: 'user', id: userId },
      });
    });
    return unsubscribePage(language, this.config.clinicName, true);
  }

  private userOf(token: string): string {
    const userId = this.links.subjectOf(PURPOSE, token);
    if (userId === null) throw new NotFound('What this link names');
    return userId;
  }
}
