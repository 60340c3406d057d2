import type { JobContext } from '../jobs/definition/job-context';
import type { PayloadOf } from '../jobs/definition/job-definition';
import { HandlesJob } from '../jobs/definition/handles-job';
import { removeIdempotencyKeys } from './idempotency.jobs';
import { IdempotencyService } from './idempotency.service';

@HandlesJob(removeIdempotencyKeys)
export class RemoveKeysHandler {
  constructor(private readonly idempotency: IdempotencyService) {}

  async handle(_payload: PayloadOf<typeof removeIdempotencyKeys>, ctx: JobContext): Promise<void> {
    while (await ctx.write(() => this.idempotency.removeSome())) ctx.signal.throwIfAborted();
  }
}
