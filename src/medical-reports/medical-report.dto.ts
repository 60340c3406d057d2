import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { optionalText, rowId, timestamp } from '../common/http/fields';
import { PAGED, UNPAGED, pagingFields } from '../common/paging';
import type { MedicalReport } from './medical-report.entity';

const LONGEST = 10_000;

const texts = {
  antecedente: optionalText(LONGEST),
  simptome: optionalText(LONGEST),
  clinice: optionalText(LONGEST),
  paraclinice: optionalText(LONGEST),
  diagnostic: optionalText(LONGEST),
  recomandari: optionalText(LONGEST),
};

export class WriteReport extends createZodDto(z.object({ appointmentId: rowId(), ...texts })) {}

/** All six texts: what is absent becomes empty. */
export class RewriteReport extends createZodDto(z.object(texts)) {}

export class AuthoredReportsQuery extends createZodDto(z.object(pagingFields(UNPAGED))) {}

export class OwnReportsQuery extends createZodDto(z.object(pagingFields(PAGED))) {}

export class MedicalReportView extends createZodDto(
  z
    .object({
      id: z.string(),
      appointmentId: z.string(),
      doctorId: z.string(),
      doctorName: z.string(),
      doctorSpecialization: z.string(),
      patientId: z.string(),
      patientName: z.string(),
      appointmentDate: z.string().meta({ format: 'date' }),
      appointmentTime: z.string(),
      antecedente: z.string().nullable(),
      simptome: z.string().nullable(),
      clinice: z.string().nullable(),
      paraclinice: z.string().nullable(),
      diagnostic: z.string().nullable(),
      recomandari: z.string().nullable(),
      createdAt: timestamp(),
      updatedAt: timestamp().nullable(),
      version: z.int(),
    })
    .meta({ id: 'MedicalReport' }),
) {}

/** What a report's answer shows of others. */
export interface ReportSurroundings {
  doctor: { displayName: string; specialization: string };
  patient: { firstName: string; lastName: string };
  visit: { date: string; time: string };
}

export function reportView(report: MedicalReport, { doctor, patient, visit }: ReportSurroundings): MedicalReportView {
  const { antecedente, simptome, clinice, paraclinice, diagnostic, recomandari } = report;
  return {
    id: String(report.id),
    appointmentId: String(report.appointmentId),
    doctorId: String(report.doctorId),
    doctorName: doctor.displayName,
    doctorSpecialization: doctor.specialization,
    patientId: report.patientId,
    patientName: `${patient.firstName} ${patient.lastName}`,
    appointmentDate: visit.date,
    appointmentTime: visit.time,
    ...{ antecedente, simptome, clinice, paraclinice, diagnostic, recomandari },
    createdAt: report.createdAt.toISOString(),
    updatedAt: report.updatedAt?.toISOString() ?? null,
    version: report.version,
  };
}
