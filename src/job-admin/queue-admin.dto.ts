import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { optionalText, whole } from '../common/http/fields';

const MOST = 1_000_000;

export class QueueAction extends createZodDto(
  z
    .object({ reason: optionalText(2000).describe('Kept in the audit.') })
    .meta({ id: 'QueueAction', example: { reason: 'the mail server is being moved' } }),
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
    .meta({ id: 'QueueEdit', example: { concurrency: 2, ratePerMinute: null, reason: 'the printer is slow' } }),
) {}
