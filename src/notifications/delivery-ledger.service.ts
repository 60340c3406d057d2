import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock';
import { NotFound } from '../common/domain-error';
import type { Page, Paging } from '../common/paging';
import { Database } from '../database/database';
import { JobActions } from '../jobs/job-actions';
import { Jobs } from '../jobs/jobs';
import { DeliveryCheckService, type Finding } from './delivery-check.service';
import { deliveryKey, deliveryTags } from './delivery-job';
import { Delivery } from './delivery.entity';
import { DeliveryPointless } from './delivery.errors';
import { type DeliveryFilter, DeliveryRepository } from './delivery.repository';
import { deliverEmail } from './notification.jobs';

export type { DeliveryFilter } from './delivery.repository';
export type DeliveryRecord = Delivery;

/** A delivery before a change and after it. */
export interface DeliveryChange {
  before: DeliveryRecord;
  after: DeliveryRecord;
}

/** The ledger of e-mails for those who look after it. */
@Injectable()
export class DeliveryLedgerService {
  constructor(
    private readonly database: Database,
    private readonly deliveries: DeliveryRepository,
    private readonly check: DeliveryCheckService,
    private readonly jobs: Jobs,
    private readonly actions: JobActions,
    private readonly clock: Clock,
  ) {}

  /** The newest first; the total counts up to a limit. */
  page(filter: DeliveryFilter, paging: Paging): Promise<Page<DeliveryRecord>> {
    return this.deliveries.page(filter, paging);
  }

  /**
   * Sends once more a mail that was not sent or may not have arrived: the same, under its Message-ID, by a new job; the one
   * that failed is put away. It joins the surrounding transaction.
   *
   * @throws NotFound, DeliveryOpen, DeliverySent, DeliveryPointless when it would not be sent anyway, KeyTaken
   */
  resend(id: number): Promise<DeliveryChange> {
    return this.database.transaction(async () => {
      const finding = await this.check.check(await this.find(id), this.clock.now());
      // Read under the locks that the check takes, as its job does.
      const before = await this.find(id);
      const after = Object.assign(new Delivery(), before);
      after.resend();
      if (finding.then !== 'send') throw new DeliveryPointless(finding.reason);
      await this.deliveries.update(after, before.state);
      await this.putAway(before.jobId);
      after.jobId = await this.enqueue(after, finding);
      await this.deliveries.linkJobs([after]);
      return { before, after };
    });
  }

  /** @throws NotFound */
  async find(id: number): Promise<DeliveryRecord> {
    const delivery = await this.deliveries.find(id);
    if (!delivery) throw new NotFound('The delivery');
    return delivery;
  }

  private async putAway(jobId: number | null): Promise<void> {
    if (jobId === null) return;
    const end = (await this.jobs.endsOf([jobId])).get(jobId);
    if (end?.state === 'failed') await this.actions.cancel(jobId, 'resent');
  }

  private enqueue(
    { id, appointmentId, kind, userId }: Delivery,
    { visit }: Finding & { then: 'send' },
  ): Promise<number> {
    return this.jobs.enqueue(
      deliverEmail,
      { deliveryId: id },
      {
        key: deliveryKey(id),
        // That a visit is off is worth knowing even after its start.
        deadline: kind === 'cancelled' ? undefined : visit.startsAt,
        tags: deliveryTags({ appointmentId, userId }),
      },
    );
  }
}
