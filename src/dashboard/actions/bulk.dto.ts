import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { optionalText } from '../../common/http/fields';

/** A page of a list has fewer. */
const MOST = 1_000;

const LISTS = [
  'scheduled',
  'enqueued',
  'processing',
  'succeeded',
  'awaiting',
  'retries',
  'failed',
  'deleted',
  'search',
] as const;

const words = (max: number) => z.string().trim().min(1).max(max).optional().catch(undefined);

/** Not `id`: in a form, a field of that name hides the form's own. */
const jobs = z.preprocess(
  (value) => (value === undefined ? [] : [value].flat()),
  z.array(z.string().regex(/^\d{1,15}$/)).max(MOST),
);

/** Which jobs are meant: those that were ticked, or with `all` whatever the list with its filter shows. */
const selection = {
  do: z.enum(['run-now', 'requeue', 'cancel']),
  list: z.enum(LISTS),
  type: words(100),
  queue: words(50),
  q: words(254),
  all: z.enum(['1']).optional().catch(undefined),
  job: jobs,
};

export class BulkQuery extends createZodDto(z.object(selection)) {}

export class BulkForm extends createZodDto(z.object({ ...selection, reason: optionalText(2000) })) {}
