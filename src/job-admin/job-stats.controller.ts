import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../auth/access';
import { HistoryBucketView, HistoryQuery, JobStatsView } from './job-figures.dto';
import { JobStatsService } from './job-stats.service';

@ApiTags('Jobs')
@Roles('Admin')
@Controller('admin/jobs')
export class JobStatsController {
  constructor(private readonly figures: JobStatsService) {}

  @Get('stats')
  @ApiOperation({ summary: 'How many jobs there are, and how fast they go' })
  @ApiOkResponse({ type: JobStatsView })
  stats(): Promise<JobStatsView> {
    return this.figures.stats();
  }

  @Get('history')
  @ApiOperation({ summary: 'The runs that ended in each hour of a day or on each day of a week, the oldest first' })
  @ApiOkResponse({ type: [HistoryBucketView] })
  history(@Query() { period }: HistoryQuery): Promise<HistoryBucketView[]> {
    return this.figures.history(period);
  }
}
