import type { JobRegistry } from '../definition/job-registry';
import { BUCKET_BOUNDS, bucketsOf, emptyHistogram, percentile, sumHistograms } from './histogram';
import { COUNT_LIMIT, type Count, type JobList, type Lateness, type QueueFigures } from './job-queries';
import { DELETED_KEPT_MS } from './store-constants';

const MINUTE = 60_000;

/** One more than is told exactly. */
export const COUNTED = COUNT_LIMIT + 1;
/** How many of the latest ended jobs tell how many end in a minute. */
export const SAMPLE = 2_000;

/** What was counted up to one more than the limit. */
export function countOf(counted: number): Count {
  return counted > COUNT_LIMIT ? { atLeast: COUNT_LIMIT } : counted;
}

/** As `countOf`, of each list. */
export function countsOf(counted: Readonly<Record<JobList, number>>): Record<JobList, Count> {
  const lists = Object.entries(counted).map(([list, count]) => [list, countOf(count)]);
  return Object.fromEntries(lists) as Record<JobList, Count>; // the same lists
}

/** As in the key of a row of sums. */
export const hourOf = (instant: Date) => instant.toISOString().slice(0, 13);

/** How long jobs are kept after they have ended otherwise than as failed, in milliseconds. */
export const keptFor = (registry: JobRegistry) =>
  new Set([DELETED_KEPT_MS, ...registry.all().map(({ definition }) => definition.retention.succeeded)]);

/** Of one sample, the jobs of one queue that ended in the last minute. */
export interface EndedInQueue {
  queue: string;
  count: number;
  /** When the first of them ended. */
  earliest: Date;
}

/** How many jobs of each queue end in a minute. Where more ended than a sample holds, it is drawn out to the minute. */
export function perMinute(samples: readonly (readonly EndedInQueue[])[], now: Date): Map<string, number> {
  const ended = new Map<string, number>();
  for (const sample of samples) {
    const held = sample.reduce((sum, { count }) => sum + count, 0);
    const earliest = sample.reduce((first, each) => Math.min(first, each.earliest.getTime()), now.getTime());
    const weight = held < SAMPLE ? 1 : MINUTE / Math.max(1, now.getTime() - earliest);
    for (const { queue, count } of sample) ended.set(queue, (ended.get(queue) ?? 0) + weight * count);
  }
  return new Map([...ended].map(([queue, count]) => [queue, Math.round(count)]));
}

/** What is due of one type in one queue. */
export interface DueInLane {
  queue: string;
  due: number;
  oldestDueAt: Date | null;
}

export type QueueSettings = Pick<QueueFigures, 'name' | 'paused' | 'pausedBy' | 'concurrency' | 'ratePerMinute'>;

export function queueFiguresOf(
  settings: readonly QueueSettings[],
  lanes: readonly DueInLane[],
  running: ReadonlyMap<string, number>,
  ended: ReadonlyMap<string, number>,
): QueueFigures[] {
  const unset = { paused: false, pausedBy: null, concurrency: null, ratePerMinute: null };
  const names = new Set([...settings.map(({ name }) => name), ...lanes.map(({ queue }) => queue)]);
  return [...names].sort().map((name) => {
    const own = lanes.filter(({ queue }) => queue === name);
    const [oldest] = own.flatMap(({ oldestDueAt }) => oldestDueAt ?? []).sort((a, b) => a.getTime() - b.getTime());
    return {
      ...unset,
      ...settings.find((each) => each.name === name),
      name,
      due: countOf(own.reduce((sum, { due }) => sum + due, 0)),
      oldestDueAt: oldest ?? null,
      running: running.get(name) ?? 0,
      perMinute: ended.get(name) ?? 0,
    };
  });
}

/** How long runs waited, of some row of sums. */
export interface WaitSums {
  waitSum: number;
  waitBuckets: string;
}

export function latenessOf(rows: readonly WaitSums[]): Lateness | null {
  const histogram = rows.map(({ waitBuckets }) => bucketsOf(waitBuckets)).reduce(sumHistograms, emptyHistogram());
  const p50Ms = percentile(histogram, 0.5);
  const p99Ms = percentile(histogram, 0.99);
  if (p50Ms === null || p99Ms === null) return null;
  // Of what waited longer than the last bound only the sum is known.
  const sum = rows.reduce((total, { waitSum }) => total + waitSum, 0);
  const beyond = Math.max(BUCKET_BOUNDS[BUCKET_BOUNDS.length - 1] ?? 0, sum / (histogram.at(-1) || 1));
  return { p50Ms: Math.min(p50Ms, beyond), p99Ms: Math.min(p99Ms, beyond) };
}
