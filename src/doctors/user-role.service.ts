import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service';
import { NotFound } from '../common/domain-error';
import { Database } from '../database/database';
import type { Actor, Role } from '../users/actor';
import { UserService } from '../users/user.service';
import type { UpdateUserRoleBody, UserRoleView } from './doctor.dto';
import { DoctorService } from './doctor.service';

@Injectable()
export class UserRoleService {
  constructor(
    private readonly database: Database,
    private readonly users: UserService,
    private readonly doctors: DoctorService,
    private readonly audit: AuditService,
  ) {}

  /**
   * Gives a user a role, with the doctor it makes, brings back or deactivates, and ends all their sign-ins; all or nothing.
   * From Doctor to Doctor only the specialization and the phone change.
   *
   * @throws NotFound, LastAdmin
   */
  async change(wanted: UpdateUserRoleBody, by: Actor): Promise<UserRoleView> {
    const { userId, roleName: to } = wanted;
    if (!(await this.users.find(userId))) throw new NotFound('The user');
    const notice = { actor: by, action: 'user.change-role', subject: { type: 'user', id: userId } };
    const affected = await this.audit.watch({ ...notice, data: { to } }, () =>
      this.database.transaction(async () => {
        const { from } = await this.users.changeRole(userId, to);
        await this.audit.record({ ...notice, data: { from, to } });
        return this.changeDoctor(from, wanted);
      }),
    );
    return {
      message: `The user's role is ${to} now.`,
      ...(affected && { affectedAppointments: affected.map(String) }),
    };
  }

  /** The upcoming appointments of somebody who is no doctor any more; null for anyone else. */
  private async changeDoctor(
    from: Role,
    { userId, roleName, ...doctor }: UpdateUserRoleBody,
  ): Promise<number[] | null> {
    if (roleName !== 'Doctor') return from === 'Doctor' ? this.doctors.dismiss(userId) : null;
    await this.doctors.employ(userId, doctor.specialization ?? '', doctor.phone); // the DTO requires one of a Doctor
    return null;
  }
}
