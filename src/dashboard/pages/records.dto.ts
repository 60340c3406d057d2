import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

const words = (max: number) => z.string().trim().max(max).catch('');

/** As in lists of jobs: whoever edits an address by hand gets the page without what makes no sense in it. */
export class AuditPageQuery extends createZodDto(
  z.object({
    who: words(36),
    action: words(60),
    target: words(95),
    from: words(10),
    to: words(10),
    after: words(200),
  }),
) {}

export class MailPageQuery extends createZodDto(
  z.object({ state: words(10), appointmentId: words(15), after: words(200) }),
) {}
