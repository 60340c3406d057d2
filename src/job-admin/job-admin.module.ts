import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { JobAdminController } from './job-admin.controller';
import { JobAdminService } from './job-admin.service';
import { JobSteeringService } from './job-steering.service';

/** Jobs over HTTP, for Admins. */
@Module({
  imports: [AuditModule],
  controllers: [JobAdminController],
  providers: [JobAdminService, JobSteeringService],
  exports: [JobSteeringService],
})
export class JobAdminModule {}
