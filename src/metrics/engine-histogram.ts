import { Histogram, type Registry } from 'prom-client';
import { BUCKET_BOUNDS, type Histogram as Buckets } from '../jobs/store/histogram';

/** What the engine has counted of one type, in milliseconds. */
export interface CountedDurations {
  type: string;
  buckets: Buckets;
  sum: number;
}

interface Value {
  metricName: string;
  labels: Record<string, string | number>;
  value: number;
}

/** A histogram of what the engine counts anyway: to observe each run a second time would be felt in a flood of jobs. */
export class EngineHistogram extends Histogram {
  constructor(
    private readonly options: { name: string; help: string; registers: Registry[] },
    private readonly counted: () => readonly CountedDurations[],
  ) {
    super({ ...options, labelNames: ['type'] });
  }

  /** What the registry prints. */
  getForPromString() {
    const { name, help } = this.options;
    const values = this.counted().flatMap((each) => this.valuesOf(each));
    return Promise.resolve({ name, help, type: 'histogram', values, aggregator: 'sum' });
  }

  private valuesOf({ type, buckets, sum }: CountedDurations): Value[] {
    let below = 0;
    const bounds = [...BUCKET_BOUNDS.map((bound) => bound / 1000), '+Inf' as const];
    const { name } = this.options;
    return [
      ...bounds.map((le, index) => {
        below += buckets[index] ?? 0;
        return { metricName: `${name}_bucket`, labels: { type, le }, value: below };
      }),
      { metricName: `${name}_sum`, labels: { type }, value: sum / 1000 },
      { metricName: `${name}_count`, labels: { type }, value: below },
    ];
  }
}
