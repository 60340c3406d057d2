import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { WEEKDAYS } from '../common/clinic-time';
import { localDate, localTime, rowId, timestamp } from '../common/http/fields';
import type { AppointmentHour } from './appointment-hour.entity';

/** The name of a weekday, in any case. */
const weekday = z.preprocess(
  (value) =>
    WEEKDAYS.find((day) => typeof value === 'string' && day.toLowerCase() === value.trim().toLowerCase()) ?? value,
  z.enum(WEEKDAYS, `This must be one of ${WEEKDAYS.join(', ')}.`),
);

export class CreateHourBody extends createZodDto(
  z.object({
    doctorId: rowId(),
    hour: localTime(),
    dayOfWeek: weekday,
    isActive: z.boolean().default(true),
  }),
) {}

export class UpdateHourBody extends createZodDto(z.object({ isActive: z.boolean() })) {}

export class DayQuery extends createZodDto(
  z.object({ date: localDate().optional().describe('Leaves out the hours at which no visit can start on this date.') }),
) {}

/** The weekday in a path. */
export class DayPath extends createZodDto(z.object({ day: weekday })) {}

const hour = z.object({
  id: z.string(),
  doctorId: z.string(),
  hour: localTime(),
  dayOfWeek: z.enum(WEEKDAYS),
  isActive: z.boolean(),
  createdAt: timestamp(),
  updatedAt: timestamp().nullable(),
});

const affectedAppointments = z
  .array(z.string())
  .describe('The ids of the open appointments still ahead at a start that is closed now. They stay.');

export class HourView extends createZodDto(hour.meta({ id: 'Hour' })) {}

export class ChangedHourView extends createZodDto(hour.extend({ affectedAppointments }).meta({ id: 'ChangedHour' })) {}

export class RemovedHourView extends createZodDto(z.object({ message: z.string(), affectedAppointments })) {}

export class DoctorHoursView extends createZodDto(
  z
    .object({
      doctorId: z.string(),
      doctorName: z.string(),
      doctorSpecialization: z.string(),
      appointmentHours: z.array(hour),
    })
    .meta({ id: 'DoctorHours' }),
) {}

/** An hour as answers show it. */
export function hourView(row: AppointmentHour): HourView {
  return {
    id: String(row.id),
    doctorId: String(row.doctorId),
    hour: row.hour,
    dayOfWeek: row.weekday,
    isActive: row.isActive,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt?.toISOString() ?? null,
  };
}
