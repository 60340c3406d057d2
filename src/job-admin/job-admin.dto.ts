import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { ifGiven, localDate, optionalText, rowId, text, timestamp } from '../common/http/fields';
import { pagingFields } from '../common/paging';

const STATES = ['scheduled', 'enqueued', 'processing', 'succeeded', 'failed', 'deleted', 'awaiting'] as const;

const state = () =>
  z.enum(STATES).describe('A job that waits for its time is scheduled until it is due, and enqueued from then on.');

/** What a list of jobs is narrowed by. */
export const jobFilterFields = () => ({
  state: ifGiven(
    z
      .enum([...STATES, 'retries'])
      .describe(
        'The state; or `retries`, those that failed before and will be tried again. Lists of scheduled and enqueued jobs ' +
          'and of retries begin with the soonest due, all others with the newest.',
      ),
  ),
  queue: ifGiven(text(50)),
  type: ifGiven(text(100)),
  key: ifGiven(text(200)),
  q: ifGiven(
    text(254).describe(
      'Exactly a job id, a key, a type, `name=value` of a tag, an appointment id or an e-mail address of a user. ' +
        'The newest come first.',
    ),
  ),
  from: ifGiven(
    localDate().describe(
      'The first date, by the calendar of the clinic: of the due time in lists that are ordered by it, else of the creation.',
    ),
  ),
  to: ifGiven(localDate().describe('The last date, included.')),
});

/** What someone says of the jobs that they mean. */
export type JobWords = z.output<z.ZodObject<ReturnType<typeof jobFilterFields>>>;

export class JobsQuery extends createZodDto(z.object({ ...jobFilterFields(), ...pagingFields() })) {}

export class JobAction extends createZodDto(
  z
    .object({ reason: optionalText(2000).describe('Shown in the history, cut to 200 characters, and in the audit.') })
    .meta({ id: 'JobAction', example: { reason: 'the mail server is back' } }),
) {}

/** More by their ids would not fit into a body. */
const MOST_IDS = 10_000;

const filter = z
  .object(jobFilterFields())
  .refine((given) => Object.values(given).some((value) => value !== undefined), {
    error: 'Say which jobs: an empty filter would mean all of them.',
  });

export class BulkBody extends createZodDto(
  z
    .object({
      action: z.enum(['requeue', 'cancel', 'run-now']),
      ids: z
        .array(rowId())
        .min(1, 'At least one id is needed.')
        .max(MOST_IDS, `At most ${MOST_IDS} ids are allowed.`)
        .optional()
        .describe('The jobs by their ids; or a filter, not both.'),
      filter: filter.optional().describe('The jobs that a list with this filter shows.'),
      dryRun: z.boolean().default(false).describe('Only counts what the filter or the ids mean, up to 10,000.'),
      reason: optionalText(2000).describe('Shown in the histories, cut to 200 characters, and in the audit.'),
    })
    .refine(({ ids, filter: given }) => (ids === undefined) !== (given === undefined), {
      path: ['filter'],
      error: 'Give either ids or a filter.',
    })
    .meta({
      id: 'BulkOrder',
      example: {
        action: 'requeue',
        filter: { state: 'failed', queue: 'mail' },
        dryRun: true,
        reason: 'the mail server is back',
      },
    }),
) {}

export class BulkOutcomeView extends createZodDto(
  z
    .object({
      matched: z.int().describe('How many jobs are meant.'),
      more: z.boolean().describe('There are more than `matched` says: counting stops at 10,000.'),
      changed: z
        .int()
        .describe('How many have been changed. Those of the others whose state forbids it are left as they are.'),
      jobId: z
        .string()
        .nullable()
        .describe(
          'The job that changes them, where there are more than 10,000; its log and progress tell how far it is.',
        ),
    })
    .meta({
      id: 'BulkOutcome',
      examples: [
        { matched: 120, more: false, changed: 118, jobId: null },
        { matched: 10_000, more: true, changed: 0, jobId: '4711' },
      ],
    }),
) {}

const job = {
  id: z.string(),
  type: z.string(),
  queue: z.string(),
  state: state(),
  payload: z.record(z.string(), z.unknown()),
  key: z.string().nullable(),
  priority: z.enum(['high', 'normal', 'low']),
  attempt: z.int().describe('How many attempts have been burned, a running one included.'),
  maxAttempts: z.int(),
  createdAt: timestamp(),
  dueAt: timestamp().nullable(),
  startedAt: timestamp().nullable(),
  finishedAt: timestamp().nullable(),
  deadline: timestamp().nullable().describe('After it the job is not run any more.'),
  server: z.string().nullable().describe('Which server runs it, or ran it last when it has ended.'),
  progress: z.int().min(0).max(100).nullable(),
  lastError: z.string().nullable(),
  expiresAt: timestamp().nullable().describe('From when on it may be removed; null: not by itself.'),
};

const jobExample = {
  id: '4711',
  type: 'appointments.remind',
  queue: 'notifications',
  state: 'scheduled',
  payload: { appointmentId: 42, sequence: 0, offsetMinutes: 60 },
  key: 'appointment:42:remind:60',
  priority: 'normal',
  attempt: 0,
  maxAttempts: 10,
  createdAt: '2027-01-04T08:00:00.000Z',
  dueAt: '2027-01-05T12:00:00.000Z',
  startedAt: null,
  finishedAt: null,
  deadline: '2027-01-05T12:55:00.000Z',
  server: null,
  progress: null,
  lastError: null,
  expiresAt: null,
};

export class JobView extends createZodDto(z.object(job).meta({ id: 'Job', examples: [jobExample] })) {}

export class JobDetailView extends createZodDto(
  z
    .object({
      ...job,
      history: z
        .array(
          z.object({
            state: state(),
            at: timestamp(),
            reason: z.string().nullable(),
            data: z.record(z.string(), z.unknown()),
          }),
        )
        .describe('Every change of state, the oldest first; the last 1000 where there are more.'),
      log: z
        .array(z.object({ at: timestamp(), level: z.enum(['debug', 'info', 'warn', 'error']), message: z.string() }))
        .describe('The last 1000 lines, the oldest first.'),
      related: z
        .array(
          z.object({
            kind: z.string().describe('appointment, notification, delivery or what another feature names.'),
            id: z.string(),
            detail: z.string().nullable(),
            at: timestamp().nullable(),
          }),
        )
        .describe('What the job concerns.'),
    })
    .meta({
      id: 'JobDetail',
      examples: [
        {
          ...jobExample,
          history: [
            {
              state: 'scheduled',
              at: '2027-01-04T08:00:00.000Z',
              reason: null,
              data: { dueAt: '2027-01-05T12:00:00.000Z' },
            },
          ],
          log: [],
          related: [{ kind: 'appointment', id: '42', detail: 'Dan Pop', at: '2027-01-05T13:00:00.000Z' }],
        },
      ],
    }),
) {}
