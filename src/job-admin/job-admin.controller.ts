import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiConflictResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Roles } from '../auth/access';
import { PathId } from '../common/http/path-id';
import type { Page } from '../common/paging';
import { PROBLEM_JSON } from '../common/problem';
import { Replays } from '../idempotency/replays';
import type { Actor } from '../users/actor';
import { JobAction, JobDetailView, JobView, JobsQuery } from './job-admin.dto';
import { JobAdminService } from './job-admin.service';
import { JobSteeringService } from './job-steering.service';

const TOTAL = {
  'X-Total-Count': {
    description: 'How many there are in all, if `count=true`. Counting stops at 10,000: `10000+`.',
    schema: { type: 'string' as const, pattern: '^\\d+\\+?$' },
  },
};

const Conflicts = (description: string) =>
  ApiConflictResponse({
    description,
    content: { [PROBLEM_JSON]: { schema: { $ref: '#/components/schemas/Problem' } } },
  });

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
