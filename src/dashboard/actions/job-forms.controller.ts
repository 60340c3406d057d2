import { Body, Get, Post, Query, UseGuards } from '@nestjs/common';
import { AcceptsForms } from '../../common/http/body';
import { PathId } from '../../common/http/path-id';
import type { Visitor } from '../access/visitor';
import { DashboardGuard } from '../dashboard.guard';
import { DashboardRoutes } from '../dashboard-routes';
import type { Departure } from '../departure';
import { By, type PageVisit, Visit } from '../page-visit';
import { ActionForm } from './action.dto';
import { BulkFormsService } from './bulk-forms.service';
import { BulkPageService } from './bulk-page.service';
import { BulkForm, BulkQuery } from './bulk.dto';
import { JobFormsService } from './job-forms.service';

/** What is done to jobs: to one on its page, to many after a look at what that would touch. */
@DashboardRoutes()
@AcceptsForms()
@UseGuards(DashboardGuard)
export abstract class JobFormsController {
  constructor(
    private readonly forms: JobFormsService,
    private readonly bulkForms: BulkFormsService,
    private readonly bulkPage: BulkPageService,
  ) {}

  @Get('jobs/bulk')
  preview(@Query() query: BulkQuery, @Visit() visit: PageVisit): Promise<string> {
    return this.bulkPage.page(query, visit);
  }

  @Post('jobs/bulk')
  bulk(@Body() form: BulkForm, @By() by: Visitor): Promise<Departure> {
    return this.bulkForms.act(form, by.actor);
  }

  @Post('jobs/details/:id/requeue')
  requeue(@PathId() id: number, @Body() { reason }: ActionForm, @By() by: Visitor): Promise<Departure> {
    return this.forms.act('requeue', id, reason, by.actor);
  }

  @Post('jobs/details/:id/cancel')
  cancel(@PathId() id: number, @Body() { reason }: ActionForm, @By() by: Visitor): Promise<Departure> {
    return this.forms.act('cancel', id, reason, by.actor);
  }

  @Post('jobs/details/:id/run-now')
  runNow(@PathId() id: number, @Body() { reason }: ActionForm, @By() by: Visitor): Promise<Departure> {
    return this.forms.act('run-now', id, reason, by.actor);
  }
}
