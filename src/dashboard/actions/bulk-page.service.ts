import { Inject, Injectable } from '@nestjs/common';
import { h } from 'preact';
import { BulkService, type Selection } from '../../job-admin/bulk.service';
import { JobFilters } from '../../job-admin/job-filters.service';
import { JOB_QUERIES, type JobFilter, type JobQueries } from '../../jobs/store/job-queries';
import { FrameService } from '../frame.service';
import { JobViewsService } from '../job-views.service';
import type { PageVisit } from '../page-visit';
import { BulkPage } from '../views/bulk.page';
import { renderPage } from '../views/render-page';
import { actionsOn } from './allowed-actions';
import type { BulkQuery } from './bulk.dto';
import { selectionOf } from './bulk-selection';

/** How many of the jobs are shown before they are touched. */
const SHOWN = 50;

/** Shows what an action on many jobs would touch, before it does. */
@Injectable()
export class BulkPageService {
  constructor(
    private readonly frames: FrameService,
    private readonly bulk: BulkService,
    private readonly filters: JobFilters,
    @Inject(JOB_QUERIES) private readonly queries: JobQueries,
    private readonly views: JobViewsService,
  ) {}

  async page(query: BulkQuery, visit: PageVisit): Promise<string> {
    const shell = await this.frames.of(visit);
    const selection = selectionOf(query);
    const jobs = await this.queries.list(await this.filterOf(selection), { limit: SHOWN });
    const { list, type = null, queue = null, q: search = null } = query;
    const action = query.do;
    return renderPage(
      h(BulkPage, {
        shell,
        view: {
          action,
          list,
          filter: { type, queue, search },
          ids: 'ids' in selection ? query.job : null,
          matched: await this.bulk.count(selection),
          jobs: await this.views.many(jobs, visit.language),
          unable: new Set(jobs.filter(({ state }) => !actionsOn(state).includes(action)).map(({ id }) => String(id))),
        },
      }),
    );
  }

  private filterOf(selection: Selection): Promise<JobFilter> {
    if ('ids' in selection) return Promise.resolve({ found: selection.ids.map((id) => ({ id })) });
    return this.filters.of(selection.filter);
  }
}
