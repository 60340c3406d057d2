import { Inject, Injectable } from '@nestjs/common';
import { RestoredReminderService } from '../appointments/restored-reminder.service';
import { AuditService } from '../audit/audit.service';
import { SignInService } from '../auth/sign-in.service';
import { JOB_FIGURES, type JobFigures } from '../jobs/store/job-figures';
import { JOB_STORE, type JobStore } from '../jobs/store/job-store';
import { isAlive } from '../jobs/upkeep/alive';
import { RestoredDeliveryService } from '../notifications/restored-delivery.service';

/** What was settled; all are 0 when it was settled before. */
export interface Settled {
  /** Reminders that had fallen due. */
  reminders: number;
  /** Mails that may have been sent, those of the reminders among them. */
  mails: number;
  signIns: number;
}

/** Processes of the clinic run on the database that was restored. */
export class ClinicIsRunning extends Error {
  override readonly name = 'ClinicIsRunning';
}

/** Settles what a restored backup cannot know, before anything runs on it. */
@Injectable()
export class RestoreService {
  constructor(
    private readonly reminders: RestoredReminderService,
    private readonly deliveries: RestoredDeliveryService,
    private readonly signIns: SignInService,
    private readonly audit: AuditService,
    @Inject(JOB_FIGURES) private readonly figures: JobFigures,
    @Inject(JOB_STORE) private readonly store: JobStore,
  ) {}

  /**
   * Mails that may have been sent since the backup become `unknown` and wait for a person; with `resend` they are left to be
   * sent, again under their Message-IDs. All sign-ins end: some had ended before, by logging out or by losing a role.
   * Broken off, it is taken up by being called again.
   *
   * @throws ClinicIsRunning
   */
  async settle({ resend }: { resend: boolean }): Promise<Settled> {
    const now = await this.store.now();
    if ((await this.figures.servers()).some((server) => isAlive(server, now))) {
      throw new ClinicIsRunning('Stop every process of the clinic first: what runs may send mails at this moment.');
    }
    const reminders = resend ? 0 : await this.reminders.doubtMails(now);
    const mails = resend ? 0 : await this.deliveries.doubtAll();
    const signIns = await this.signIns.endAll();
    const settled = { reminders, mails, signIns };
    const subject = { type: 'database', id: 'clinic' };
    await this.audit.record({ actor: null, action: 'restore.settle', subject, data: { ...settled, resend } });
    return settled;
  }
}
