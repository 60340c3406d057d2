import { Injectable } from '@nestjs/common';
import { AppointmentNoticeService } from './appointment-notice.service';
import { AppointmentRepository } from './appointment.repository';
import { ReminderService } from './reminder.service';

/** Appointments closed in one transaction, which is short enough for others to wait for. */
const CHUNK = 500;
/** How long after its end nobody is expected to close a visit by hand any more. */
const GRACE_MS = 60 * 60_000;

@Injectable()
export class ClosingService {
  constructor(
    private readonly appointments: AppointmentRepository,
    private readonly reminders: ReminderService,
    private readonly notices: AppointmentNoticeService,
  ) {}

  /** Completes, in the surrounding transaction, what ended more than an hour ago; whether there may be more. */
  async closeSome(now: Date): Promise<boolean> {
    const ended = await this.appointments.endedBefore(new Date(now.getTime() - GRACE_MS), CHUNK);
    if (ended.length === 0) return false;
    const ids = ended.map(({ id }) => id);
    await this.appointments.closeMany(ids, { to: 'completed', at: now, byUserId: null, reason: null });
    await this.reminders.failFor(ids);
    // As closeMany has just left them.
    for (const appointment of ended) appointment.moveTo('completed', 'system', now);
    await this.notices.tellOfEach('completed', ended, now);
    return ended.length === CHUNK;
  }
}
