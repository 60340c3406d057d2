import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import type { SqlRow } from '../database/session';

/** What `reason` is once it is erased: the column is never empty. */
const ERASED = '-';

const OF_CLIENT = '"appointmentId" IN (SELECT "id" FROM "Appointment" WHERE "clientId" = ?)';

/** What patients have said about their visits, and the staff about them. */
@Injectable()
export class PersonalVisitRepository {
  constructor(private readonly database: Database) {}

  appointmentsOf(clientId: string): Promise<SqlRow[]> {
    return this.database.query(
      `SELECT "id", "doctorId", "date", "time", "timeZone", "startsAt", "endsAt", "status", "reason", "notes", "adminNotes",
         "createdAt", "completedAt"
       FROM "Appointment" WHERE "clientId" = ? ORDER BY "id"`,
      [clientId],
    );
  }

  historyOf(clientId: string): Promise<SqlRow[]> {
    return this.database.query(
      `SELECT "appointmentId", "at", "byUserId", "fromStatus", "toStatus", "fromStartsAt", "toStartsAt", "reason"
       FROM "AppointmentHistory" WHERE ${OF_CLIENT} ORDER BY "id"`,
      [clientId],
    );
  }

  /** Times, doctors and states stay: they say nothing of a person who is not known any more. */
  async eraseTextsOf(clientId: string): Promise<void> {
    await this.database.query(
      `UPDATE "Appointment" SET "reason" = ?, "notes" = NULL, "adminNotes" = NULL, "version" = "version" + 1
       WHERE "clientId" = ?`,
      [ERASED, clientId],
    );
    await this.database.query(`UPDATE "AppointmentHistory" SET "reason" = NULL WHERE ${OF_CLIENT}`, [clientId]);
  }
}
