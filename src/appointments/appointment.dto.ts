import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { ifGiven, localDate, localTime, optionalText, rowId, text, timestamp, word } from '../common/http/fields';
import { UNPAGED, pagingFields } from '../common/paging';
import type { Appointment } from './appointment.entity';
import type { Reminder } from './reminder.entity';

const STATUSES = ['scheduled', 'in-progress', 'completed', 'cancelled', 'no-show'] as const;
/** As it is sent; answers show it as it is. */
const status = () => word(STATUSES);
const REMINDER_STATES = ['scheduled', 'sent', 'skipped', 'cancelled', 'failed'] as const;

const slot = { appointmentDate: localDate(), appointmentTime: localTime() };

export class BookAppointment extends createZodDto(
  z.object({
    doctorId: rowId(),
    ...slot,
    reason: text(1000),
    notes: optionalText(2000),
    // Not looked at before it is known who asks.
    clientId: z
      .unknown()
      .optional()
      .meta({ type: 'string', description: 'For whom an Admin books; ignored from anyone else.' }),
  }),
) {}

export class RescheduleAppointment extends createZodDto(z.object(slot)) {}

export class CancelAppointment extends createZodDto(z.object({ reason: optionalText(2000) })) {}

export class ChangeStatus extends createZodDto(z.object({ status: status() })) {}

export class ChangeStatusAsAdmin extends createZodDto(
  z.object({
    status: status(),
    adminNotes: optionalText(2000).describe('Kept for the staff; never mailed.'),
  }),
) {}

export class CancelMany extends createZodDto(
  z.object({
    ids: z.array(rowId()).min(1, 'At least one is needed.').max(1000, 'At most 1000 are allowed.'),
    reason: text(2000),
  }),
) {}

export class BulkChange extends createZodDto(
  z
    .object({
      matched: z.int().describe('How many of the ids are those of appointments.'),
      changed: z.int().describe('How many of these were open, and are cancelled now.'),
    })
    .meta({ id: 'BulkChange' }),
) {}

export class AppointmentsQuery extends createZodDto(z.object(pagingFields(UNPAGED))) {}

export class AllAppointmentsQuery extends createZodDto(
  z.object({
    status: ifGiven(status()),
    doctorId: ifGiven(rowId()),
    from: ifGiven(localDate().describe('The first date, by the calendar of the clinic.')),
    to: ifGiven(localDate().describe('The last date, included.')),
    ...pagingFields(UNPAGED),
  }),
) {}

export class AppointmentsByUser extends createZodDto(z.object({ doctorUserId: text(36) })) {}

export class AppointmentView extends createZodDto(
  z
    .object({
      id: z.string(),
      clientId: z.string(),
      clientName: z.string(),
      doctorId: z.string(),
      doctorName: z.string(),
      doctorSpecialization: z.string(),
      appointmentDate: z.string().meta({ format: 'date' }),
      appointmentTime: z.string(),
      status: z.enum(STATUSES),
      reason: z.string(),
      notes: z.string().nullable(),
      createdAt: timestamp(),
      startsAt: timestamp(),
      endsAt: timestamp(),
      timeZone: z.string(),
      version: z.int(),
      reminders: z.array(
        z.object({
          offset: z.int().describe('Minutes before the start.'),
          dueAt: timestamp(),
          state: z.enum(REMINDER_STATES),
          reason: z.string().nullable(),
          jobId: z.string().nullable(),
        }),
      ),
    })
    .meta({ id: 'Appointment' }),
) {}

/** What an appointment's answer shows of others. */
export interface Surroundings {
  client: { firstName: string; lastName: string };
  doctor: { displayName: string; specialization: string };
  /** The earliest due first. */
  reminders: readonly Omit<Reminder, 'id'>[];
}

export function appointmentView(
  appointment: Appointment,
  { client, doctor, reminders }: Surroundings,
): AppointmentView {
  return {
    id: String(appointment.id),
    clientId: appointment.clientId,
    clientName: `${client.firstName} ${client.lastName}`,
    doctorId: String(appointment.doctorId),
    doctorName: doctor.displayName,
    doctorSpecialization: doctor.specialization,
    appointmentDate: appointment.date,
    appointmentTime: appointment.time,
    status: appointment.status,
    reason: appointment.reason,
    notes: appointment.notes,
    createdAt: appointment.createdAt.toISOString(),
    startsAt: appointment.startsAt.toISOString(),
    endsAt: appointment.endsAt.toISOString(),
    timeZone: appointment.timeZone,
    version: appointment.version,
    reminders: reminders.map(({ offset, dueAt, outcome, reason, jobId }) => ({
      offset,
      dueAt: dueAt.toISOString(),
      state: outcome === 'planned' ? 'scheduled' : outcome,
      reason,
      jobId: jobId === null ? null : String(jobId),
    })),
  };
}
