import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service';
import { Database } from '../database/database';
import type { Actor } from '../users/actor';
import { PreferenceService } from '../users/preference.service';
import { type User, UserService } from '../users/user.service';
import type { ProfileView, UpdateProfileBody } from './profile.dto';

/** What users see of themselves and change of it. */
@Injectable()
export class ProfileService {
  constructor(
    private readonly database: Database,
    private readonly users: UserService,
    private readonly preferences: PreferenceService,
    private readonly audit: AuditService,
  ) {}

  async find({ userId }: Actor): Promise<ProfileView> {
    return this.viewOf(await this.users.require(userId));
  }

  /** @throws Malformed when the clinic does not offer a reminder. */
  async change(changes: UpdateProfileBody, by: Actor): Promise<ProfileView> {
    const fields = Object.entries(changes).flatMap(([name, value]) => (value === undefined ? [] : [name]));
    const user = await this.database.transaction(async () => {
      const changed = await this.preferences.change(by.userId, changes);
      const subject = { type: 'user', id: by.userId };
      await this.audit.record({ actor: by, action: 'user.change-preferences', subject, data: { fields } });
      return changed;
    });
    return this.viewOf(user);
  }

  private viewOf(user: User): ProfileView {
    const { id, userName, email, firstName, lastName, displayName, dateOfBirth, gender, role, isActive } = user;
    return {
      ...{ id, userName, email, firstName, lastName, displayName, dateOfBirth, gender, role },
      createdAt: user.createdAt.toISOString(),
      isActive,
      language: user.language,
      emailReminders: user.emailReminders,
      reminderOffsets: this.preferences.offsetsOf(user),
    };
  }
}
