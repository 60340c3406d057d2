import { Body, Controller, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { By, Roles } from '../auth/access';
import { IfMatch, Versioned } from '../common/http/etag';
import { PathId } from '../common/http/path-id';
import { Replays } from '../idempotency/replays';
import type { Page } from '../common/paging';
import type { Actor } from '../users/actor';
import { AppointmentViewService } from './appointment-view.service';
import { AllAppointmentsQuery, AppointmentView, BulkChange, CancelMany, ChangeStatusAsAdmin } from './appointment.dto';
import { AppointmentService } from './appointment.service';
import { BulkCancelService } from './bulk-cancel.service';

/** Everyone's appointments. */
@ApiTags('Appointments')
@Controller('admin')
@Roles('Admin')
export class AdminAppointmentsController {
  constructor(
    private readonly appointments: AppointmentService,
    private readonly views: AppointmentViewService,
    private readonly bulk: BulkCancelService,
  ) {}

  @Get('getAppointments')
  @ApiOkResponse({ type: [AppointmentView] })
  list(@Query() query: AllAppointmentsQuery): Promise<Page<AppointmentView>> {
    return this.views.all(query);
  }

  /** Sent again with its key it ends what it had not when a server died: of its batches only the first has the key. */
  @Post('appointments/bulk-cancel')
  @HttpCode(200)
  @Replays((it: AdminAppointmentsController, _, by, body) => it.cancelMany(CancelMany.schema.parse(body), by))
  @ApiOkResponse({ type: BulkChange })
  cancelMany(@Body() { ids, reason }: CancelMany, @By() by: Actor): Promise<BulkChange> {
    return this.bulk.cancel(ids, reason, by);
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
