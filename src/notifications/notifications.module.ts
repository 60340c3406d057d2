import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { AuthModule } from '../auth/auth.module';
import { JobsModule } from '../jobs/jobs.module';
import { UsersModule } from '../users/users.module';
import { AlertNoticeService } from './alert-notice.service';
import { DeliverEmailHandler } from './deliver-email.handler';
import { DeliveryCheckService } from './delivery-check.service';
import { SettledDeliveries, ToldOnce } from './delivery-invariants';
import { DeliveryLedgerService } from './delivery-ledger.service';
import { DeliveryRepository } from './delivery.repository';
import { DeliveryService } from './delivery.service';
import { DeliverySettlementService } from './delivery-settlement.service';
import { EffectCheckRepository } from './effect-check.repository';
import { InboxCounterService } from './inbox-counter.service';
import { InboxNews } from './inbox-news';
import { InboxRepository } from './inbox.repository';
import { InboxService } from './inbox.service';
import { StreamFeedService } from './live/stream-feed.service';
import { DEFAULT_PACE, STREAM_PACE, StreamService } from './live/stream.service';
import { MailModule } from './mail/mail.module';
import { NoticeSources } from './notice-source';
import { NoticeTraceRepository } from './notice-trace.repository';
import { NoticeTraceService } from './notice-trace.service';
import { NotificationJobContribution } from './notification-job-contribution';
import { NotificationController } from './notification.controller';
import { deliverEmail, settleDeliveries } from './notification.jobs';
import { NotificationRepository } from './notification.repository';
import { NotificationService } from './notification.service';
import { PersonalNoticeRepository } from './personal-notice.repository';
import { PersonalNotices } from './personal-notices';
import { RestoredDeliveryService } from './restored-delivery.service';
import { SettleDeliveriesHandler } from './settle-deliveries.handler';
import { UnsubscribeController } from './unsubscribe.controller';
import { UnsubscribeService } from './unsubscribe.service';
import { VisitMailer } from './visit-mailer';

/** In-app notifications, and e-mail through a ledger. Features that send notices register a `NoticeSource`. */
@Module({
  imports: [JobsModule.forFeature([deliverEmail, settleDeliveries]), AuditModule, UsersModule, AuthModule, MailModule],
  controllers: [NotificationController, UnsubscribeController],
  providers: [
    NotificationRepository,
    DeliveryRepository,
    NoticeTraceRepository,
    NoticeTraceService,
    NotificationJobContribution,
    NoticeSources,
    NotificationService,
    AlertNoticeService,
    InboxRepository,
    InboxNews,
    InboxCounterService,
    InboxService,
    { provide: STREAM_PACE, useValue: DEFAULT_PACE },
    StreamFeedService,
    StreamService,
    UnsubscribeService,
    VisitMailer,
    DeliveryCheckService,
    DeliveryLedgerService,
    DeliveryService,
    DeliverySettlementService,
    EffectCheckRepository,
    SettledDeliveries,
    ToldOnce,
    DeliverEmailHandler,
    SettleDeliveriesHandler,
    PersonalNoticeRepository,
    PersonalNotices,
    RestoredDeliveryService,
  ],
  exports: [
    RestoredDeliveryService,
    AlertNoticeService,
    NotificationService,
    DeliveryLedgerService,
    NoticeSources,
    NoticeTraceService,
  ],
})
export class NotificationsModule {}
