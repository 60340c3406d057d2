import { z } from 'zod';
import { defineJob } from '../jobs/definition/define-job';

/** Removes tickets that have expired, and sign-ins that did more than a day ago. */
export const removeSignIns = defineJob('auth.remove-sign-ins', {
  queue: 'maintenance',
  payload: z.object({}),
  recurring: { cron: '23 * * * *' },
});
