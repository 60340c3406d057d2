/** Upper bounds of the buckets in milliseconds; the last bucket takes the rest. */
export const BUCKET_BOUNDS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000, 15_000, 60_000, 300_000] as const;

export type Histogram = readonly number[];

export const emptyHistogram = (): number[] => new Array<number>(BUCKET_BOUNDS.length + 1).fill(0);

function bucketOf(ms: number): number {
  const index = BUCKET_BOUNDS.findIndex((bound) => ms <= bound);
  return index === -1 ? BUCKET_BOUNDS.length : index;
}

/** The histogram of a row of sums. */
export const bucketsOf = (stored: string) => JSON.parse(stored) as number[]; // only the engine writes them

/** The histogram with each of `values`, in milliseconds, counted in. */
export function countIn(histogram: Histogram, values: readonly number[]): number[] {
  const counts = [...histogram];
  for (const ms of values) {
    const bucket = bucketOf(ms);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return counts;
}

export const sumHistograms = (a: Histogram, b: Histogram): number[] => a.map((count, index) => count + (b[index] ?? 0));

/** How long some things took, in milliseconds. */
export interface Durations {
  histogram: Histogram;
  sum: number;
}

export interface Percentiles {
  p50: number;
  p95: number;
  p99: number;
}

export const NO_DURATIONS: Durations = { histogram: emptyHistogram(), sum: 0 };

export const sumDurations = (a: Durations, b: Durations): Durations => ({
  histogram: sumHistograms(a.histogram, b.histogram),
  sum: a.sum + b.sum,
});

/** Upper bounds of the histogram's buckets; null when there is nothing in it. Of what took longer than the last bound only the sum is known. */
export function percentilesOf({ histogram, sum }: Durations): Percentiles | null {
  const beyond = Math.max(BUCKET_BOUNDS[BUCKET_BOUNDS.length - 1] ?? 0, sum / (histogram.at(-1) || 1));
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(histogram, share));
  if (p50 == null || p95 == null || p99 == null) return null;
  return { p50: Math.min(p50, beyond), p95: Math.min(p95, beyond), p99: Math.min(p99, beyond) };
}

/** The upper bound in milliseconds below which the share `p` of all values lies; null when there are none. */
export function percentile(histogram: Histogram, p: number): number | null {
  const total = histogram.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let seen = 0;
  for (const [index, count] of histogram.entries()) {
    seen += count;
    if (seen >= total * p) return BUCKET_BOUNDS[index] ?? Infinity;
  }
  return Infinity;
}
