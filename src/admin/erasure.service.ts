import { Injectable } from '@nestjs/common';
import { OpenVisitService } from '../appointments/open-visit.service';
import { AuditService } from '../audit/audit.service';
import { Database } from '../database/database';
import { DoctorService } from '../doctors/doctor.service';
import type { Actor } from '../users/actor';
import { PersonalData } from '../users/personal-data';
import { UserService } from '../users/user.service';
import type { EraseUser, ErasedUserView } from './personal-data.dto';
import { DoctorOfRecords, OpenAppointments } from './personal-data.errors';

@Injectable()
export class ErasureService {
  constructor(
    private readonly database: Database,
    private readonly users: UserService,
    private readonly doctors: DoctorService,
    private readonly visits: OpenVisitService,
    private readonly personal: PersonalData,
    private readonly audit: AuditService,
  ) {}

  /**
   * Erases a user, all or nothing. What is counted stays: appointments without their texts, ratings, that mails were sent.
   * Whoever is erased already stays as they are.
   *
   * @throws NotFound, LastAdmin, DoctorOfRecords, OpenAppointments unless they are to be cancelled with it.
   */
  async erase(id: string, { reason, cancelAppointments }: EraseUser, by: Actor): Promise<ErasedUserView> {
    await this.users.require(id);
    const notice = { actor: by, action: 'user.erase', subject: { type: 'user', id }, reason };
    const cancelled = await this.audit.watch(notice, () =>
      this.database.transaction(async () => {
        if (!(await this.users.erase(id))) return [];
        // Under the lock that this took, nobody makes the user a doctor any more.
        if (await this.doctors.findByUserId(id)) throw new DoctorOfRecords();
        const open = await this.visits.openOf(id);
        if (open.length > 0 && !cancelAppointments) throw new OpenAppointments(open.length);
        await this.visits.cancel(open, reason, by);
        await this.personal.erase(id);
        await this.audit.record({ ...notice, data: { cancelled: open.length } });
        return open;
      }),
    );
    return { message: 'The user is erased.', cancelledAppointments: cancelled.map(String) };
  }
}
