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
