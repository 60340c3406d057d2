import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service';
import type { Actor } from '../users/actor';
import { PersonalData } from '../users/personal-data';
import { type User, UserService } from '../users/user.service';
import type { ExportView } from './personal-data.dto';

@Injectable()
export class PersonalDataService {
  constructor(
    private readonly users: UserService,
    private readonly personal: PersonalData,
    private readonly audit: AuditService,
  ) {}

  /** Everything that is kept about a user. The audit has who asked for it, and why, before it is given. @throws NotFound */
  async export(id: string, reason: string, by: Actor): Promise<ExportView> {
    const user = profileOf(await this.users.require(id));
    await this.audit.record({ actor: by, action: 'user.export', subject: { type: 'user', id }, reason });
    return { user, ...(await this.personal.exportOf(id)) } as ExportView; // the keepers' members, as the test has them
  }
}

const profileOf = (user: User): ExportView['user'] => ({
  id: user.id,
  userName: user.userName,
  email: user.email,
  firstName: user.firstName,
  lastName: user.lastName,
  displayName: user.displayName,
  dateOfBirth: user.dateOfBirth,
  gender: user.gender,
  role: user.role,
  isActive: user.isActive,
  language: user.language,
  emailReminders: user.emailReminders,
  reminderOffsets: user.reminderOffsets,
  createdAt: user.createdAt.toISOString(),
});
