import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { optionalText, timestamp, whole } from '../common/http/fields';
import { latency, latencyExample, shownCount } from './job-stats.dto';

const MOST = 1_000_000;

export class QueueAction extends createZodDto(
  z.object({ reason: optionalText(2000).describe('Kept in the audit.') }).meta({
    examples: [{ reason: 'the mail server is being moved' }],
  }),
) {}

export class QueueEdit extends createZodDto(
  z
    .object({
      concurrency: whole(1, MOST)
        .nullish()
        .describe('How many of its jobs may run at once over all servers; null lifts the limit, absent keeps it.'),
      ratePerMinute: whole(1, MOST)
        .nullish()
        .describe(
          'How many of its jobs may begin in a minute; null lifts the limit, absent keeps it. It holds until the configuration says something else than it did before.',
        ),
      reason: optionalText(2000).describe('Kept in the audit.'),
    })
    .meta({ examples: [{ concurrency: 2, ratePerMinute: null, reason: 'the printer is slow' }] }),
) {}

export class QueueView extends createZodDto(
  z
    .object({
      name: z.string(),
      depth: shownCount().describe('How many of its jobs are due.'),
      oldestDueAt: timestamp().nullable().describe('Since when the first of them is.'),
      running: z.int(),
      perMinute: z.int().describe('How many ended in the last minute; an estimate where there are many.'),
      paused: z.boolean(),
      pausedBy: z.string().nullable().describe('The id of the user who paused it.'),
      pausedAt: timestamp().nullable(),
      concurrency: z.int().nullable().describe('How many of its jobs may run at once over all servers.'),
      ratePerMinute: z.int().nullable().describe('How many of its jobs may begin in a minute.'),
      latency: latency().describe('Of the runs since the last full hour but a half.'),
    })
    .meta({
      id: 'Queue',
      examples: [
        {
          name: 'mail',
          depth: '3',
          oldestDueAt: '2027-01-05T12:00:00.000Z',
          running: 2,
          perMinute: 40,
          paused: false,
          pausedBy: null,
          pausedAt: null,
          concurrency: null,
          ratePerMinute: 60,
          latency: latencyExample,
        },
      ],
    }),
) {}
