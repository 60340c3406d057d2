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
import { IdempotencyModule } from './idempotency/idempotency.module';
import { JobAdminModule } from './job-admin/job-admin.module';
import { MedicalReportsModule } from './medical-reports/medical-reports.module';
import { MetricsModule } from './metrics/metrics.module';
import { ReviewsModule } from './reviews/reviews.module';
import { UsersModule } from './users/users.module';
import { JobsModule } from './jobs/jobs.module';
import { NotificationsModule } from './notifications/notifications.module';
import { TlsListener } from './tls-listener';

/** The whole application. */
@Module({
  imports: [
    CommonModule,
    DatabaseModule,
    AuditModule,
    UsersModule,
    AuthModule,
    IdempotencyModule,
    NotificationsModule,
    DoctorsModule,
    AppointmentsModule,
    ReviewsModule,
    MedicalReportsModule,
    JobAdminModule,
    AdminModule,
    AlertsModule,
    HealthModule,
    MetricsModule,
  ],
  providers: [ConnectionDrain, TlsListener],
})
export class AppModule {
  static forRoot(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [ConfigModule.forRoot(config), JobsModule.forRoot(config), DashboardModule.at(config.dashboardPath)],
    };
  }
}
