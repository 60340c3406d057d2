import type { JobContext } from '../jobs/definition/job-context';
import type { PayloadOf } from '../jobs/definition/job-definition';
import { HandlesJob } from '../jobs/definition/handles-job';
import type { Outcome } from '../jobs/definition/outcome';
import { DeliveryService } from './delivery.service';
import { deliverEmail } from './notification.jobs';

@HandlesJob(deliverEmail)
export class DeliverEmailHandler {
  constructor(private readonly deliveries: DeliveryService) {}

  handle({ deliveryId }: PayloadOf<typeof deliverEmail>, ctx: JobContext): Promise<Outcome | void> {
    return this.deliveries.deliver(deliveryId, ctx);
  }
}
