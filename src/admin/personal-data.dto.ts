import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { localDate, text, timestamp } from '../common/http/fields';

export class EraseUser extends createZodDto(
  z.object({
    reason: text(2000).describe('Kept in the audit.'),
    cancelAppointments: z
      .boolean()
      .optional()
      .describe('Cancels the open appointments of the user, whose doctors are told; without it they are in the way.'),
  }),
) {}

export class ExportQuery extends createZodDto(z.object({ reason: text(2000).describe('Kept in the audit.') })) {}

export class ErasedUserView extends createZodDto(
  z
    .object({ message: z.string(), cancelledAppointments: z.array(z.string()).describe('Their ids.') })
    .meta({ id: 'ErasedUser' }),
) {}

const rows = z.array(z.record(z.string(), z.unknown()));

export class ExportView extends createZodDto(
  z
    .object({
      user: z.object({
        id: z.uuid(),
        userName: z.string(),
        email: z.string(),
        firstName: z.string(),
        lastName: z.string(),
        displayName: z.string(),
        dateOfBirth: localDate().nullable(),
        gender: z.int().min(0).max(2).nullable().describe('0 male, 1 female, 2 other'),
        role: z.enum(['Admin', 'Client', 'Doctor']),
        isActive: z.boolean(),
        language: z.string(),
        emailReminders: z.boolean(),
        reminderOffsets: z.array(z.int()).nullable(),
        createdAt: timestamp(),
      }),
      appointments: rows.describe('Each with its history.'),
      medicalReports: rows.describe('Also those that were removed.'),
      reviews: rows,
      notices: z
        .object({ notifications: rows, deliveries: rows })
        .describe('What they were told, in the app and by mail.'),
      signIns: rows.describe('Those of late.'),
    })
    .meta({ id: 'PersonalData' }),
) {}
