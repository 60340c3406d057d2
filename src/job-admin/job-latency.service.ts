import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../common/clock';
import { JobRegistry } from '../jobs/definition/job-registry';
import { NO_DURATIONS, type Percentiles, percentilesOf, sumDurations } from '../jobs/store/histogram';
import { JOB_FIGURES, type JobFigures, type TypeLatency } from '../jobs/store/job-figures';

/** Sums are kept by the hour: from here on back to the start of its hour is an hour on average. */
export const HALF_AN_HOUR = 30 * 60_000;

/** Milliseconds; null when nothing ran. */
export interface Latency {
  wait: Percentiles | null;
  run: Percentiles | null;
}

/** How long jobs waited and ran of late. */
@Injectable()
export class JobLatencyService {
  constructor(
    @Inject(JOB_FIGURES) private readonly figures: JobFigures,
    private readonly registry: JobRegistry,
    private readonly clock: Clock,
  ) {}

  /** By the queue that each type is declared for; types that this release does not know are in none. */
  async byQueue(): Promise<{ of: (queue: string) => Latency }> {
    const types = await this.lately();
    const queueOf = ({ type }: TypeLatency) => this.registry.find(type)?.definition.queue;
    return { of: (queue) => latencyOf(types.filter((each) => queueOf(each) === queue)) };
  }

  async overall(): Promise<Latency> {
    return latencyOf(await this.lately());
  }

  private lately(): Promise<TypeLatency[]> {
    return this.figures.latencies(new Date(this.clock.now().getTime() - HALF_AN_HOUR));
  }
}

function latencyOf(types: readonly TypeLatency[]): Latency {
  const wait = types.map((type) => type.wait).reduce(sumDurations, NO_DURATIONS);
  const run = types.map((type) => type.run).reduce(sumDurations, NO_DURATIONS);
  return { wait: percentilesOf(wait), run: percentilesOf(run) };
}
