import { z } from 'zod';
import { defineJob } from '../jobs/definition/define-job';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Sends one e-mail of the ledger. */
export const deliverEmail = defineJob('notifications.deliver-email', {
  queue: 'mail',
  payload: z.object({ deliveryId: z.number().int() }),
  // Longer than the longest dialogue with a mail server, which has its own bounds.
  timeout: 2 * MINUTE,
});

/** Ends deliveries whose job ended without its handler: by deadline, by its last attempt or by hand. */
export const settleDeliveries = defineJob('notifications.settle-deliveries', {
  queue: 'maintenance',
  payload: z.object({}),
  recurring: { cron: '*/5 * * * *' },
  retention: { succeeded: 60 * MINUTE },
});
