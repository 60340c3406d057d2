import { z } from 'zod';
import { defineJob } from '../jobs/definition/define-job';

/** Removes tickets that have expired, sign-ins of which nothing was good any more a day ago, and counts of attempts that are forgotten. */
export const removeSignIns = defineJob('auth.remove-sign-ins', {
  queue: 'maintenance',
  payload: z.object({}),
  recurring: { cron: '23 * * * *' },
});
