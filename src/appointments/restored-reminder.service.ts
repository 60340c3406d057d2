import { Injectable } from '@nestjs/common';
import { byId } from '../common/by-id';
import { Database } from '../database/database';
import { type NewDelivery, RestoredDeliveryService } from '../notifications/restored-delivery.service';
import { UserService } from '../users/user.service';
import { AppointmentRepository } from './appointment.repository';
import { type ReminderKey, ReminderRepository } from './reminder.repository';

const BATCH = 100;

/** The reminders of a restored backup that fell due after it was made. */
@Injectable()
export class RestoredReminderService {
  constructor(
    private readonly database: Database,
    private readonly reminders: ReminderRepository,
    private readonly appointments: AppointmentRepository,
    private readonly users: UserService,
    private readonly deliveries: RestoredDeliveryService,
  ) {}

  /**
   * Enters into the ledger the mail of every reminder that is planned and due: it may have been sent. Their jobs tell the
   * patients in the app, where that is still of use, and find the mails there. Commits in batches; how many there were.
   *
   * @param now by the database's clock.
   */
  async doubtMails(now: Date): Promise<number> {
    let count = 0;
    for (let after: number | undefined = 0; after !== undefined;) {
      const from: number = after;
      const due = await this.database.transaction(async () => {
        const batch = await this.reminders.overdue(now, from, BATCH);
        await this.deliveries.doubtMissing(await this.mailsOf(batch));
        return batch;
      });
      count += due.length;
      after = due.length < BATCH ? undefined : due.at(-1)?.id;
    }
    return count;
  }

  private async mailsOf(due: readonly ReminderKey[]): Promise<NewDelivery[]> {
    const appointments = byId(await this.appointments.findMany(due.map(({ appointmentId }) => appointmentId)));
    const patients = byId(await this.users.findMany([...appointments.values()].map(({ clientId }) => clientId)));
    return due.flatMap(({ appointmentId, sequence, offset }) => {
      const patient = patients.get(appointments.get(appointmentId)?.clientId ?? '');
      if (!patient?.isActive || !patient.emailReminders) return [];
      return [{ appointmentId, kind: 'reminder', sequence, offset, userId: patient.id }];
    });
  }
}
