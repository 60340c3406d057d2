import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { By, Roles } from '../auth/access';
import { IfMatch, Versioned } from '../common/http/etag';
import { PathId } from '../common/http/path-id';
import type { Page } from '../common/paging';
import type { Actor } from '../users/actor';
import { AppointmentViewService } from './appointment-view.service';
import { AllAppointmentsQuery, AppointmentView, ChangeStatusAsAdmin } from './appointment.dto';
import { AppointmentService } from './appointment.service';

/** Everyone's appointments. */
@ApiTags('Appointments')
@Controller('admin')
@Roles('Admin')
export class AdminAppointmentsController {
  constructor(
    private readonly appointments: AppointmentService,
    private readonly views: AppointmentViewService,
  ) {}

  @Get('getAppointments')
  @ApiOkResponse({ type: [AppointmentView] })
  list(@Query() query: AllAppointmentsQuery): Promise<Page<AppointmentView>> {
    return this.views.all(query);
  }

  @Put('appointments/:id/status')
  @Versioned()
  @ApiOkResponse({ type: AppointmentView })
  async changeStatus(
    @PathId() id: number,
    @Body() { status, adminNotes }: ChangeStatusAsAdmin,
    @By() by: Actor,
    @IfMatch() version: number | null,
  ): Promise<AppointmentView> {
    return this.views.one(await this.appointments.changeStatus(id, status, adminNotes, { by, version }));
  }
}
