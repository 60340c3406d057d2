import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Roles } from '../auth/access';
import { PathId } from '../common/http/path-id';
import type { Page } from '../common/paging';
import { Replays } from '../idempotency/replays';
import type { Actor } from '../users/actor';
import { Conflicts } from './conflicts';
import { JobAction, JobDetailView, JobView, JobsQuery } from './job-admin.dto';
import { JobAdminService } from './job-admin.service';
import { JobSteeringService } from './job-steering.service';
import { TOTAL } from './total-header';

@ApiTags('Jobs')
@Roles('Admin')
@Controller('admin/jobs')
export class JobAdminController {
  constructor(
    private readonly jobs: JobAdminService,
    private readonly steering: JobSteeringService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Jobs' })
  @ApiOkResponse({ type: [JobView], headers: TOTAL })
  list(@Query() query: JobsQuery): Promise<Page<JobView>> {
    return this.jobs.list(query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'A job with its history, its log and what it concerns' })
  @ApiOkResponse({ type: JobDetailView })
  find(@PathId() id: number): Promise<JobDetailView> {
    return this.jobs.find(id);
  }

  @Post(':id/requeue')
  @HttpCode(200)
  @Replays((it: JobAdminController, id) => it.steering.view(Number(id)))
  @ApiOperation({ summary: 'Give a finished job as many attempts again as its type has' })
  @ApiOkResponse({ type: JobView })
  @Conflicts('It has not ended, its key is taken, or its deadline has passed.')
  requeue(@PathId() id: number, @Body() { reason }: JobAction, @By() by: Actor): Promise<JobView> {
    return this.steering.requeue({ id, reason, by });
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Replays((it: JobAdminController, id) => it.steering.view(Number(id)))
  @ApiOperation({ summary: 'Cancel an open job, or put a failed one away; one that runs can commit nothing more' })
  @ApiOkResponse({ type: JobView })
  @Conflicts('It has succeeded or was deleted.')
  cancel(@PathId() id: number, @Body() { reason }: JobAction, @By() by: Actor): Promise<JobView> {
    return this.steering.cancel({ id, reason, by });
  }

  @Post(':id/run-now')
  @HttpCode(200)
  @Replays((it: JobAdminController, id) => it.steering.view(Number(id)))
  @ApiOperation({ summary: 'Make a job that waits due at once' })
  @ApiOkResponse({ type: JobView })
  @Conflicts('It does not wait.')
  runNow(@PathId() id: number, @Body() { reason }: JobAction, @By() by: Actor): Promise<JobView> {
    return this.steering.runNow({ id, reason, by });
  }
}
