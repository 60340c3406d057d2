import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../common/clock';
import { addDays, dayRange, localOf, offsetSpanAt } from '../common/clinic-time';
import { Config } from '../config/config';
import { type HourFigures, JOB_FIGURES, type JobFigures, type OutcomeFigures } from '../jobs/store/job-figures';
import { type Count, SHOWN_STATES, type ShownState } from '../jobs/store/job-queries';
import { countText } from './count-text';
import { HALF_AN_HOUR, JobLatencyService } from './job-latency.service';
import type { HistoryBucketView, JobStatsView } from './job-figures.dto';

const HOUR = 60 * 60_000;
const HOURS = 24;
const DAYS = 7;
/** Asked again sooner, the figures are those of before: however many look, they are counted once. */
const KEPT_MS = 1_000;

/** Sums over jobs as Admins see them over HTTP. */
@Injectable()
export class JobStatsService {
  private kept: { at: number; stats: Promise<JobStatsView> } | null = null;

  constructor(
    @Inject(JOB_FIGURES) private readonly figures: JobFigures,
    private readonly latencies: JobLatencyService,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  stats(): Promise<JobStatsView> {
    const now = this.clock.now();
    if (!this.kept || Math.abs(now.getTime() - this.kept.at) >= KEPT_MS) {
      const kept = { at: now.getTime(), stats: this.count(now) };
      this.kept = kept;
      kept.stats.catch(() => {
        if (this.kept === kept) this.kept = null;
      });
    }
    return this.kept.stats;
  }

  /** The runs that ended in each of the last 24 hours, or on each of the last 7 dates of the clinic. */
  async history(period: 'day' | 'week'): Promise<HistoryBucketView[]> {
    const bounds = period === 'day' ? this.hours() : this.days();
    const [first] = bounds;
    if (!first) return [];
    const figures = await this.figures.outcomesByHour(first);
    return bounds.slice(1).map((to, index) => bucketOf(bounds[index] ?? first, to, figures));
  }

  private async count(now: Date): Promise<JobStatsView> {
    const ago = (ms: number) => new Date(now.getTime() - ms);
    const [{ lists, nextDueAt }, byQueue, queues, failedLastHour, outcomes, latency] = await Promise.all([
      this.figures.counts(),
      this.figures.countsByQueue(),
      this.figures.queues(),
      this.figures.countFailed(ago(HOUR)),
      this.figures.outcomes(ago(HALF_AN_HOUR)),
      this.latencies.overall(),
    ]);
    const [oldest] = queues.flatMap(({ oldestDueAt }) => oldestDueAt ?? []).sort((a, b) => a.getTime() - b.getTime());
    return {
      at: now.toISOString(),
      states: statesView(lists),
      retries: countText(lists.retries),
      queues: byQueue.map(({ queue, states }) => ({ name: queue, ...statesView(states) })),
      nextDueAt: nextDueAt?.toISOString() ?? null,
      oldestDueAt: oldest?.toISOString() ?? null,
      failedLastHour: countText(failedLastHour),
      throughput: {
        perMinute: queues.reduce((sum, { perMinute }) => sum + perMinute, 0),
        succeeded: ended(outcomes, 'succeeded'),
        failed: ended(outcomes, 'failed'),
        deleted: ended(outcomes, 'deleted'),
        retried: ended(outcomes, 'retried'),
      },
      latency,
    };
  }

  /** Where each hour of the clinic's clock begins, up to the end of the present one. */
  private hours(): Date[] {
    const now = this.clock.now().getTime();
    const { offset } = offsetSpanAt(now, this.config.clinicTimeZone);
    const end = (Math.floor((now + offset) / HOUR) + 1) * HOUR - offset;
    return Array.from({ length: HOURS + 1 }, (_, hour) => new Date(end - (HOURS - hour) * HOUR));
  }

  /** Where each date of the clinic begins, up to the end of the present one. */
  private days(): Date[] {
    const zone = this.config.clinicTimeZone;
    const { date } = localOf(this.clock.now(), zone);
    return Array.from({ length: DAYS + 1 }, (_, day) => dayRange(addDays(date, day - DAYS + 1), zone).from);
  }
}

/** An hour of the sums belongs to the bucket in which it began. */
function bucketOf(from: Date, to: Date, figures: readonly HourFigures[]): HistoryBucketView {
  const within = figures.filter(({ hour }) => hour >= from && hour < to);
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    succeeded: ended(within, 'succeeded'),
    failed: ended(within, 'failed'),
    deleted: ended(within, 'deleted'),
  };
}

const ended = (figures: readonly Pick<OutcomeFigures, 'outcome' | 'count'>[], wanted: string) =>
  figures.filter(({ outcome }) => outcome === wanted).reduce((sum, { count }) => sum + count, 0);

function statesView(states: Readonly<Record<ShownState, Count>>): JobStatsView['states'] {
  const shown = SHOWN_STATES.map((state) => [state, countText(states[state])]);
  return Object.fromEntries(shown) as JobStatsView['states']; // the same states
}
