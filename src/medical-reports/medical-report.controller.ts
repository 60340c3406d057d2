import { Body, Controller, Delete, Get, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { By, Roles } from '../auth/access';
import { IfMatch, Versioned } from '../common/http/etag';
import { Located } from '../common/http/location';
import { Message } from '../common/http/message';
import { PathId } from '../common/http/path-id';
import { Replays } from '../idempotency/replays';
import type { Page } from '../common/paging';
import type { Actor } from '../users/actor';
import { MedicalReportViewService } from './medical-report-view.service';
import {
  AuthoredReportsQuery,
  MedicalReportView,
  OwnReportsQuery,
  RewriteReport,
  WriteReport,
} from './medical-report.dto';
import { MedicalReportService } from './medical-report.service';

/** Reports as their authors see them. */
@ApiTags('Medical reports')
@Roles('Doctor')
@Controller('doctor')
export class DoctorReportController {
  constructor(
    private readonly reports: MedicalReportService,
    private readonly views: MedicalReportViewService,
  ) {}

  @Get('my-medical-reports')
  @ApiOkResponse({ type: [MedicalReportView] })
  own(@By() by: Actor, @Query() query: AuthoredReportsQuery): Promise<Page<MedicalReportView>> {
    return this.views.ofAuthor(by, query);
  }

  @Post('medical-reports')
  @Replays((it: DoctorReportController, id, by) => it.views.byId(Number(id), by))
  @Versioned()
  @Located()
  @ApiCreatedResponse({
    type: MedicalReportView,
    headers: { Location: { description: 'The address of the report.', schema: { type: 'string' } } },
  })
  async write(@Body() { appointmentId, ...texts }: WriteReport, @By() by: Actor): Promise<MedicalReportView> {
    return this.views.written(await this.reports.write(appointmentId, texts, by));
  }

  @Put('medical-reports/:id')
  @Versioned()
  @ApiOkResponse({ type: MedicalReportView })
  async rewrite(
    @PathId() id: number,
    @Body() texts: RewriteReport,
    @By() by: Actor,
    @IfMatch() version: number | null,
  ): Promise<MedicalReportView> {
    return this.views.written(await this.reports.rewrite(id, texts, { by, version }));
  }

  @Delete('medical-reports/:id')
  @ApiOkResponse({ type: Message })
  async remove(@PathId() id: number, @By() by: Actor, @IfMatch() version: number | null): Promise<Message> {
    await this.reports.remove(id, { by, version });
    return { message: 'The medical report was removed.' };
  }

  @Get('medical-reports/:id')
  @Roles('Doctor', 'Admin')
  @Versioned()
  @ApiOkResponse({ type: MedicalReportView })
  one(@PathId() id: number, @By() by: Actor): Promise<MedicalReportView> {
    return this.views.byId(id, by);
  }

  @Get('medical-reports/appointment/:appointmentId')
  @Roles('Doctor', 'Admin')
  @Versioned()
  @ApiOkResponse({ type: MedicalReportView })
  ofAppointment(@PathId('appointmentId') appointmentId: number, @By() by: Actor): Promise<MedicalReportView> {
    return this.views.byAppointment(appointmentId, by);
  }
}

/** Reports as the patients see theirs. */
@ApiTags('Medical reports')
@Roles('Client')
@Controller('client')
export class ClientReportController {
  constructor(private readonly views: MedicalReportViewService) {}

  @Get('medical-reports')
  @ApiOkResponse({ type: [MedicalReportView] })
  own(@By() by: Actor, @Query() query: OwnReportsQuery): Promise<Page<MedicalReportView>> {
    return this.views.ofPatient(by, query);
  }
}
