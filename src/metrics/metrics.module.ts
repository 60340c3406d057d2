import { Module } from '@nestjs/common';
import { AlertsModule } from '../alerts/alerts.module';
import { MailModule } from '../notifications/mail/mail.module';
import { MetricsController } from './metrics.controller';
import { MetricsGuard } from './metrics.guard';
import { MetricsService, PROCESS_REGISTRY } from './metrics.service';
import { ServedRequests } from './served-requests';
import { SystemFiguresService } from './system-figures.service';

/** Figures for Prometheus: of the whole system from the database, of the process from its memory. */
@Module({
  imports: [AlertsModule, MailModule],
  controllers: [MetricsController],
  providers: [MetricsGuard, MetricsService, PROCESS_REGISTRY, ServedRequests, SystemFiguresService],
})
export class MetricsModule {}
