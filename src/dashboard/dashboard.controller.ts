import { All, Get, Param, Query, UseGuards } from '@nestjs/common';
import { NotFound } from '../common/domain-error';
import { PathId } from '../common/http/path-id';
import { JobListQuery, OverviewQuery } from './dashboard.dto';
import { DashboardRoutes } from './dashboard-routes';
import { DashboardGuard } from './dashboard.guard';
import { DashboardService } from './dashboard.service';
import { type PageVisit, Visit } from './page-visit';

/** The pages about jobs, which read and change nothing; what no other controller of the dashboard serves ends here. */
@DashboardRoutes()
@UseGuards(DashboardGuard)
export abstract class DashboardController {
  constructor(private readonly pages: DashboardService) {}

  @Get()
  overview(@Query() { period }: OverviewQuery, @Visit() visit: PageVisit): Promise<string> {
    return this.pages.overview(period, visit);
  }

  @Get('jobs/details/:id')
  job(@PathId() id: number, @Visit() visit: PageVisit): Promise<string> {
    return this.pages.job(id, visit);
  }

  @Get('jobs/:state')
  state(@Param('state') state: string, @Query() query: JobListQuery, @Visit() visit: PageVisit): Promise<string> {
    return this.pages.state(state, query, visit);
  }

  @Get('retries')
  retries(@Query() query: JobListQuery, @Visit() visit: PageVisit): Promise<string> {
    return this.pages.list('retries', query, visit);
  }

  @Get('search')
  search(@Query() query: JobListQuery, @Visit() visit: PageVisit): Promise<string> {
    return this.pages.list('search', query, visit);
  }

  @All('*path')
  missing(): never {
    throw new NotFound('What this address names');
  }
}
