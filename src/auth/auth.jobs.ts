import { z } from 'zod';
import { defineJob } from '../jobs/definition/define-job';

/** Removes sign-ins that expired more than a day ago. */
export const removeSignIns = defineJob('auth.remove-sign-ins', {
  queue: 'maintenance',
  payload: z.object({}),
  recurring: { cron: '23 * * * *' },
});
