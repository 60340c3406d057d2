import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { timestamp } from '../common/http/fields';

/** A count that stops at 10,000. */
const shownCount = () => z.string().meta({ pattern: '^\\d+\\+?$', description: 'Counting stops at 10,000: `10000+`.' });

const percentiles = () =>
  z.object({ p50: z.number(), p95: z.number(), p99: z.number() }).nullable().describe('null: nothing ran.');

/** Milliseconds; upper bounds of the buckets that runs are counted in. */
const latency = () =>
  z.object({
    wait: percentiles().describe('From due to started, in milliseconds.'),
    run: percentiles().describe('From started to ended, in milliseconds.'),
  });

const latencyExample = { wait: { p50: 5, p95: 20, p99: 50 }, run: { p50: 10, p95: 100, p99: 200 } };

const states = () =>
  z.object({
    scheduled: shownCount(),
    enqueued: shownCount(),
    processing: shownCount(),
    succeeded: shownCount(),
    failed: shownCount(),
    deleted: shownCount(),
    awaiting: shownCount(),
  });

const statesExample = {
  scheduled: '10000+',
  enqueued: '3',
  processing: '2',
  succeeded: '8120',
  failed: '1',
  deleted: '12',
  awaiting: '0',
};

export class JobStatsView extends createZodDto(
  z
    .object({
      at: timestamp().describe('When it was counted. Asked again within a second, the answer is the same.'),
      states: states(),
      retries: shownCount().describe('Of those that wait: how many failed before.'),
      queues: z.array(states().extend({ name: z.string() })),
      nextDueAt: timestamp().nullable().describe('When the next scheduled job is due.'),
      oldestDueAt: timestamp().nullable().describe('Since when the job that has waited longest is due.'),
      failedLastHour: shownCount().describe('How many failed in the last 60 minutes and have not been requeued.'),
      throughput: z
        .object({
          perMinute: z.int().describe('How many ended in the last minute; an estimate where there are many.'),
          succeeded: z.int(),
          failed: z.int(),
          deleted: z.int(),
          retried: z.int().describe('Runs that failed and whose job will be tried again.'),
        })
        .describe('But for `perMinute`: of the runs since the last full hour but a half.'),
      latency: latency().describe('Of the same runs.'),
    })
    .meta({
      id: 'JobStats',
      examples: [
        {
          at: '2027-01-05T12:00:00.000Z',
          states: statesExample,
          retries: '1',
          queues: [{ name: 'mail', ...statesExample }],
          nextDueAt: '2027-01-05T12:00:30.000Z',
          oldestDueAt: '2027-01-05T11:59:59.000Z',
          failedLastHour: '1',
          throughput: { perMinute: 40, succeeded: 2100, failed: 1, deleted: 4, retried: 2 },
          latency: latencyExample,
        },
      ],
    }),
) {}

export class HistoryQuery extends createZodDto(
  z.object({
    period: z
      .enum(['day', 'week'])
      .default('day')
      .describe('The last 24 hours by the hour, or the last 7 dates of the clinic by the day.'),
  }),
) {}

export class HistoryBucketView extends createZodDto(
  z
    .object({
      from: timestamp(),
      to: timestamp().describe('Not included; the last bucket has not ended yet.'),
      succeeded: z.int(),
      failed: z.int(),
      deleted: z.int(),
    })
    .meta({
      id: 'HistoryBucket',
      examples: [
        {
          from: '2027-01-05T11:00:00.000Z',
          to: '2027-01-05T12:00:00.000Z',
          succeeded: 120,
          failed: 0,
          deleted: 2,
        },
      ],
    }),
) {}

export class QueueView extends createZodDto(
  z
    .object({
      name: z.string(),
      depth: shownCount().describe('How many of its jobs are due.'),
      oldestDueAt: timestamp().nullable().describe('Since when the first of them is.'),
      running: z.int(),
      perMinute: z.int().describe('How many ended in the last minute; an estimate where there are many.'),
      paused: z.boolean(),
      pausedBy: z.string().nullable().describe('The id of the user who paused it.'),
      pausedAt: timestamp().nullable(),
      concurrency: z.int().nullable().describe('How many of its jobs may run at once over all servers.'),
      ratePerMinute: z.int().nullable().describe('How many of its jobs may begin in a minute.'),
      latency: latency().describe('Of the runs since the last full hour but a half.'),
    })
    .meta({
      id: 'Queue',
      examples: [
        {
          name: 'mail',
          depth: '3',
          oldestDueAt: '2027-01-05T12:00:00.000Z',
          running: 2,
          perMinute: 40,
          paused: false,
          pausedBy: null,
          pausedAt: null,
          concurrency: null,
          ratePerMinute: 60,
          latency: latencyExample,
        },
      ],
    }),
) {}
