import { Controller, Get, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { By, SignedIn } from '../auth/access';
import { Message } from '../common/http/message';
import { PathId } from '../common/http/path-id';
import type { Page } from '../common/paging';
import type { Actor } from '../users/actor';
import { InboxService } from './inbox.service';
import { NotificationView, NotificationsQuery, UnreadCount } from './notification.dto';

@ApiTags('Notifications')
@SignedIn()
@Controller('notifications')
export class NotificationController {
  constructor(private readonly inbox: InboxService) {}

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
