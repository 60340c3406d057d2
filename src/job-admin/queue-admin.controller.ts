import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Roles } from '../auth/access';
import { Replays } from '../idempotency/replays';
import type { Actor } from '../users/actor';
import { Conflicts } from './conflicts';
import { QueueView } from './job-figures.dto';
import { QueueAction, QueueEdit } from './queue-admin.dto';
import { QueueAdminService } from './queue-admin.service';

@ApiTags('Jobs')
@Roles('Admin')
@Controller('admin/queues')
export class QueueAdminController {
  constructor(private readonly queues: QueueAdminService) {}

  @Get()
  @ApiOperation({ summary: 'Queues: what is due in them, what holds for them and how fast they go' })
  @ApiOkResponse({ type: [QueueView] })
  list(): Promise<QueueView[]> {
    return this.queues.list();
  }

  @Post(':name/pause')
  @HttpCode(200)
  @Replays((it: QueueAdminController, name) => it.queues.find(name))
  @ApiOperation({ summary: 'Begin no more of its jobs; what runs goes on' })
  @ApiOkResponse({ type: QueueView })
  @Conflicts('It is paused already: `queue-paused`.')
  pause(@Param('name') name: string, @Body() { reason }: QueueAction, @By() by: Actor): Promise<QueueView> {
    return this.queues.pause({ name, reason, by });
  }

  @Post(':name/resume')
  @HttpCode(200)
  @Replays((it: QueueAdminController, name) => it.queues.find(name))
  @ApiOperation({ summary: 'Let a paused queue go on' })
  @ApiOkResponse({ type: QueueView })
  @Conflicts('It is not paused: `queue-not-paused`.')
  resume(@Param('name') name: string, @Body() { reason }: QueueAction, @By() by: Actor): Promise<QueueView> {
    return this.queues.resume({ name, reason, by });
  }

  @Put(':name')
  @ApiOperation({ summary: 'Limit how many of its jobs run at once or begin in a minute' })
  @ApiOkResponse({ type: QueueView })
  edit(@Param('name') name: string, @Body() edit: QueueEdit, @By() by: Actor): Promise<QueueView> {
    const { reason, ...limits } = edit;
    return this.queues.edit({ name, reason, by }, limits);
  }
}
