import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { optionalText, whole } from '../../common/http/fields';

const reason = () => optionalText(2000);

/** An empty field lifts the limit. */
const limit = () => z.preprocess((value) => (value === '' ? null : value), whole(1, 1_000_000).nullable());

export class QueueForm extends createZodDto(z.object({ reason: reason() })) {}

export class QueueLimitsForm extends createZodDto(
  z.object({ concurrency: limit(), ratePerMinute: limit(), reason: reason() }),
) {}
