import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { JobsModule } from '../jobs/jobs.module';
import { NotificationsModule } from '../notifications/notifications.module';
import { AuditTrailController } from './audit-trail.controller';
import { AuditTrailService } from './audit-trail.service';
import { BulkController } from './bulk.controller';
import { BulkJobService } from './bulk-job.service';
import { changeJobs } from './bulk.jobs';
import { BulkService } from './bulk.service';
import { BulkWalkService } from './bulk-walk.service';
import { ChangeJobsHandler } from './change-jobs.handler';
import { DeliveryAdminController } from './delivery-admin.controller';
import { DeliveryAdminService } from './delivery-admin.service';
import { JobAdminController } from './job-admin.controller';
import { JobAdminService } from './job-admin.service';
import { JobFilters } from './job-filters.service';
import { JobLatencyService } from './job-latency.service';
import { JobStatsController } from './job-stats.controller';
import { JobStatsService } from './job-stats.service';
import { JobSteeringService } from './job-steering.service';
import { QueueAdminController } from './queue-admin.controller';
import { QueueAdminService } from './queue-admin.service';
import { RecurringAdminController } from './recurring-admin.controller';
import { RecurringAdminService } from './recurring-admin.service';
import { ServerAdminController } from './server-admin.controller';
import { ServerAdminService } from './server-admin.service';

/** Jobs and what belongs to them over HTTP, for Admins; the services serve the dashboard too. */
@Module({
  imports: [AuditModule, NotificationsModule, JobsModule.forFeature([changeJobs])],
  // Those with fixed paths under /admin/jobs come before the one with ids.
  controllers: [
    JobStatsController,
    BulkController,
    JobAdminController,
    QueueAdminController,
    RecurringAdminController,
    ServerAdminController,
    AuditTrailController,
    DeliveryAdminController,
  ],
  providers: [
    JobFilters,
    JobAdminService,
    JobSteeringService,
    BulkService,
    BulkJobService,
    BulkWalkService,
    ChangeJobsHandler,
    JobLatencyService,
    JobStatsService,
    QueueAdminService,
    RecurringAdminService,
    ServerAdminService,
    AuditTrailService,
    DeliveryAdminService,
  ],
  exports: [
    JobFilters,
    JobAdminService,
    JobSteeringService,
    BulkService,
    JobStatsService,
    QueueAdminService,
    RecurringAdminService,
    ServerAdminService,
    AuditTrailService,
    DeliveryAdminService,
  ],
})
export class JobAdminModule {}
