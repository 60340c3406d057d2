import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags, ApiUnprocessableEntityResponse } from '@nestjs/swagger';
import { By, Roles } from '../auth/access';
import { PROBLEM_JSON } from '../common/problem';
import { Replays } from '../idempotency/replays';
import type { Actor } from '../users/actor';
import { BulkBody, BulkOutcomeView } from './job-admin.dto';
import { BulkService } from './bulk.service';

@ApiTags('Jobs')
@Roles('Admin')
@Controller('admin/jobs')
export class BulkController {
  constructor(private readonly jobs: BulkService) {}

  @Post('bulk')
  @HttpCode(200)
  @Replays((it: BulkController, done) => it.jobs.again(done))
  @ApiOperation({
    summary: 'Requeue, cancel or run now many jobs: 1,000 commit at a time',
    description: 'Where there are more than 10,000 the answer names a job that does it by and by.',
  })
  @ApiOkResponse({ type: BulkOutcomeView })
  @ApiUnprocessableEntityResponse({
    description: 'A search (`q`) finds more than 10,000 jobs: `search-too-wide`.',
    content: { [PROBLEM_JSON]: { schema: { $ref: '#/components/schemas/Problem' } } },
  })
  act(@Body() body: BulkBody, @By() by: Actor): Promise<BulkOutcomeView> {
    return this.jobs.answer(body, by);
  }
}
