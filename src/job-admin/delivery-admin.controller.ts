import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Roles } from '../auth/access';
import { PathId } from '../common/http/path-id';
import type { Page } from '../common/paging';
import { Replays } from '../idempotency/replays';
import type { Actor } from '../users/actor';
import { Conflicts } from './conflicts';
import { DeliveriesQuery, DeliveryAction, DeliveryView } from './delivery-admin.dto';
import { DeliveryAdminService } from './delivery-admin.service';
import { TOTAL } from './total-header';

@ApiTags('Administration')
@Roles('Admin')
@Controller('admin/deliveries')
export class DeliveryAdminController {
  constructor(private readonly deliveries: DeliveryAdminService) {}

  @Get()
  @ApiOperation({ summary: 'The ledger of e-mails, the newest first' })
  @ApiOkResponse({ type: [DeliveryView], headers: TOTAL })
  list(@Query() query: DeliveriesQuery): Promise<Page<DeliveryView>> {
    return this.deliveries.page(query);
  }

  @Post(':id/resend')
  @HttpCode(200)
  @Replays((it: DeliveryAdminController, id) => it.deliveries.find(Number(id)))
  @ApiOperation({
    summary: 'Send a mail again that failed, was skipped or may not have arrived: the same, by a job of its own',
  })
  @ApiOkResponse({ type: DeliveryView })
  @Conflicts(
    'It was sent: `delivery-sent`; it is still on its way: `delivery-open`; or it would not be sent: `delivery-superseded`, ' +
      '`delivery-opted-out`, `delivery-recipient-inactive`, `delivery-bad-address`.',
  )
  resend(@PathId() id: number, @Body() { reason }: DeliveryAction, @By() by: Actor): Promise<DeliveryView> {
    return this.deliveries.resend({ id, reason, by });
  }
}
