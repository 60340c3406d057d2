import { Module } from '@nestjs/common';
import { JobsModule } from '../jobs/jobs.module';
import { UsersModule } from '../users/users.module';
import { DeliverEmailHandler } from './deliver-email.handler';
import { DeliveryCheckService } from './delivery-check.service';
import { DeliveryLedgerService } from './delivery-ledger.service';
import { DeliveryRepository } from './delivery.repository';
import { DeliveryService } from './delivery.service';
import { DeliverySettlementService } from './delivery-settlement.service';
import { InboxService } from './inbox.service';
import { MailModule } from './mail/mail.module';
import { NoticeSources } from './notice-source';
import { NoticeTraceRepository } from './notice-trace.repository';
import { NoticeTraceService } from './notice-trace.service';
import { NotificationJobContribution } from './notification-job-contribution';
import { NotificationController } from './notification.controller';
import { deliverEmail, settleDeliveries } from './notification.jobs';
import { NotificationRepository } from './notification.repository';
import { NotificationService } from './notification.service';
import { SettleDeliveriesHandler } from './settle-deliveries.handler';
import { VisitMailer } from './visit-mailer';

/** In-app notifications, and e-mail through a ledger. Features that send notices register a `NoticeSource`. */
@Module({
  imports: [JobsModule.forFeature([deliverEmail, settleDeliveries]), UsersModule, MailModule],
  controllers: [NotificationController],
  providers: [
    NotificationRepository,
    DeliveryRepository,
    NoticeTraceRepository,
    NoticeTraceService,
    NotificationJobContribution,
    NoticeSources,
    NotificationService,
    InboxService,
    VisitMailer,
    DeliveryCheckService,
    DeliveryLedgerService,
    DeliveryService,
    DeliverySettlementService,
    DeliverEmailHandler,
    SettleDeliveriesHandler,
  ],
  exports: [NotificationService, DeliveryLedgerService, NoticeSources, NoticeTraceService],
})
export class NotificationsModule {}
