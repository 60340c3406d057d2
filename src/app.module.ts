import { type DynamicModule, Module } from '@nestjs/common';
import { AdminModule } from './admin/admin.module';
import { AlertsModule } from './alerts/alerts.module';
import { AppointmentsModule } from './appointments/appointments.module';
import { AuditModule } from './audit/audit.module';
import { AuthModule } from './auth/auth.module';
import { ConnectionDrain } from './common/http/connection-drain';
import { CommonModule } from './common/common.module';
import type { Config } from './config/config';
import { ConfigModule } from './config/config.module';
import { DashboardModule } from './dashboard/dashboard.module';
import { DatabaseModule } from './database/database.module';
import { DoctorsModule } from './doctors/doctors.module';
import { HealthModule } from './health/health.module';
import { JobAdminModule } from './job-admin/job-admin.module';
import { MetricsModule } from './metrics/metrics.module';
import { UsersModule } from './users/users.module';
import { JobsModule } from './jobs/jobs.module';
import { NotificationsModule } from './notifications/notifications.module';

/** The whole application. */
@Module({
  imports: [
    CommonModule,
    DatabaseModule,
    AuditModule,
    UsersModule,
    AuthModule,
    NotificationsModule,
    DoctorsModule,
    AppointmentsModule,
    JobAdminModule,
    AdminModule,
    AlertsModule,
    HealthModule,
    MetricsModule,
  ],
  providers: [ConnectionDrain],
})
export class AppModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [ConfigModule.forRoot(config), JobsModule.forRoot(config), DashboardModule.at(config.dashboardPath)],
    };
  }
}
