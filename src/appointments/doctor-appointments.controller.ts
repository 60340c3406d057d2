import { Body, Controller, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { By, Roles } from '../auth/access';
import { IfMatch, Versioned } from '../common/http/etag';
import { PathId } from '../common/http/path-id';
import type { Page } from '../common/paging';
import type { Actor } from '../users/actor';
import { AppointmentViewService } from './appointment-view.service';
import { AppointmentView, AppointmentsByUser, AppointmentsQuery, ChangeStatus } from './appointment.dto';
import { AppointmentService } from './appointment.service';

/** Appointments as doctors see them. */
@ApiTags('Appointments')
@Controller('doctor')
export class DoctorAppointmentsController {
  constructor(
    private readonly appointments: AppointmentService,
    private readonly views: AppointmentViewService,
  ) {}

  @Get('my-appointments')
  @Roles('Doctor')
  @ApiOkResponse({ type: [AppointmentView] })
  own(@By() { userId }: Actor, @Query() query: AppointmentsQuery): Promise<Page<AppointmentView>> {
    return this.views.ofDoctorUser(userId, query);
  }

  @Get(':id/appointments')
  @Roles('Doctor', 'Admin')
  @ApiOkResponse({ type: [AppointmentView] })
  ofDoctor(@PathId() id: number, @By() by: Actor, @Query() query: AppointmentsQuery): Promise<Page<AppointmentView>> {
    return this.views.ofDoctor(id, by, query);
  }

  @Post('appointments-by-userid')
  @HttpCode(200)
  @Roles('Admin')
  @ApiOkResponse({ type: [AppointmentView] })
  ofUser(
    @Body() { doctorUserId }: AppointmentsByUser,
    @Query() query: AppointmentsQuery,
  ): Promise<Page<AppointmentView>> {
    return this.views.ofDoctorUser(doctorUserId, query);
  }

  @Put('appointments/:id/status')
  @Roles('Doctor')
  @Versioned()
  @ApiOkResponse({ type: AppointmentView })
  async changeStatus(
    @PathId() id: number,
    @Body() { status }: ChangeStatus,
    @By() by: Actor,
    @IfMatch() version: number | null,
  ): Promise<AppointmentView> {
    return this.views.one(await this.appointments.changeStatusAsDoctor(id, status, { by, version }));
  }
}
