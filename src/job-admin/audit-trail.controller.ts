import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../auth/access';
import type { Page } from '../common/paging';
import { AuditEntryView, AuditQuery } from './audit-trail.dto';
import { AuditTrailService } from './audit-trail.service';
import { TOTAL } from './total-header';

@ApiTags('Administration')
@Roles('Admin')
@Controller('admin/audit')
export class AuditTrailController {
  constructor(private readonly trail: AuditTrailService) {}

  @Get()
  @ApiOperation({ summary: 'Who did what to what, when and why; the newest first' })
  @ApiOkResponse({ type: [AuditEntryView], headers: TOTAL })
  list(@Query() query: AuditQuery): Promise<Page<AuditEntryView>> {
    return this.trail.page(query);
  }
}
