import { Injectable } from '@nestjs/common';
import { VisitService } from '../appointments/visit.service';
import { AuditService } from '../audit/audit.service';
import { byId } from '../common/by-id';
import { NotFound } from '../common/domain-error';
import { Page, type Paging } from '../common/paging';
import { DoctorService } from '../doctors/doctor.service';
import type { Actor } from '../users/actor';
import { UserService } from '../users/user.service';
import { type MedicalReportView, reportView } from './medical-report.dto';
import type { MedicalReport } from './medical-report.entity';
import { MedicalReportRepository, type ReportFilter } from './medical-report.repository';

export type { MedicalReportView } from './medical-report.dto';

const READ = 'medical-report.read';

/** Lets people read reports. Each report that anyone is shown is audited before the answer leaves. */
@Injectable()
export class MedicalReportViewService {
  constructor(
    private readonly reports: MedicalReportRepository,
    private readonly visits: VisitService,
    private readonly users: UserService,
    private readonly doctors: DoctorService,
    private readonly audit: AuditService,
  ) {}

  /** For its author and Admins. @throws NotFound to anyone else, as when there is none; that is audited, too. */
  byId(id: number, by: Actor): Promise<MedicalReportView> {
    return this.disclose({ type: 'medical-report', id }, by, () => this.reports.find(id));
  }

  /** As `byId`. */
  byAppointment(appointmentId: number, by: Actor): Promise<MedicalReportView> {
    const subject = { type: 'appointment', id: appointmentId };
    return this.disclose(subject, by, () => this.reports.findByAppointment(appointmentId));
  }

  /** Those about a patient, for the patient, newest first. */
  ofPatient(by: Actor, paging: Paging): Promise<Page<MedicalReportView>> {
    return this.page({ patientId: by.userId }, by, paging);
  }

  /** Those that the doctor whom a user is has written, newest first. */
  async ofAuthor(by: Actor, paging: Paging): Promise<Page<MedicalReportView>> {
    const doctor = await this.doctors.findByUserId(by.userId);
    return doctor ? this.page({ doctorId: doctor.id }, by, paging) : new Page([]);
  }

  /** Those about each of these patients, newest first, for an Admin. */
  async ofPatients(patientIds: readonly string[], by: Actor): Promise<Map<string, MedicalReportView[]>> {
    const found = new Map(patientIds.map((id): [string, MedicalReportView[]] => [id, []]));
    const reports = await this.reports.ofPatients(patientIds);
    await this.recordReading(reports, by);
    for (const view of await this.show(reports)) found.get(view.patientId)?.push(view);
    return found;
  }

  /** A report that the caller has just written, which says so itself. */
  async written(report: MedicalReport): Promise<MedicalReportView> {
    const [view] = await this.show([report]);
    if (!view) throw new NotFound('The medical report');
    return view;
  }

  private async page(filter: ReportFilter, by: Actor, paging: Paging): Promise<Page<MedicalReportView>> {
    const page = await this.reports.page(filter, paging);
    await this.recordReading(page.items, by);
    return page.with(await this.show(page.items));
  }

  private disclose(
    subject: { type: string; id: number },
    by: Actor,
    find: () => Promise<MedicalReport | null>,
  ): Promise<MedicalReportView> {
    return this.audit.watch({ actor: by, action: READ, subject }, async () => {
      const report = await find();
      if (!report || !(await this.isOpenTo(report, by))) throw new NotFound('The medical report');
      await this.recordReading([report], by);
      return this.written(report);
    });
  }

  private async isOpenTo({ doctorId }: MedicalReport, { userId, role }: Actor): Promise<boolean> {
    if (role === 'Admin') return true;
    return (await this.doctors.findByUserId(userId))?.id === doctorId;
  }

  private recordReading(reports: readonly MedicalReport[], actor: Actor): Promise<void> {
    return this.audit.recordMany(
      reports.map(({ id, appointmentId, patientId }) => ({
        actor,
        action: READ,
        subject: { type: 'medical-report', id },
        data: { appointmentId, patientId },
      })),
    );
  }

  private async show(reports: readonly MedicalReport[]): Promise<MedicalReportView[]> {
    const [patients, doctors, visits] = await Promise.all([
      this.users.findMany([...new Set(reports.map(({ patientId }) => patientId))]),
      this.doctors.findMany([...new Set(reports.map(({ doctorId }) => doctorId))]),
      this.visits.findMany(reports.map(({ appointmentId }) => appointmentId)),
    ]);
    const [patientById, doctorById, visitById] = [byId(patients), byId(doctors), byId(visits)];
    return reports.flatMap((report) => {
      const patient = patientById.get(report.patientId);
      const doctor = doctorById.get(report.doctorId);
      const visit = visitById.get(report.appointmentId);
      // None of them is ever deleted, and the foreign keys say so.
      return patient && doctor && visit ? [reportView(report, { patient, doctor, visit })] : [];
    });
  }
}
