import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { AlertsModule } from '../alerts/alerts.module';
import { HealthController } from './health.controller';
import { HealthService } from './health.service';
import { LiveWorkers } from './live-workers';
import { WatchedService } from './watched.service';

@Module({
  imports: [AlertsModule, TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController],
  providers: [HealthService, LiveWorkers, WatchedService],
})
export class HealthModule {}
