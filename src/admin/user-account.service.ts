import { Injectable } from '@nestjs/common';
import { VisitService } from '../appointments/visit.service';
import { AuditService } from '../audit/audit.service';
import { NotFound } from '../common/domain-error';
import { Database } from '../database/database';
import { DoctorService } from '../doctors/doctor.service';
import type { Actor } from '../users/actor';
import { type User, UserService } from '../users/user.service';
import type { ChangeAccount } from './admin-user.dto';

/** A changed user; if they are not active any more, the appointments that are still ahead of them. */
export interface ChangedAccount {
  user: User;
  affected: number[];
}

@Injectable()
export class UserAccountService {
  constructor(
    private readonly database: Database,
    private readonly users: UserService,
    private readonly doctors: DoctorService,
    private readonly visits: VisitService,
    private readonly audit: AuditService,
  ) {}

  /**
   * Changes what an Admin may of an account. Somebody who is deactivated can neither book nor be booked; what is booked
   * stays. Takes the locks of the user, as a patient and as a doctor, which bookings take, too.
   *
   * @throws NotFound, DuplicateUser, LastAdmin
   */
  async change(id: string, { email, isActive }: ChangeAccount, by: Actor): Promise<ChangedAccount> {
    if (!(await this.users.find(id))) throw new NotFound('The user');
    const fields = [...(email === undefined ? [] : ['email']), ...(isActive === undefined ? [] : ['isActive'])];
    const data = { fields, ...(isActive !== undefined && { isActive }) };
    const notice = { actor: by, action: 'user.change-account', subject: { type: 'user', id }, data };
    return this.audit.watch(notice, () =>
      this.database.transaction(async () => {
        const user = await this.users.changeAccount(id, { email, isActive });
        await this.audit.record(notice);
        return { user, affected: isActive === false ? await this.upcomingOf(id) : [] };
      }),
    );
  }

  private async upcomingOf(id: string): Promise<number[]> {
    const doctor = await this.doctors.findByUserId(id);
    if (doctor) await this.database.lock(`doctor:${doctor.id}`);
    return this.visits.upcomingOf(id, doctor?.id ?? null);
  }
}
