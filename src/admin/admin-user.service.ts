import { Injectable } from '@nestjs/common';
import type { Page, Paging } from '../common/paging';
import { MedicalReportViewService, type MedicalReportView } from '../medical-reports/medical-report-view.service';
import type { Actor } from '../users/actor';
import { UserService } from '../users/user.service';
import type { ChangeAccount, ChangedUserView, UserView } from './admin-user.dto';
import { UserAccountService } from './user-account.service';

type Profile = Omit<UserView, 'createdAt' | 'medicalReports'> & { createdAt: Date };

/** Users as Admins see them, with the reports about them. */
@Injectable()
export class AdminUserService {
  constructor(
    private readonly users: UserService,
    private readonly accounts: UserAccountService,
    private readonly reports: MedicalReportViewService,
  ) {}

  /** Newest first; a page takes as many statements as a single user. Each report that is shown is audited. */
  async list(paging: Paging, by: Actor): Promise<Page<UserView>> {
    const page = await this.users.page(paging);
    const ids = page.items.map(({ id }) => id);
    const reports = await this.reports.ofPatients(ids, by);
    return page.map((user) => viewOf(user, reports.get(user.id) ?? []));
  }

  /** @throws NotFound, DuplicateUser, LastAdmin */
  async change(id: string, wanted: ChangeAccount, by: Actor): Promise<ChangedUserView> {
    const { user, affected } = await this.accounts.change(id, wanted, by);
    const reports = await this.reports.ofPatients([id], by);
    return { ...viewOf(user, reports.get(id) ?? []), affectedAppointments: affected.map(String) };
  }
}

function viewOf(user: Profile, medicalReports: MedicalReportView[]): UserView {
  const { id, userName, email, firstName, lastName, displayName, dateOfBirth, gender, role, isActive } = user;
  const shown = { id, userName, email, firstName, lastName, displayName, dateOfBirth, gender, role, isActive };
  return { ...shown, createdAt: user.createdAt.toISOString(), medicalReports };
}
