import type { JobContext } from '../jobs/definition/job-context';
import type { PayloadOf } from '../jobs/definition/job-definition';
import { HandlesJob } from '../jobs/definition/handles-job';
import { BulkJobService } from './bulk-job.service';
import { changeJobs } from './bulk.jobs';

@HandlesJob(changeJobs)
export class ChangeJobsHandler {
  constructor(private readonly bulk: BulkJobService) {}

  handle(payload: PayloadOf<typeof changeJobs>, ctx: JobContext): Promise<void> {
    return this.bulk.run(payload, ctx);
  }
}
