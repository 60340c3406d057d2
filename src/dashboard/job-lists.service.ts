import { Inject, Injectable } from '@nestjs/common';
import { encodeCursor } from '../common/paging';
import { Config } from '../config/config';
import { JobRegistry } from '../jobs/definition/job-registry';
import { JobSearch } from '../jobs/job-search';
import type { JobCounts } from '../jobs/store/job-figures';
import {
  JOB_QUERIES,
  type JobFilter,
  type JobPage,
  type JobQueries,
  type JobRecord,
  orderOf,
  placeOf,
} from '../jobs/store/job-queries';
import { dashboardLinks, type JobList, type LinkQuery } from './dashboard-links';
import type { JobListQuery } from './dashboard.dto';
import type { JobsView } from './dashboard.view-model';
import { JobViewsService } from './job-views.service';
import type { Language } from '../common/language';

const PAGE = 50;

/** A page of a list, and whether there is more of it on either side. */
interface Slice {
  jobs: readonly JobRecord[];
  isFirst: boolean;
  isLast: boolean;
}

/** What the lists of jobs show. */
@Injectable()
export class JobListsService {
  constructor(
    @Inject(JOB_QUERIES) private readonly queries: JobQueries,
    private readonly search: JobSearch,
    private readonly jobs: JobViewsService,
    private readonly registry: JobRegistry,
    private readonly config: Config,
  ) {}

  async view(
    list: JobList | 'search',
    query: JobListQuery,
    { lists: counts }: JobCounts,
    language: Language,
  ): Promise<JobsView> {
    const filter = await this.filterOf(list, query);
    const order = list === 'processing' ? 'oldest' : 'newest';
    const slice = await this.slice(filter, { limit: PAGE, order, after: query.after, before: query.before });
    const isPlain = list !== 'search' && query.type === undefined && query.queue === undefined;
    const known = await this.queries.names();
    const { type, queue, q } = query;
    const addressOf = (place: LinkQuery) => this.addressOf(list, { q, type, queue, ...place });
    const cursorAt = (job: JobRecord) => {
      const { at, id } = placeOf(job, orderOf(filter, { order }));
      return encodeCursor({ at, id: String(id) });
    };
    const first = slice.jobs[0];
    const last = slice.jobs.at(-1);
    return {
      list,
      search: query.q ?? '',
      jobs: await this.jobs.many(slice.jobs, language),
      total: isPlain ? counts[list] : await this.queries.count(filter),
      counts,
      filter: { type: query.type ?? null, queue: query.queue ?? null },
      types: namesOf([...known.types, ...this.registry.all().map(({ definition }) => definition.name)]),
      queues: namesOf([...known.queues, ...this.config.jobQueues]),
      previous: first && !slice.isFirst ? addressOf({ before: cursorAt(first) }) : null,
      next: last && !slice.isLast ? addressOf({ after: cursorAt(last) }) : null,
    };
  }

  private filterOf(list: JobList | 'search', { type, queue, q }: JobListQuery): Promise<JobFilter> {
    if (list !== 'search') return Promise.resolve({ list, type, queue });
    return q === undefined ? Promise.resolve({ found: [] }) : this.search.narrow({ type, queue }, q);
  }

  /** Reads one job more than it shows: that says whether the list goes on. */
  private async slice(filter: JobFilter, page: JobPage): Promise<Slice> {
    const jobs = await this.queries.list(filter, { ...page, limit: page.limit + 1 });
    const more = jobs.length > page.limit;
    if (!page.before) return { jobs: jobs.slice(0, page.limit), isFirst: !page.after, isLast: !more };
    // Short of a full page it is the first one, which goes on behind the place.
    if (jobs.length < page.limit) return this.slice(filter, { ...page, before: null, after: null });
    return { jobs: jobs.slice(more ? 1 : 0), isFirst: !more, isLast: false };
  }

  private addressOf(list: JobList | 'search', query: LinkQuery): string {
    const links = dashboardLinks(this.config.dashboardPath, '');
    return list === 'search' ? links.search(query) : links.list(list, { ...query, q: null });
  }
}

const namesOf = (names: readonly string[]) => [...new Set(names)].sort();
