import type { JobContext } from '../jobs/definition/job-context';
import type { PayloadOf } from '../jobs/definition/job-definition';
import { HandlesJob } from '../jobs/definition/handles-job';
import type { Outcome } from '../jobs/definition/outcome';
import { AlertDeliveryService } from './alert-delivery.service';
import { deliverAlert } from './alert.jobs';

@HandlesJob(deliverAlert)
export class DeliverAlertHandler {
  constructor(private readonly deliveries: AlertDeliveryService) {}

  handle(payload: PayloadOf<typeof deliverAlert>, ctx: JobContext): Promise<Outcome | void> {
    return this.deliveries.deliver(payload, ctx);
  }
}
