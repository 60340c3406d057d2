import { z } from 'zod';
import { defineJob } from '../jobs/definition/define-job';

/** Reminds a patient of a visit `offsetMinutes` before it begins; of no use once the appointment has another sequence. */
export const remindOfAppointment = defineJob('appointments.remind', {
  queue: 'notifications',
  payload: z.object({
    appointmentId: z.number().int(),
    sequence: z.number().int(),
    offsetMinutes: z.number().int(),
  }),
  batch: 200,
});

/** The key of the one open reminder job of an appointment and offset. */
export const remindKey = (appointmentId: number, offset: number) => `appointment:${appointmentId}:remind:${offset}`;

/** Ends reminders whose job ended without its handler: by deadline, by its last attempt or by hand. */
export const settleReminders = defineJob('appointments.settle-reminders', {
  queue: 'maintenance',
  payload: z.object({}),
  recurring: { cron: '*/5 * * * *' },
  retention: { succeeded: 60 * 60_000 },
});

/** Completes what ended more than an hour ago, by the clinic's clock. */
export const closePastAppointments = defineJob('appointments.close-past', {
  queue: 'maintenance',
  payload: z.object({}),
  recurring: { cron: '7 * * * *' },
});
