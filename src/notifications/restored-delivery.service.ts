import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock';
import { Database } from '../database/database';
import { Jobs } from '../jobs/jobs';
import { deliveryKey } from './delivery-job';
import { Delivery } from './delivery.entity';
import { DeliveryRepository, type NewDelivery } from './delivery.repository';

export type { NewDelivery } from './delivery.repository';

const BATCH = 100;

/** The ledger of a restored backup, which does not know what was sent after it was made. */
@Injectable()
export class RestoredDeliveryService {
  constructor(
    private readonly database: Database,
    private readonly deliveries: DeliveryRepository,
    private readonly jobs: Jobs,
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
   * that only a person sends it again. Commits in batches; how many mails there were.
   */
  async doubtAll(): Promise<number> {
    for (let count = 0; ;) {
      const doubted = await this.database.transaction(async () => {
        // Those that were doubted are not unfinished any more.
        const batch = await this.deliveries.unfinished(0, BATCH);
        for (const delivery of batch) await this.doubt(delivery);
        await this.jobs.cancelMany(
          batch.map(({ id }) => deliveryKey(id)),
          'outcome-unknown',
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
