import { z } from 'zod';
import { defineJob } from '../jobs/definition/define-job';

const DAY = 24 * 60 * 60_000;

/** E-mails one Admin that an alert opened or ended. */
export const deliverAlert = defineJob('alerts.deliver-email', {
  queue: 'mail',
  payload: z.object({
    alertId: z.number().int(),
    event: z.enum(['opened', 'ended']),
    userId: z.string(),
  }),
  timeout: 2 * 60_000,
  retention: { succeeded: 7 * DAY },
});
