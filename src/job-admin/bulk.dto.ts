import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { optionalText, rowId } from '../common/http/fields';
import { jobFilterFields } from './job-admin.dto';

/** More by their ids would not fit into a body. */
const MOST_IDS = 10_000;

const filter = z
  .object(jobFilterFields())
  .refine((given) => Object.values(given).some((value) => value !== undefined), {
    error: 'Say which jobs: an empty filter would mean all of them.',
  });

export class BulkBody extends createZodDto(
  z
    .object({
      action: z.enum(['requeue', 'cancel', 'run-now']),
      ids: z
        .array(rowId())
        .min(1, 'At least one id is needed.')
        .max(MOST_IDS, `At most ${MOST_IDS} ids are allowed.`)
        .optional()
        .describe('The jobs by their ids; or a filter, not both.'),
      filter: filter.optional().describe('The jobs that a list with this filter shows.'),
      dryRun: z.boolean().default(false).describe('Only counts what the filter or the ids mean, up to 10,000.'),
      reason: optionalText(2000).describe('Shown in the histories, cut to 200 characters, and in the audit.'),
    })
    .refine(({ ids, filter: given }) => (ids === undefined) !== (given === undefined), {
      path: ['filter'],
      error: 'Give either ids or a filter.',
    })
    .meta({
      examples: [
        { action: 'requeue', filter: { state: 'failed', queue: 'mail' }, dryRun: true },
        { action: 'cancel', ids: ['42', '43'], reason: 'enqueued twice' },
      ],
    }),
) {}

export class BulkOutcomeView extends createZodDto(
  z
    .object({
      matched: z.int().describe('How many jobs are meant.'),
      more: z.boolean().describe('There are more than `matched` says: counting stops at 10,000.'),
      changed: z
        .int()
        .describe('How many have been changed. Those of the others whose state forbids it are left as they are.'),
      jobId: z
        .string()
        .nullable()
        .describe(
          'The job that changes them, where there are more than 10,000; its log and progress tell how far it is.',
        ),
    })
    .meta({
      id: 'BulkOutcome',
      examples: [
        { matched: 120, more: false, changed: 118, jobId: null },
        { matched: 10_000, more: true, changed: 0, jobId: '4711' },
      ],
    }),
) {}
