import { Controller, Get, HttpCode, Post, Put, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { By, OrTicket, SignedIn, type SignedInActor } from '../auth/access';
import { Message } from '../common/http/message';
import { PathId } from '../common/http/path-id';
import type { Page } from '../common/paging';
import type { Actor } from '../users/actor';
import { InboxService } from './inbox.service';
import { LastEventId } from './live/last-event-id';
import { StreamService } from './live/stream.service';
import { NotificationView, NotificationsQuery, StreamQuery, StreamTicket, UnreadCount } from './notification.dto';

@ApiTags('Notifications')
@SignedIn()
@Controller('notifications')
export class NotificationController {
  constructor(
    private readonly inbox: InboxService,
    private readonly streams: StreamService,
  ) {}

  @Get()
  @ApiOkResponse({ type: [NotificationView] })
  list(@By() { userId }: Actor, @Query() query: NotificationsQuery): Promise<Page<NotificationView>> {
    return this.inbox.list(userId, query);
  }

  @Get('unread-count')
  @ApiOkResponse({ type: UnreadCount })
  async unreadCount(@By() { userId }: Actor): Promise<UnreadCount> {
    return { count: await this.inbox.countUnread(userId) };
  }

  @Post('stream-ticket')
  @HttpCode(200)
  @ApiOperation({ summary: 'A ticket for one stream, for an EventSource, which can send no header' })
  @ApiOkResponse({ type: StreamTicket })
  async streamTicket(@By() by: SignedInActor): Promise<StreamTicket> {
    return { ticket: await this.streams.issueTicket(by) };
  }

  @Get('stream')
  @OrTicket()
  @ApiOperation({
    summary: 'New notifications as they come, as server-sent events',
    description:
      'Events `notification` (a Notification) and `unread` (an unread count), each with the id by which a reader resumes.',
  })
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'What was heard last: what came after it follows.',
  })
  @ApiOkResponse({ content: { 'text/event-stream': { schema: { type: 'string' } } } })
  stream(
    @By() by: SignedInActor,
    @LastEventId() lastEventId: number | null,
    @Res() response: Response,
    @Query() query: StreamQuery,
  ): void {
    this.streams.connect(by, lastEventId ?? query.lastEventId ?? null, response);
  }

  @Put('read-all')
  @ApiOkResponse({ type: Message })
  async readAll(@By() { userId }: Actor): Promise<Message> {
    await this.inbox.markAllRead(userId);
    return { message: 'All notifications are marked as read.' };
  }

  @Put(':id/read')
  @ApiOkResponse({ type: Message })
  async read(@By() { userId }: Actor, @PathId() id: number): Promise<Message> {
    await this.inbox.markRead(userId, id);
    return { message: 'The notification is marked as read.' };
  }
}
