import { Controller, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Anyone } from '../auth/access';
import { AcceptsForms } from '../common/http/body';
import { UnsubscribeQuery } from './notification.dto';
import { UNSUBSCRIBE_PAGE_POLICY } from './unsubscribe-page';
import { UnsubscribeService } from './unsubscribe.service';

/** Where the links in reminders lead; mail programs post there by themselves when their reader says so (RFC 8058). */
@ApiTags('Notifications')
@Anyone()
@Controller('notifications/unsubscribe')
export class UnsubscribeController {
  constructor(private readonly unsubscribing: UnsubscribeService) {}

  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header('Content-Security-Policy', UNSUBSCRIBE_PAGE_POLICY)
  @ApiOperation({ summary: 'A page with a button that ends the e-mail reminders' })
  @ApiOkResponse({ content: { 'text/html': { schema: { type: 'string' } } } })
  page(@Query() { token }: UnsubscribeQuery): Promise<string> {
    return this.unsubscribing.page(token);
  }

  @Post()
  @HttpCode(200)
  @AcceptsForms()
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header('Content-Security-Policy', UNSUBSCRIBE_PAGE_POLICY)
  @ApiOperation({ summary: 'Ends the e-mail reminders, as the button does and as mail programs do (RFC 8058)' })
  @ApiOkResponse({ content: { 'text/html': { schema: { type: 'string' } } } })
  stop(@Query() { token }: UnsubscribeQuery): Promise<string> {
    return this.unsubscribing.stop(token);
  }
}
