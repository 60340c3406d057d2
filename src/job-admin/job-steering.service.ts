import { Inject, Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service';
import { NotFound } from '../common/domain-error';
import { Database } from '../database/database';
import { JobActions } from '../jobs/job-actions';
import { JOB_QUERIES, type JobQueries, type JobRecord } from '../jobs/store/job-queries';
import type { Deed } from './deed';
import type { JobView } from './job-admin.dto';
import { jobView } from './job-view';

/** What the history of a job has room for. */
const REASON_LENGTH = 200;

/** What an Admin does to a job, and why. */
export interface Steering extends Deed {
  id: number;
}

/** What Admins do to jobs by hand. The change and its entry in the audit commit together; refusals are audited too. */
@Injectable()
export class JobSteeringService {
  constructor(
    private readonly database: Database,
    private readonly actions: JobActions,
    @Inject(JOB_QUERIES) private readonly queries: JobQueries,
    private readonly audit: AuditService,
  ) {}

  /** @throws NotFound, JobStateForbids, KeyTaken, DeadlinePassed */
  requeue(steering: Steering): Promise<JobView> {
    return this.steer('job.requeue', steering, (type, reason) => this.actions.requeue(steering.id, type, reason));
  }

  /** @throws NotFound, JobStateForbids */
  cancel(steering: Steering): Promise<JobView> {
    return this.steer('job.cancel', steering, (_, reason) => this.actions.cancel(steering.id, reason));
  }

  /** @throws NotFound, JobStateForbids */
  runNow(steering: Steering): Promise<JobView> {
    return this.steer('job.run-now', steering, (_, reason) => this.actions.runNow(steering.id, reason));
  }

  /** @throws NotFound */
  async view(id: number): Promise<JobView> {
    return jobView(await this.find(id));
  }

  private async steer(
    action: string,
    { id, reason, by }: Steering,
    act: (type: string, reason: string | undefined) => Promise<void>,
  ): Promise<JobView> {
    const notice = { actor: by, action, subject: { type: 'job', id }, reason };
    return this.audit.watch(notice, () =>
      this.database.transaction(async () => {
        const before = await this.find(id);
        await act(before.type, reason?.slice(0, REASON_LENGTH));
        const after = await this.find(id);
        await this.audit.record({
          ...notice,
          data: { before: { state: before.state }, after: { state: after.state } },
        });
        return jobView(after);
      }),
    );
  }

  private async find(id: number): Promise<JobRecord> {
    const [job] = await this.queries.list({ found: [{ id }] }, { limit: 1 });
    if (!job) throw new NotFound('The job');
    return job;
  }
}
