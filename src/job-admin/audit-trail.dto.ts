import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { ifGiven, localDate, text, timestamp } from '../common/http/fields';
import { pagingFields } from '../common/paging';

/** `type:id`; types have no colon. */
const target = () =>
  text(95)
    .refine((value) => /^[^:]{1,30}:.{1,64}$/s.test(value), 'This must be a type and an id, such as job:42.')
    .transform((value) => {
      const colon = value.indexOf(':');
      return { type: value.slice(0, colon), id: value.slice(colon + 1) };
    });

export class AuditQuery extends createZodDto(
  z.object({
    who: ifGiven(text(36).describe('The id of a user; `system`: nobody known.')),
    action: ifGiven(text(60).describe('Such as `job.requeue`, or `job.requeue-refused`.')),
    target: ifGiven(target().describe('`type:id`, such as `job:42` or `queue:mail`.')),
    from: ifGiven(localDate().describe('The first date, by the calendar of the clinic.')),
    to: ifGiven(localDate().describe('The last date, included.')),
    ...pagingFields(),
  }),
) {}

export class AuditEntryView extends createZodDto(
  z
    .object({
      id: z.string(),
      at: timestamp(),
      who: z.string().nullable().describe('The id of the user; null: the system, or nobody known.'),
      action: z.string(),
      targetType: z.string(),
      targetId: z.string(),
      reason: z.string().nullable(),
      data: z.record(z.string(), z.unknown()).describe('What it was before and after, and the code of a refusal.'),
    })
    .meta({
      id: 'AuditEntry',
      examples: [
        {
          id: '812',
          at: '2027-01-05T12:00:00.000Z',
          who: '3f0c6e0a-6a53-4a5c-9a0e-4d8f0a3c9d11',
          action: 'queue.pause',
          targetType: 'queue',
          targetId: 'mail',
          reason: 'the mail server is being moved',
          data: { before: { paused: false }, after: { paused: true } },
        },
      ],
    }),
) {}
