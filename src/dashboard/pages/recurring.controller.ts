import { Body, Get, Param, Post, UseGuards } from '@nestjs/common';
import { AcceptsForms } from '../../common/http/body';
import type { Visitor } from '../access/visitor';
import { DashboardGuard } from '../dashboard.guard';
import { DashboardRoutes } from '../dashboard-routes';
import type { Departure } from '../departure';
import { By, type PageVisit, Visit } from '../page-visit';
import { RecurringPageService } from './recurring-page.service';
import { RecurringEditForm, RecurringForm } from './recurring.dto';

@DashboardRoutes()
@AcceptsForms()
@UseGuards(DashboardGuard)
export abstract class RecurringController {
  constructor(private readonly recurring: RecurringPageService) {}

  @Get('recurring')
  page(@Visit() visit: PageVisit): Promise<string> {
    return this.recurring.page(visit);
  }

  @Post('recurring/:id/trigger')
  trigger(@Param('id') id: string, @Body() form: RecurringForm, @By() by: Visitor): Promise<Departure> {
    return this.recurring.trigger(id, form, by.actor);
  }

  @Post('recurring/:id/enable')
  enable(@Param('id') id: string, @Body() form: RecurringForm, @By() by: Visitor): Promise<Departure> {
    return this.recurring.enable(id, form, by.actor);
  }

  @Post('recurring/:id/disable')
  disable(@Param('id') id: string, @Body() form: RecurringForm, @By() by: Visitor): Promise<Departure> {
    return this.recurring.disable(id, form, by.actor);
  }

  @Post('recurring/:id/change')
  edit(@Param('id') id: string, @Body() form: RecurringEditForm, @By() by: Visitor): Promise<Departure> {
    return this.recurring.edit(id, form, by.actor);
  }
}
