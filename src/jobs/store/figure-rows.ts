import type { JobRegistry } from '../definition/job-registry';
import { NO_DURATIONS, bucketsOf, percentilesOf, sumDurations } from './histogram';
import type { Lateness, QueueCounts, QueueFigures, TypeLatency } from './job-figures';
import { COUNT_LIMIT, type Count, type JobList, SHOWN_STATES, type ShownState } from './job-queries';
import { type QueueSettings, UNLIMITED } from './queue-store';
import { DELETED_KEPT_MS } from './store-constants';

const MINUTE = 60_000;

/** One more than is told exactly. */
export const COUNTED = COUNT_LIMIT + 1;
/** How many of the latest ended jobs tell how many end in a minute. */
export const SAMPLE = 2_000;

/** What was counted up to one more than the limit. */
export function boundedCount(counted: number): Count {
  return counted > COUNT_LIMIT ? { atLeast: COUNT_LIMIT } : counted;
}

/** As `boundedCount`, of each list. */
export function boundedCounts(counted: Readonly<Record<JobList, number>>): Record<JobList, Count> {
  const lists = Object.entries(counted).map(([list, count]) => [list, boundedCount(count)]);
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

export function queueFiguresOf(
  settings: readonly QueueSettings[],
  lanes: readonly DueInLane[],
  running: ReadonlyMap<string, number>,
  ended: ReadonlyMap<string, number>,
): QueueFigures[] {
  const names = new Set([...settings.map(({ name }) => name), ...lanes.map(({ queue }) => queue)]);
  return [...names].sort().map((name) => {
    const own = lanes.filter(({ queue }) => queue === name);
    const [oldest] = own.flatMap(({ oldestDueAt }) => oldestDueAt ?? []).sort((a, b) => a.getTime() - b.getTime());
    return {
      ...UNLIMITED,
      ...settings.find((each) => each.name === name),
      name,
      due: boundedCount(own.reduce((sum, { due }) => sum + due, 0)),
      oldestDueAt: oldest ?? null,
      running: running.get(name) ?? 0,
      perMinute: ended.get(name) ?? 0,
    };
  });
}

/** Of one queue, how many jobs are in a state. */
export interface CountedInQueue {
  queue: string;
  state: ShownState;
  /** Up to one more than the limit. */
  count: number;
}

export function queueCountsOf(rows: readonly CountedInQueue[]): QueueCounts[] {
  const names = [...new Set(rows.map(({ queue }) => queue))].sort();
  return names.map((queue) => {
    const own = rows.filter((row) => row.queue === queue);
    const states = SHOWN_STATES.map((state): [ShownState, Count] => [
      state,
      boundedCount(own.filter((row) => row.state === state).reduce((sum, { count }) => sum + count, 0)),
    ]);
    return { queue, states: Object.fromEntries(states) as Record<ShownState, Count> }; // all states
  });
}

/** When the hour of a row of sums began. */
export const hourBegan = (hour: string) => new Date(`${hour}:00:00.000Z`);

/** How long runs waited, of some row of sums. */
export interface WaitSums {
  waitSum: number;
  waitBuckets: string;
}

/** The same with how long they ran, of one type. */
export interface TypeSums extends WaitSums {
  type: string;
  runSum: number;
  runBuckets: string;
}

export function latenciesOf(rows: readonly TypeSums[]): TypeLatency[] {
  const byType = new Map<string, TypeLatency>();
  for (const { type, waitSum, waitBuckets, runSum, runBuckets } of rows) {
    const known = byType.get(type) ?? { type, wait: NO_DURATIONS, run: NO_DURATIONS };
    byType.set(type, {
      type,
      wait: sumDurations(known.wait, { histogram: bucketsOf(waitBuckets), sum: waitSum }),
      run: sumDurations(known.run, { histogram: bucketsOf(runBuckets), sum: runSum }),
    });
  }
  return [...byType.values()];
}

export function latenessOf(rows: readonly WaitSums[]): Lateness | null {
  const waits = rows
    .map(({ waitBuckets, waitSum }) => ({ histogram: bucketsOf(waitBuckets), sum: waitSum }))
    .reduce(sumDurations, NO_DURATIONS);
  const percentiles = percentilesOf(waits);
  return percentiles && { p50Ms: percentiles.p50, p99Ms: percentiles.p99 };
}
