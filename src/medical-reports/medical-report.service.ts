import { Injectable } from '@nestjs/common';
import { VisitService } from '../appointments/visit.service';
import { AuditService } from '../audit/audit.service';
import { Clock } from '../common/clock';
import { NotFound } from '../common/domain-error';
import { Database } from '../database/database';
import { DoctorService } from '../doctors/doctor.service';
import type { Actor } from '../users/actor';
import { MedicalReport, type ReportTexts } from './medical-report.entity';
import { MedicalReportRepository } from './medical-report.repository';

/** Who writes, and which version of the report they have seen (null: whichever there is). */
export interface Author {
  by: Actor;
  version: number | null;
}

/** What doctors write of the visits that they have had. Each write, and each that is refused, is audited. */
@Injectable()
export class MedicalReportService {
  constructor(
    private readonly database: Database,
    private readonly reports: MedicalReportRepository,
    private readonly visits: VisitService,
    private readonly doctors: DoctorService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Of a completed appointment of the calling Doctor. @throws NotFound, NotCompleted, DuplicateReport */
  async write(appointmentId: number, texts: ReportTexts, by: Actor): Promise<MedicalReport> {
    const action = 'medical-report.create';
    const doctorId = await this.doctorIdOf(by);
    return this.audit.watch({ actor: by, action, subject: { type: 'appointment', id: appointmentId } }, () =>
      this.database.transaction(async () => {
        const visit = await this.visits.lockCompleted(appointmentId, { doctorId });
        const report = Object.assign(new MedicalReport(), {
          ...texts,
          appointmentId,
          doctorId,
          patientId: visit.clientId,
          version: 1,
          createdAt: this.clock.now(),
          updatedAt: null,
          deletedAt: null,
        });
        await this.reports.insert(report);
        await this.record(action, report, by);
        return report;
      }),
    );
  }

  /** Puts other texts in place of all of a report of the calling Doctor. @throws NotFound, ReportChanged */
  rewrite(id: number, texts: ReportTexts, author: Author): Promise<MedicalReport> {
    const action = 'medical-report.update';
    return this.change(id, action, author, async (report) => {
      const fields = report.rewrite(texts, this.clock.now());
      await this.reports.save(report);
      await this.record(action, report, author.by, { fields });
    });
  }

  /** Takes a report of the calling Doctor out of everyone's sight. @throws NotFound, ReportChanged */
  async remove(id: number, author: Author): Promise<void> {
    const action = 'medical-report.delete';
    await this.change(id, action, author, async (report) => {
      await this.reports.remove(report, this.clock.now());
      await this.record(action, report, author.by);
    });
  }

  /** Under the lock of the doctor, which a change of the appointment's status takes, too: that rests on there being a report. */
  private async change(
    id: number,
    action: string,
    { by, version }: Author,
    apply: (report: MedicalReport) => Promise<void>,
  ): Promise<MedicalReport> {
    const doctorId = await this.doctorIdOf(by);
    return this.audit.watch({ actor: by, action, subject: { type: 'medical-report', id } }, () =>
      this.database.transaction(async () => {
        await this.database.lock(`doctor:${doctorId}`);
        const report = await this.reports.find(id);
        if (report?.doctorId !== doctorId) throw new NotFound('The medical report');
        report.assertVersion(version);
        await apply(report);
        return report;
      }),
    );
  }

  private async doctorIdOf({ userId }: Actor): Promise<number> {
    const doctor = await this.doctors.findByUserId(userId);
    if (!doctor) throw new NotFound('The doctor');
    return doctor.id;
  }

  private record(
    action: string,
    report: MedicalReport,
    actor: Actor,
    more: Record<string, unknown> = {},
  ): Promise<void> {
    const { id, appointmentId, patientId } = report;
    const subject = { type: 'medical-report', id };
    return this.audit.record({ actor, action, subject, data: { appointmentId, patientId, ...more } });
  }
}
