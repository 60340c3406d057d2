import type { JobTag, Priority } from './definition/job-definition';

export interface EnqueueOptions {
  /** Refused while an open job has the same one. */
  key?: string;
  /** After it the job is not run any more. */
  deadline?: Date;
  priority?: Priority;
  /** What a search finds the job by, beside the payload's own top-level ids. */
  tags?: readonly JobTag[];
  /** W3C trace context of what it follows from; the present one when absent. */
  traceParent?: string | null;
}

export interface ScheduleOptions extends EnqueueOptions {
  at: Date;
}
