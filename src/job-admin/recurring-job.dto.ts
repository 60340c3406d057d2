import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { optionalText, text, timestamp } from '../common/http/fields';

const misfire = () =>
  z
    .enum(['once', 'each', 'skip'])
    .describe('What becomes of occurrences missed in an outage: one run for all of them, a run for each, or none.');

export class RecurringJobAction extends createZodDto(
  z
    .object({ reason: optionalText(2000).describe('Shown in the history, cut to 200 characters, and in the audit.') })
    .meta({ id: 'RecurringJobAction', example: { reason: 'do not wait for the night' } }),
) {}

export class RecurringJobEdit extends createZodDto(
  z
    .object({
      enabled: z.boolean().optional(),
      cron: text(100).optional().describe('5 fields, or 6 with seconds first.'),
      timeZone: text(64).optional().describe('An IANA name, such as Europe/Bucharest.'),
      misfire: misfire().optional(),
      reason: optionalText(2000).describe('Kept in the audit.'),
    })
    .describe('What is absent stays as it is.')
    .meta({
      id: 'RecurringJobEdit',
      example: { cron: '30 2 * * *', timeZone: 'Europe/Bucharest', reason: 'after the backup' },
    }),
) {}

export class RecurringJobView extends createZodDto(
  z
    .object({
      id: z.string(),
      type: z.string(),
      queue: z.string(),
      cron: z.string(),
      timeZone: z.string(),
      misfire: misfire(),
      enabled: z.boolean(),
      edited: z.boolean().describe('Whether cron, zone or misfire are others than the application declares.'),
      next: z.array(timestamp()).describe('The next five occurrences; none while it is disabled.'),
      lastRunAt: timestamp().nullable().describe('The last occurrence that became a job.'),
      lastJobId: z.string().nullable().describe('The job that was enqueued last, by the clock or by hand.'),
      error: z.string().nullable().describe('Why the newest occurrence was not enqueued.'),
    })
    .meta({
      id: 'RecurringJob',
      examples: [
        {
          id: 'appointments.close-past',
          type: 'appointments.close-past',
          queue: 'maintenance',
          cron: '7 * * * *',
          timeZone: 'Europe/Bucharest',
          misfire: 'once',
          enabled: true,
          edited: false,
          next: ['2027-01-05T12:07:00.000Z', '2027-01-05T13:07:00.000Z'],
          lastRunAt: '2027-01-05T11:07:00.000Z',
          lastJobId: '4711',
          error: null,
        },
      ],
    }),
) {}
