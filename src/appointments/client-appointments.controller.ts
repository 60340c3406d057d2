import { Body, Controller, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { By, Roles, SignedIn } from '../auth/access';
import { IfMatch, Versioned } from '../common/http/etag';
import { PathId } from '../common/http/path-id';
import type { Page } from '../common/paging';
import { Replays } from '../idempotency/replays';
import type { Actor } from '../users/actor';
import { AppointmentViewService } from './appointment-view.service';
import {
  AppointmentView,
  AppointmentsQuery,
  BookAppointment,
  CancelAppointment,
  RescheduleAppointment,
} from './appointment.dto';
import { AppointmentService } from './appointment.service';
import { BookingService } from './booking.service';

/** Appointments as their patients see them. */
@ApiTags('Appointments')
@Controller('client')
export class ClientAppointmentsController {
  constructor(
    private readonly booking: BookingService,
    private readonly appointments: AppointmentService,
    private readonly views: AppointmentViewService,
  ) {}

  @Get('getAppointments')
  @Roles('Client', 'Admin')
  @ApiOkResponse({ type: [AppointmentView] })
  list(@By() by: Actor, @Query() query: AppointmentsQuery): Promise<Page<AppointmentView>> {
    return this.views.own(by, query);
  }

  @Post('appointments')
  @HttpCode(200)
  @Roles('Client', 'Admin')
  @Replays((it: ClientAppointmentsController, id, by) => it.views.find(Number(id), by))
  @Versioned()
  @ApiOkResponse({ type: AppointmentView })
  book(
    @Body() { appointmentDate: date, appointmentTime: time, ...rest }: BookAppointment,
    @By() by: Actor,
  ): Promise<AppointmentView> {
    return this.booking.book({ slot: { date, time }, ...rest }, by);
  }

  /** For whoever booked it, whatever their role, or an Admin. */
  @Put('appointments/:id')
  @SignedIn()
  @Versioned()
  @ApiOkResponse({ type: AppointmentView })
  async reschedule(
    @PathId() id: number,
    @Body() { appointmentDate: date, appointmentTime: time }: RescheduleAppointment,
    @By() by: Actor,
    @IfMatch() version: number | null,
  ): Promise<AppointmentView> {
    return this.views.one(await this.appointments.reschedule(id, { date, time }, { by, version }));
  }

  /** For whoever booked it, whatever their role, or an Admin. */
  @Post('appointments/:id/cancel')
  @HttpCode(200)
  @SignedIn()
  @Replays((it: ClientAppointmentsController, id, by) => it.views.find(Number(id), by))
  @Versioned()
  @ApiOkResponse({ type: AppointmentView })
  async cancel(
    @PathId() id: number,
    @Body() { reason }: CancelAppointment,
    @By() by: Actor,
    @IfMatch() version: number | null,
  ): Promise<AppointmentView> {
    return this.views.one(await this.appointments.cancel(id, reason, { by, version }));
  }
}
