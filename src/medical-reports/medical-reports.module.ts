import { Module } from '@nestjs/common';
import { AppointmentsModule } from '../appointments/appointments.module';
import { AuditModule } from '../audit/audit.module';
import { DoctorsModule } from '../doctors/doctors.module';
import { UsersModule } from '../users/users.module';
import { MedicalReportViewService } from './medical-report-view.service';
import { ClientReportController, DoctorReportController } from './medical-report.controller';
import { MedicalReportRepository } from './medical-report.repository';
import { MedicalReportService } from './medical-report.service';
import { PersonalReports } from './personal-reports';
import { ReportVisitRecords } from './report-visit-records';

@Module({
  imports: [AuditModule, UsersModule, DoctorsModule, AppointmentsModule],
  controllers: [DoctorReportController, ClientReportController],
  providers: [
    MedicalReportRepository,
    MedicalReportService,
    MedicalReportViewService,
    ReportVisitRecords,
    PersonalReports,
  ],
  exports: [MedicalReportViewService],
})
export class MedicalReportsModule {}
