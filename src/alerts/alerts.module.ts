import { Module } from '@nestjs/common';
import { JobsModule } from '../jobs/jobs.module';
import { NotificationsModule } from '../notifications/notifications.module';
import { MailModule } from '../notifications/mail/mail.module';
import { UsersModule } from '../users/users.module';
import { AlertChannelsService } from './alert-channels.service';
import { AlertDeliveryService } from './alert-delivery.service';
import { AlertDuties } from './alert-duties';
import { AlertNewsService } from './alert-news.service';
import { deliverAlert } from './alert.jobs';
import { AlertRepository } from './alert.repository';
import { AlertService } from './alert.service';
import { DeliverAlertHandler } from './deliver-alert.handler';
import { SignsService } from './signs.service';
import { VerificationRepository } from './verification.repository';
import { VerifyService } from './verify.service';
import { WatchService } from './watch.service';
import { Webhook } from './webhook';

/** The watch over the system, and the verification of what must always hold. */
@Module({
  imports: [JobsModule.forFeature([deliverAlert]), NotificationsModule, MailModule, UsersModule],
  providers: [
    AlertRepository,
    VerificationRepository,
    Webhook,
    SignsService,
    AlertService,
    AlertChannelsService,
    AlertNewsService,
    AlertDeliveryService,
    DeliverAlertHandler,
    VerifyService,
    WatchService,
    AlertDuties,
  ],
  exports: [AlertService, VerifyService],
})
export class AlertsModule {}
