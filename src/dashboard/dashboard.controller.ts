import { All, Get, Param, Query, Res, UseFilters, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { Anyone } from '../auth/access';
import { NotFound } from '../common/domain-error';
import { PathId } from '../common/http/path-id';
import { DashboardAssets } from './dashboard-assets';
import { JobListQuery } from './dashboard.dto';
import { DashboardFilter } from './dashboard.filter';
import { DashboardGuard } from './dashboard.guard';
import { DashboardService } from './dashboard.service';
import { DashboardPageInterceptor } from './page.interceptor';
import { type PageVisit, Visit } from './page-visit';

/** The pages that `dashboardLinks` leads to; `DashboardModule.at` gives them their path. They read and change nothing. */
@ApiExcludeController()
@Anyone()
@UseGuards(DashboardGuard)
@UseInterceptors(DashboardPageInterceptor)
@UseFilters(DashboardFilter)
export abstract class DashboardController {
  constructor(
    private readonly pages: DashboardService,
    private readonly assets: DashboardAssets,
  ) {}

  @Get()
  overview(@Visit() visit: PageVisit): Promise<string> {
    return this.pages.overview(visit);
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

  /** The address changes with the files, so they may be kept for ever. */
  @Get('assets/:name')
  asset(@Param('name') name: string, @Res({ passthrough: true }) response: Response): string {
    const content = this.assets.read(name);
    response.type(name.slice(name.lastIndexOf('.'))).setHeader('Cache-Control', 'public, max-age=31536000, immutable');
    return content;
  }

  @All('*path')
  missing(): never {
    throw new NotFound('What this address names');
  }
}
