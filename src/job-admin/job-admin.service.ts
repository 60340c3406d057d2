import { Inject, Injectable } from '@nestjs/common';
import { dayRange } from '../common/clinic-time';
import { NotFound } from '../common/domain-error';
import { Malformed } from '../common/http/malformed';
import { type Cursor, Page, type Total } from '../common/paging';
import { Config } from '../config/config';
import { JobContributions } from '../jobs/job-contributions';
import { JobSearch } from '../jobs/job-search';
import {
  type Count,
  type JobFilter,
  JOB_QUERIES,
  type JobPlace,
  type JobQueries,
  orderOf,
  placeOf,
} from '../jobs/store/job-queries';
import type { JobDetailView, JobView, JobsQuery } from './job-admin.dto';
import { jobDetailView, jobView } from './job-view';

/** Jobs as Admins see them over HTTP. */
@Injectable()
export class JobAdminService {
  constructor(
    @Inject(JOB_QUERIES) private readonly queries: JobQueries,
    private readonly search: JobSearch,
    private readonly contributions: JobContributions,
    private readonly config: Config,
  ) {}

  /** @throws Malformed when the cursor is of another kind of list. */
  async list(query: JobsQuery): Promise<Page<JobView>> {
    const filter = await this.filterOf(query);
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

  private filterOf({ state, queue, type, key, q, from, to }: JobsQuery): Promise<JobFilter> {
    const zone = this.config.clinicTimeZone;
    const filter: JobFilter = {
      list: state,
      queue,
      type,
      key,
      from: from === undefined ? undefined : dayRange(from, zone).from,
      to: to === undefined ? undefined : dayRange(to, zone).to,
    };
    return q === undefined ? Promise.resolve(filter) : this.search.narrow(filter, q);
  }
}

const cursorAt = ({ at, id }: JobPlace): Cursor => ({ at, id: String(id) });

function placeAt(cursor: Cursor | null): JobPlace | null {
  if (!cursor) return null;
  const id = Number(cursor.id);
  if (!Number.isSafeInteger(id)) throw new Malformed({ cursor: ['This is a cursor of another list.'] });
  return { at: cursor.at, id };
}

const totalOf = (count: Count): Total => (typeof count === 'number' ? count : `${count.atLeast}+`);
