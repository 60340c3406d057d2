import { Body, Get, Param, Post, UseGuards } from '@nestjs/common';
import { AcceptsForms } from '../../common/http/body';
import type { Visitor } from '../access/visitor';
import { DashboardGuard } from '../dashboard.guard';
import { DashboardRoutes } from '../dashboard-routes';
import type { Departure } from '../departure';
import { By, type PageVisit, Visit } from '../page-visit';
import { QueuesPageService } from './queues-page.service';
import { QueueForm, QueueLimitsForm } from './queues.dto';

@DashboardRoutes()
@AcceptsForms()
@UseGuards(DashboardGuard)
export abstract class QueuesController {
  constructor(private readonly queues: QueuesPageService) {}

  @Get('queues')
  page(@Visit() visit: PageVisit): Promise<string> {
    return this.queues.page(visit);
  }

  @Post('queues/:name/pause')
  pause(@Param('name') name: string, @Body() form: QueueForm, @By() by: Visitor): Promise<Departure> {
    return this.queues.pause(name, form, by.actor);
  }

  @Post('queues/:name/resume')
  resume(@Param('name') name: string, @Body() form: QueueForm, @By() by: Visitor): Promise<Departure> {
    return this.queues.resume(name, form, by.actor);
  }

  @Post('queues/:name/limits')
  limit(@Param('name') name: string, @Body() form: QueueLimitsForm, @By() by: Visitor): Promise<Departure> {
    return this.queues.limit(name, form, by.actor);
  }
}
