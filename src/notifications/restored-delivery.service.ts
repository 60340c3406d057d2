import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../common/clock';
import { Database } from '../database/database';
import { JobActions } from '../jobs/job-actions';
import { Jobs } from '../jobs/jobs';
import { JOB_QUERIES, type JobQueries } from '../jobs/store/job-queries';
import { deliveryKey } from './delivery-job';
import { Delivery } from './delivery.entity';
import { DeliveryRepository, type NewDelivery } from './delivery.repository';
import { deliverEmail } from './notification.jobs';

export type { NewDelivery } from './delivery.repository';

const BATCH = 100;
const REASON = 'outcome-unknown';

/** The ledger of a restored backup, which does not know what was sent after it was made. */
@Injectable()
export class RestoredDeliveryService {
  constructor(
    private readonly database: Database,
    private readonly deliveries: DeliveryRepository,
    private readonly jobs: Jobs,
    private readonly actions: JobActions,
    @Inject(JOB_QUERIES) private readonly queries: JobQueries,
    private readonly clock: Clock,
  ) {}

  /**
   * Writes down mails that the ledger does not know yet, and that may have been sent: whoever would send them finds them
   * there and sends nothing. Joins the surrounding transaction.
   */
  async doubtMissing(mails: readonly NewDelivery[]): Promise<void> {
    if (mails.length > 0) await this.deliveries.insertMissing(mails, this.clock.now());
  }

  /**
   * Every mail whose end the backup does not have may have arrived since: it becomes `unknown` and its job is called off, so
   * that only a person sends it again. So are the jobs of other mails that are due. Commits in batches; how many mails there
   * were.
   */
  async doubtAll(): Promise<number> {
    return (await this.doubtLedger()) + (await this.callOff('enqueued')) + (await this.callOff('processing'));
  }

  /** Mails that no ledger has, such as those of alerts. */
  private async callOff(list: 'enqueued' | 'processing'): Promise<number> {
    for (let count = 0; ;) {
      const due = await this.queries.places({ list, queue: deliverEmail.queue }, { limit: BATCH });
      const ids = due.map(({ id }) => id);
      const calledOff = ids.length === 0 ? [] : await this.actions.cancelMany(ids, REASON);
      if (calledOff.length === 0) return count;
      count += calledOff.length;
    }
  }

  private async doubtLedger(): Promise<number> {
    for (let count = 0; ;) {
      const doubted = await this.database.transaction(async () => {
        // Those that were doubted are not unfinished any more.
        const batch = await this.deliveries.unfinished({ after: 0 }, BATCH);
        for (const delivery of batch) await this.doubt(delivery);
        await this.jobs.cancelMany(
          batch.map(({ id }) => deliveryKey(id)),
          REASON,
        );
        return batch.length;
      });
      count += doubted;
      if (doubted < BATCH) return count;
    }
  }

  private async doubt(found: Delivery): Promise<void> {
    const delivery = Object.assign(new Delivery(), found);
    delivery.doubt(this.clock.now());
    await this.deliveries.update(delivery, found.state);
  }
}
