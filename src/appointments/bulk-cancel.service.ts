import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service';
import { Clock } from '../common/clock';
import { Database } from '../database/database';
import type { Actor } from '../users/actor';
import { AppointmentNoticeService } from './appointment-notice.service';
import type { BulkChange } from './appointment.dto';
import type { Appointment } from './appointment.entity';
import { AppointmentRepository } from './appointment.repository';
import { ReminderService } from './reminder.service';

/** Appointments cancelled in one transaction, which holds the locks of all their patients and doctors. */
const BATCH = 50;
/** The largest id that an appointment can have. */
const LARGEST_ID = 2 ** 31 - 1;

/** Cancels many appointments at once, as after a doctor has left, with all that follows from each. */
@Injectable()
export class BulkCancelService {
  constructor(
    private readonly database: Database,
    private readonly appointments: AppointmentRepository,
    private readonly reminders: ReminderService,
    private readonly notices: AppointmentNoticeService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Those of `ids` that are open; the others stay as they are. Each batch commits by itself. */
  async cancel(ids: readonly number[], reason: string, by: Actor): Promise<BulkChange> {
    const wanted = [...new Set(ids)].filter((id) => id <= LARGEST_ID).sort((a, b) => a - b);
    const result = { matched: 0, changed: 0 };
    for (let start = 0; start < wanted.length; start += BATCH) {
      const batch = await this.cancelBatch(wanted.slice(start, start + BATCH), reason, by);
      result.matched += batch.matched;
      result.changed += batch.changed;
    }
    return result;
  }

  private cancelBatch(ids: readonly number[], reason: string, by: Actor): Promise<BulkChange> {
    return this.database.transaction(async () => {
      const found = await this.appointments.lockMany(ids);
      const open = found.filter(({ isOpen }) => isOpen);
      if (open.length > 0) await this.cancelOpen(open, reason, by);
      return { matched: found.length, changed: open.length };
    });
  }

  private async cancelOpen(open: readonly Appointment[], reason: string, by: Actor): Promise<void> {
    const now = this.clock.now();
    const ids = open.map(({ id }) => id);
    await this.appointments.closeMany(ids, { to: 'cancelled', at: now, byUserId: by.userId, reason });
    await this.audit.recordMany(
      open.map(({ id, status }) => ({
        actor: by,
        action: 'appointment.change',
        subject: { type: 'appointment', id },
        reason,
        data: { from: status, to: 'cancelled', moved: false },
      })),
    );
    await this.reminders.cancelFor(ids, 'cancelled');
    // As closeMany has left them.
    for (const appointment of open) appointment.moveTo('cancelled', 'admin', now);
    await this.notices.tellOfEach('cancelled', open, now);
  }
}
