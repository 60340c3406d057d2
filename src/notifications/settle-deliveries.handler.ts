import { HandlesJob } from '../jobs/definition/handles-job';
import type { JobContext } from '../jobs/definition/job-context';
import type { PayloadOf } from '../jobs/definition/job-definition';
import { DeliverySettlementService } from './delivery-settlement.service';
import { settleDeliveries } from './notification.jobs';

@HandlesJob(settleDeliveries)
export class SettleDeliveriesHandler {
  constructor(private readonly settlement: DeliverySettlementService) {}

  handle(_payload: PayloadOf<typeof settleDeliveries>, ctx: JobContext): Promise<void> {
    return this.settlement.settleAll(ctx);
  }
}
