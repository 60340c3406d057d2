import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock';
import { Config } from '../config/config';
import { Jobs } from '../jobs/jobs';
import type { AppointmentNotice, NoticeId } from './appointment-notice';
import { deliveryKey, deliveryTags } from './delivery-job';
import { DeliveryRepository } from './delivery.repository';
import { InboxCounterService } from './inbox-counter.service';
import { concernsDoctor, isMailed } from './notice';
import { doctorNotice, patientNotice } from './notice-text';
import { deliverEmail } from './notification.jobs';
import { type NewNotification, NotificationRepository } from './notification.repository';
import { visitNotice } from './visit-notice';

/** What of a notice goes where, once its texts are written. */
interface Told {
  notice: AppointmentNotice;
  inApp: readonly NewNotification[];
  byEmail: boolean;
}

/**
 * Tells people of their appointments: in the application, and by e-mail through the delivery ledger and its job. It joins
 * the caller's transaction, so that a change and the news of it commit together.
 */
@Injectable()
export class NotificationService {
  constructor(
    private readonly notifications: NotificationRepository,
    private readonly deliveries: DeliveryRepository,
    private readonly inboxes: InboxCounterService,
    private readonly jobs: Jobs,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** As `notifyMany`, of one. */
  notify(notice: AppointmentNotice): Promise<void> {
    return this.notifyMany([notice]);
  }

  /**
   * Writes what is not there yet: however often it is given the same notice, everyone is told once in each way. The number
   * of statements does not depend on the number of notices. What is left until a visit is counted from `now`.
   *
   * @throws WriteOutsideTransaction when there is no transaction to join.
   */
  async notifyMany(notices: readonly AppointmentNotice[], now = this.clock.now()): Promise<void> {
    if (notices.length === 0) return;
    const told = notices.map((notice) => this.tell(notice, now));
    const inApp = await this.inboxes.place(told.flatMap((each) => each.inApp));
    await this.notifications.insertMissing(inApp, now);
    const mailed = told.filter(({ byEmail }) => byEmail).map(({ notice }) => notice);
    if (mailed.length > 0) await this.deliver(mailed, now);
  }

  private tell(notice: AppointmentNotice, now: Date): Told {
    const { kind, appointmentId, sequence, offset, visit, patient, doctor } = notice;
    // That a visit draws near says nothing once it is over.
    const shownUntil = kind === 'reminder' ? visit.endsAt : null;
    const about = { kind, appointmentId, sequence, offset, shownUntil };
    const forPatient = visitNotice(notice, visit, patient, this.config);
    const inApp: NewNotification[] = [{ userId: patient.userId, ...about, ...patientNotice(forPatient, now) }];
    if (doctor) {
      const forDoctor = visitNotice(notice, visit, doctor, this.config);
      if (concernsDoctor(forDoctor)) inApp.push({ userId: doctor.userId, ...about, ...doctorNotice(forDoctor, now) });
    }
    const wanted = kind !== 'reminder' || patient.emailReminders;
    return { notice, inApp, byEmail: notice.byEmail && isMailed(forPatient) && wanted };
  }

  private async deliver(notices: readonly AppointmentNotice[], now: Date): Promise<void> {
    const inserted = await this.deliveries.insertMissing(
      notices.map(({ patient, ...notice }) => ({ ...notice, userId: patient.userId })),
      now,
    );
    if (inserted.length === 0) return;
    const byKey = new Map(notices.map((notice) => [keyOf(notice), notice]));
    const jobIds = await this.jobs.enqueueMany(
      deliverEmail,
      inserted.map((delivery) => ({
        payload: { deliveryId: delivery.id },
        key: deliveryKey(delivery.id),
        deadline: byKey.get(keyOf(delivery))?.mailDeadline ?? undefined,
        tags: deliveryTags(delivery),
        traceParent: byKey.get(keyOf(delivery))?.traceParent,
      })),
    );
    await this.deliveries.linkJobs(inserted.map(({ id }, index) => ({ id, jobId: jobIds[index] ?? null })));
  }
}

function keyOf({ appointmentId, kind, sequence, offset }: Omit<NoticeId, 'kind'> & { kind: string }): string {
  return `${appointmentId}.${kind}.${sequence}.${offset}`;
}
