import { z } from 'zod';
import { defineJob } from '../jobs/definition/define-job';

/** Removes keys of requests that were carried out more than a day ago. */
export const removeIdempotencyKeys = defineJob('idempotency.remove-keys', {
  queue: 'maintenance',
  payload: z.object({}),
  recurring: { cron: '37 * * * *' },
});
