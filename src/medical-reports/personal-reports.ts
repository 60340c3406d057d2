import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PersonalData, type PersonalDataKeeper } from '../users/personal-data';
import { MedicalReportRepository } from './medical-report.repository';

/** Tells what doctors have written about patients, removed reports among it. */
@Injectable()
export class PersonalReports implements PersonalDataKeeper, OnModuleInit {
  readonly holds = 'medicalReports';

  constructor(
    private readonly personal: PersonalData,
    private readonly reports: MedicalReportRepository,
  ) {}

  onModuleInit(): void {
    this.personal.register(this);
  }

  exportOf(userId: string): Promise<unknown> {
    return this.reports.allOfPatient(userId);
  }

  erase(userId: string): Promise<void> {
    return this.reports.eraseTextsOf(userId);
  }
}
