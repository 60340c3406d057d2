import type { JobDefinition } from './definition/job-definition';
import type { NewJob } from './store/job-store';
import type { RecurringJob } from './store/recurring-store';

/** When a recurring job runs, and what becomes of missed occurrences. */
export type Recurrence = Pick<RecurringJob, 'cron' | 'timeZone' | 'misfire'>;

/** What the application declares of a recurring job; null for a job that is none. */
export function declaredRecurrence({ recurring }: JobDefinition, clinicTimeZone: string): Recurrence | null {
  if (!recurring) return null;
  return {
    cron: recurring.cron,
    timeZone: recurring.timeZone ?? clinicTimeZone,
    misfire: recurring.misfire ?? 'once',
  };
}

/** What no two open runs share. With misfire `each` every occurrence is run, so each has its own. */
export function recurringKey({ id, misfire }: Pick<RecurringJob, 'id' | 'misfire'>, at: Date): string {
  return misfire === 'each' ? `recurring:${id}:${at.toISOString()}` : `recurring:${id}`;
}

/** The job of the occurrence `at`. */
export function occurrenceOf(schedule: RecurringJob, definition: JobDefinition | undefined, at: Date): NewJob {
  return {
    type: schedule.type,
    queue: schedule.queue,
    priority: definition?.priority ?? 'normal',
    payload: schedule.payload,
    key: recurringKey(schedule, at),
    dueAt: at,
    deadline: null,
    maxAttempts: definition?.attempts ?? 1,
    parentId: null,
    tags: [{ name: 'recurring', value: schedule.id }],
    traceParent: null,
  };
}
