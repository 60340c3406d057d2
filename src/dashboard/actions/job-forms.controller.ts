import { Body, Post, UseGuards } from '@nestjs/common';
import { AcceptsForms } from '../../common/http/body';
import { PathId } from '../../common/http/path-id';
import type { Visitor } from '../access/visitor';
import { DashboardGuard } from '../dashboard.guard';
import { DashboardRoutes } from '../dashboard-routes';
import type { Departure } from '../departure';
import { By } from '../page-visit';
import { ActionForm } from './action.dto';
import { JobFormsService } from './job-forms.service';

/** The forms on the page of a job. */
@DashboardRoutes()
@AcceptsForms()
@UseGuards(DashboardGuard)
export abstract class JobFormsController {
  constructor(private readonly forms: JobFormsService) {}

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
