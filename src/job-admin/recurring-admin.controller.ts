import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Roles } from '../auth/access';
import { Replays } from '../idempotency/replays';
import type { Actor } from '../users/actor';
import { Conflicts } from './conflicts';
import { RecurringAdminService } from './recurring-admin.service';
import { RecurringJobAction, RecurringJobEdit, RecurringJobView } from './recurring-job.dto';

@ApiTags('Jobs')
@Roles('Admin')
@Controller('admin/recurring-jobs')
export class RecurringAdminController {
  constructor(private readonly recurring: RecurringAdminService) {}

  @Get()
  @ApiOperation({ summary: 'Recurring jobs with their next five occurrences' })
  @ApiOkResponse({ type: [RecurringJobView] })
  list(): Promise<RecurringJobView[]> {
    return this.recurring.list();
  }

  @Post(':id/trigger')
  @HttpCode(200)
  @Replays((it: RecurringAdminController, id) => it.recurring.find(id))
  @ApiOperation({ summary: 'Run it at once, disabled or not; its own times stay as they are' })
  @ApiOkResponse({ type: RecurringJobView })
  @Conflicts(
    'Its last run has not ended: `recurring-job-open`; or this release has no such job: `recurring-job-unknown`.',
  )
  trigger(@Param('id') id: string, @Body() { reason }: RecurringJobAction, @By() by: Actor): Promise<RecurringJobView> {
    return this.recurring.trigger({ id, reason, by });
  }

  @Put(':id')
  @ApiOperation({ summary: 'Enable or disable it, or set when it runs; a later release leaves what was set here' })
  @ApiOkResponse({ type: RecurringJobView })
  edit(@Param('id') id: string, @Body() body: RecurringJobEdit, @By() by: Actor): Promise<RecurringJobView> {
    const { reason, ...edit } = body;
    return this.recurring.edit({ id, reason, by }, edit);
  }
}
