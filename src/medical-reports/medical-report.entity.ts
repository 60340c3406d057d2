import { Entity, ForeignKey, Index } from 'typeorm';
import { CountedId, InstantColumn, IntColumn, LongTextColumn, TextColumn } from '../database/columns';
import { ReportChanged } from './medical-report.errors';

/** The texts of a report, by the names that everyone who reads one knows them by. */
export const REPORT_TEXTS = ['antecedente', 'simptome', 'clinice', 'paraclinice', 'diagnostic', 'recomandari'] as const;
export type ReportTexts = Pick<MedicalReport, (typeof REPORT_TEXTS)[number]>;

/** What a doctor has written of a completed visit. Removed ones stay, for nobody to read. */
@Entity('MedicalReport')
@Index('UX_MedicalReport_appointment', ['appointmentId'], { unique: true, where: '"deletedAt" IS NULL' })
@Index('IX_MedicalReport_patient', ['patientId', 'createdAt', 'id'])
@Index('IX_MedicalReport_doctor', ['doctorId', 'createdAt', 'id'])
export class MedicalReport {
  @CountedId()
  id: number;

  @ForeignKey('Appointment')
  @IntColumn()
  appointmentId: number;

  /** The author: the appointment's doctor. */
  @ForeignKey('Doctor')
  @IntColumn()
  doctorId: number;

  /** The appointment's client. */
  @ForeignKey('User')
  @TextColumn(36)
  patientId: string;

  @LongTextColumn({ nullable: true })
  antecedente: string | null;

  @LongTextColumn({ nullable: true })
  simptome: string | null;

  @LongTextColumn({ nullable: true })
  clinice: string | null;

  @LongTextColumn({ nullable: true })
  paraclinice: string | null;

  @LongTextColumn({ nullable: true })
  diagnostic: string | null;

  @LongTextColumn({ nullable: true })
  recomandari: string | null;

  /** Rises with every write; the ETag. */
  @IntColumn()
  version: number;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn({ nullable: true })
  updatedAt: Date | null;

  @InstantColumn({ nullable: true })
  deletedAt: Date | null;

  /** @throws ReportChanged unless this is the version that the caller has seen; null: any will do. */
  assertVersion(seen: number | null): void {
    if (seen !== null && seen !== this.version) throw new ReportChanged();
  }

  /** Puts other texts in place of all; the names of those that differ. */
  rewrite(texts: ReportTexts, now: Date): string[] {
    const changed = REPORT_TEXTS.filter((name) => this[name] !== texts[name]);
    for (const name of REPORT_TEXTS) this[name] = texts[name];
    this.updatedAt = now;
    return changed;
  }
}
