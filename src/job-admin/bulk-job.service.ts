import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service';
import { Database } from '../database/database';
import type { JobContext } from '../jobs/definition/job-context';
import type { PayloadOf } from '../jobs/definition/job-definition';
import { Jobs } from '../jobs/jobs';
import type { JobFilter } from '../jobs/store/job-queries';
import { SearchTooWide } from './bulk.errors';
import { changeJobs } from './bulk.jobs';
import { type BulkDeed, BulkWalkService, SUBJECT } from './bulk-walk.service';

type Payload = PayloadOf<typeof changeJobs>;

/** What Admins do to more jobs than a request could wait for: a job does it, and goes on where a crash left it. */
@Injectable()
export class BulkJobService {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly walk: BulkWalkService,
    private readonly audit: AuditService,
  ) {}

  /** The id of the job; what the transaction gives tells `BulkService.again` of it. @throws SearchTooWide for a search, for its words may be an address of a patient */
  async handOver(filter: JobFilter, { action, bulkId, by, reason }: BulkDeed): Promise<number> {
    const { found, from, to, ...rest } = filter;
    if (found) throw new SearchTooWide();
    const stored: Payload['filter'] = { ...rest, from: from?.toISOString(), to: to?.toISOString() };
    const { jobId } = await this.database.transaction(async () => {
      const jobId = await this.jobs.enqueue(changeJobs, {
        action,
        bulkId,
        userId: by?.userId ?? null,
        reason,
        filter: stored,
      });
      await this.audit.record({
        actor: by,
        action: `job.bulk-${action}`,
        subject: { type: SUBJECT, id: bulkId },
        reason,
        data: { filter: stored, jobId },
      });
      return { id: `job:${jobId}`, jobId };
    });
    return jobId;
  }

  /** What has been changed already does not match any more, or is passed over: it may run twice. */
  async run({ action, bulkId, userId, reason, filter }: Payload, ctx: JobContext): Promise<void> {
    const { from, to, ...rest } = filter;
    const instant = (text: string | undefined) => (text === undefined ? undefined : new Date(text));
    const deed: BulkDeed = { action, bulkId, by: userId === null ? null : { userId }, reason };
    const jobs: JobFilter = { ...rest, from: instant(from), to: instant(to) };
    for await (const { matched, changed } of this.walk.overList(jobs, deed, (work) => ctx.write(work), ctx.jobId)) {
      ctx.log(`${changed} of ${matched} jobs changed so far`);
      ctx.signal.throwIfAborted();
    }
  }
}
