import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type VisitRecords, VisitRecordsRegistry } from '../appointments/visit-records';
import { MedicalReportRepository } from './medical-report.repository';

/** Tells the appointments' module which visits have a report. */
@Injectable()
export class ReportVisitRecords implements VisitRecords, OnModuleInit {
  constructor(
    private readonly records: VisitRecordsRegistry,
    private readonly reports: MedicalReportRepository,
  ) {}

  onModuleInit(): void {
    this.records.register(this);
  }

  async existFor(appointmentId: number): Promise<boolean> {
    return (await this.reports.findByAppointment(appointmentId)) !== null;
  }
}
