import { Inject, Injectable } from '@nestjs/common';
import { h } from 'preact';
import { NotFound } from '../common/domain-error';
import { JobStatsService } from '../job-admin/job-stats.service';
import { JOB_FIGURES, type JobFigures } from '../jobs/store/job-figures';
import { JOB_LISTS, type JobList } from './dashboard-links';
import type { JobListQuery } from './dashboard.dto';
import type { HistoryPeriod, OverviewView } from './dashboard.view-model';
import { JobListsService } from './job-lists.service';
import { JobViewsService } from './job-views.service';
import { OverviewService } from './overview.service';
import type { PageVisit } from './page-visit';
import { ShellService } from './shell.service';
import { JobPage } from './views/job.page';
import { JobsPage } from './views/jobs.page';
import { MissingPage } from './views/message.page';
import { OverviewPage } from './views/overview.page';
import { renderPage } from './views/render-page';

/** The pages, as HTML. */
@Injectable()
export class DashboardService {
  constructor(
    @Inject(JOB_FIGURES) private readonly figures: JobFigures,
    private readonly shells: ShellService,
    private readonly overviews: OverviewService,
    private readonly lists: JobListsService,
    private readonly jobs: JobViewsService,
    private readonly stats: JobStatsService,
  ) {}

  async overview(period: HistoryPeriod, visit: PageVisit): Promise<string> {
    const counts = await this.figures.counts();
    const shell = await this.shells.view(visit, counts);
    const overview = await this.overviews.view(counts, shell.clockSkewMs ?? 0, visit.language);
    const history = await this.history(period);
    return renderPage(h(OverviewPage, { shell, overview: { ...overview, history } }));
  }

  /** @throws NotFound when no state is called `name`. */
  state(name: string, query: JobListQuery, visit: PageVisit): Promise<string> {
    const list = JOB_LISTS.find((each) => each === name.toLowerCase());
    if (!list || list === 'retries') throw new NotFound('The list');
    return this.list(list, query, visit);
  }

  async list(list: JobList | 'search', query: JobListQuery, visit: PageVisit): Promise<string> {
    const counts = await this.figures.counts();
    const shell = await this.shells.view(visit, counts);
    return renderPage(h(JobsPage, { shell, view: await this.lists.view(list, query, counts, visit.language) }));
  }

  /** @throws NotFound */
  async job(id: number, visit: PageVisit): Promise<string> {
    const job = await this.jobs.one(id, visit.language);
    const shell = await this.shells.view(visit, await this.figures.counts());
    return renderPage(h(JobPage, { shell, job }));
  }

  private async history(period: HistoryPeriod): Promise<OverviewView['history']> {
    const buckets = await this.stats.history(period);
    return { period, buckets: buckets.map(({ to: _to, ...bucket }) => ({ ...bucket, from: new Date(bucket.from) })) };
  }

  /** Says that there is nothing at the address. */
  async missing(visit: PageVisit): Promise<string> {
    return renderPage(h(MissingPage, { shell: await this.shells.view(visit, await this.figures.counts()) }));
  }
}
