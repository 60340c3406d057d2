import { Inject, Injectable } from '@nestjs/common';
import { NotFound } from '../common/domain-error';
import { Malformed } from '../common/http/malformed';
import { type Cursor, Page } from '../common/paging';
import { JobContributions } from '../jobs/job-contributions';
import { JOB_QUERIES, type JobPlace, type JobQueries, orderOf, placeOf } from '../jobs/store/job-queries';
import { totalOf } from './count-text';
import type { JobDetailView, JobView, JobsQuery } from './job-admin.dto';
import { JobFilters } from './job-filters.service';
import { jobDetailView, jobView } from './job-view';

/** Jobs as Admins see them over HTTP. */
@Injectable()
export class JobAdminService {
  constructor(
    @Inject(JOB_QUERIES) private readonly queries: JobQueries,
    private readonly filters: JobFilters,
    private readonly contributions: JobContributions,
  ) {}

  /** @throws Malformed when the cursor is of another kind of list. */
  async list(query: JobsQuery): Promise<Page<JobView>> {
    const filter = await this.filters.of(query);
    const jobs = await this.queries.list(filter, { limit: query.limit + 1, after: placeAt(query.cursor) });
    const total = query.count ? totalOf(await this.queries.count(filter)) : null;
    const order = orderOf(filter, {});
    return Page.of(jobs, query, (job) => cursorAt(placeOf(job, order)), total).map(jobView);
  }

  /** @throws NotFound */
  async find(id: number): Promise<JobDetailView> {
    const job = await this.queries.find(id);
    if (!job) throw new NotFound('The job');
    const subjects = await this.contributions.subjectsOf([job]);
    return jobDetailView(job, subjects.get(id) ?? []);
  }
}

const cursorAt = ({ at, id }: JobPlace): Cursor => ({ at, id: String(id) });

function placeAt(cursor: Cursor | null): JobPlace | null {
  if (!cursor) return null;
  const id = Number(cursor.id);
  if (!Number.isSafeInteger(id)) throw new Malformed({ cursor: ['This is a cursor of another list.'] });
  return { at: cursor.at, id };
}
