import { z } from 'zod';
import { defineJob } from '../jobs/definition/define-job';

const HOUR = 60 * 60_000;

/** Does by and by to more jobs than a request could wait for what an Admin does to them. */
export const changeJobs = defineJob('job-admin.change-jobs', {
  queue: 'maintenance',
  payload: z.object({
    action: z.enum(['requeue', 'cancel', 'run-now']),
    /** By what the audit knows all of it. */
    bulkId: z.string(),
    userId: z.string().nullable(),
    reason: z.string().nullable(),
    /** Instants are ISO 8601. */
    filter: z.object({
      list: z
        .enum(['scheduled', 'enqueued', 'processing', 'succeeded', 'failed', 'deleted', 'awaiting', 'retries'])
        .optional(),
      queue: z.string().optional(),
      type: z.string().optional(),
      key: z.string().optional(),
      from: z.string().optional(),
      to: z.string().optional(),
    }),
  }),
  timeout: HOUR,
});
