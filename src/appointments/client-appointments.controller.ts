import { Body, Controller, Get, HttpCode, Post, Put, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
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
import { CalendarFileService } from './calendar-file.service';

/** Appointments as their patients see them. */
@ApiTags('Appointments')
@Controller('client')
export class ClientAppointmentsController {
  constructor(
    private readonly booking: BookingService,
    private readonly appointments: AppointmentService,
    private readonly views: AppointmentViewService,
    private readonly files: CalendarFileService,
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

  /** For whoever booked it, its Doctor and Admins. */
  @Get('appointments/:id.ics')
  @SignedIn()
  @ApiProduces('text/calendar')
  @ApiOkResponse({ schema: { type: 'string' } })
  async calendar(@PathId() id: number, @By() by: Actor): Promise<StreamableFile> {
    const { content, method } = await this.files.of(id, by);
    return new StreamableFile(Buffer.from(content), {
      type: `text/calendar; charset=utf-8; method=${method}`,
      disposition: `attachment; filename="appointment-${id}.ics"`,
    });
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
