import { Get, Query, UseGuards } from '@nestjs/common';
import { DashboardGuard } from '../dashboard.guard';
import { DashboardRoutes } from '../dashboard-routes';
import { type PageVisit, Visit } from '../page-visit';
import { AuditPageService } from './audit-page.service';
import { AuditPageQuery } from './records.dto';
import { ServersPageService } from './servers-page.service';

/** Pages that only show. */
@DashboardRoutes()
@UseGuards(DashboardGuard)
export abstract class RecordsController {
  constructor(
    private readonly serversPage: ServersPageService,
    private readonly auditPage: AuditPageService,
  ) {}

  @Get('servers')
  servers(@Visit() visit: PageVisit): Promise<string> {
    return this.serversPage.page(visit);
  }

  @Get('audit')
  audit(@Query() query: AuditPageQuery, @Visit() visit: PageVisit): Promise<string> {
    return this.auditPage.page(query, visit);
  }
}
