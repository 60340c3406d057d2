import type { z } from 'zod';
import type { JobDefinition, JobOptions } from './job-definition';
import { hangfireBackoff } from '../worker/retry.policy';

const NAME = /^[a-z][a-z0-9-]*\.[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const DAY = 24 * 60 * 60 * 1000;
const DEFAULT_TIMEOUT = 5 * 60 * 1000;

/**
 * Declares a job once. `name` is `module.verb-noun` and is never changed after a release: stored jobs carry it.
 *
 * @throws Error when the name has another form, or a recurring job's payload schema refuses `{}`.
 */
export function defineJob<P extends z.ZodType>(name: string, options: JobOptions<P>): JobDefinition<P> {
  if (!NAME.test(name)) throw new Error(`Job name "${name}" is not of the form module.verb-noun.`);
  if (options.recurring && !options.payload.safeParse({}).success) {
    throw new Error(`Recurring job "${name}" is enqueued with {}, which its payload schema refuses.`);
  }
  return Object.freeze({
    name,
    queue: options.queue ?? 'default',
    payload: options.payload,
    attempts: options.attempts ?? 10,
    backoff: options.backoff ?? hangfireBackoff,
    timeout: options.timeout ?? DEFAULT_TIMEOUT,
    priority: options.priority ?? 'normal',
    batch: options.batch ?? 1,
    retention: { succeeded: options.retention?.succeeded ?? DAY, failed: options.retention?.failed ?? null },
    recurring: options.recurring,
  });
}
