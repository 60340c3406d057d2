import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { optionalText, text } from '../../common/http/fields';

const reason = () => optionalText(2000);

export class RecurringForm extends createZodDto(z.object({ reason: reason() })) {}

export class RecurringEditForm extends createZodDto(
  z.object({ cron: text(100), timeZone: text(64), misfire: z.enum(['once', 'each', 'skip']), reason: reason() }),
) {}
