import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../common/clock';
import { offsetSpanAt } from '../common/clinic-time';
import { Config } from '../config/config';
import { JOB_FIGURES, type JobCounts, type JobFigures, type QueueFigures } from '../jobs/store/job-figures';
import { JOB_TRANSPORT, type JobTransport } from '../jobs/transport/job-transport';
import { countOf } from './count';
import type { OverviewView, QueueView } from './dashboard.view-model';
import { HealthSignsService } from './health-signs.service';
import { JobViewsService } from './job-views.service';
import type { Language } from '../common/language';
import { serverView } from './server-view';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const HOURS_AHEAD = 24;
const FAILURES_SHOWN = 5;
/** Sums are kept by the hour: from here on back to the start of its hour is an hour on average. */
const HALF_AN_HOUR = HOUR / 2;

/** What the overview shows. */
@Injectable()
export class OverviewService {
  constructor(
    @Inject(JOB_FIGURES) private readonly figures: JobFigures,
    @Inject(JOB_TRANSPORT) private readonly transport: JobTransport,
    private readonly jobs: JobViewsService,
    private readonly health: HealthSignsService,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** `clockSkewMs` is how far the database's clock is from this process's. */
  async view(
    { lists, nextDueAt }: JobCounts,
    clockSkewMs: number,
    language: Language,
  ): Promise<Omit<OverviewView, 'history'>> {
    const now = this.clock.now();
    const { broker } = this.transport;
    const ago = (ms: number) => new Date(now.getTime() - ms);
    const [queues, servers, failed, outcomes, lateness, failures] = await Promise.all([
      this.figures.queues(),
      this.figures.servers(),
      this.figures.countFailed(ago(DAY)),
      this.figures.outcomes(ago(DAY - HALF_AN_HOUR)),
      this.figures.lateness(ago(HALF_AN_HOUR)),
      this.figures.latestFailed(new Date(0), FAILURES_SHOWN),
    ]);
    const ended = outcomes.filter(({ outcome }) => ['succeeded', 'deleted', 'failed'].includes(outcome));
    const finished = ended.reduce((sum, { count }) => sum + count, 0);
    const names = queues.map(({ name }) => name);
    const shown = servers.map((server) => serverView(server, names, now));
    return {
      health: await this.health.judge({ now, queues, servers, failed, broker, clockSkewMs }, ago(HALF_AN_HOUR)),
      invariants: await this.health.invariants(),
      waiting: { count: lists.scheduled, nextDueAt },
      due: { count: lists.enqueued, oldestDueAt: oldestOf(queues) },
      running: {
        count: countOf(lists.processing),
        workers: shown.filter(({ alive }) => alive).reduce((sum, { workers }) => sum + workers, 0),
      },
      // Failures without a run, such as of an unknown type, are in no sum.
      lastDay: { failed, finished: Math.max(finished, countOf(failed)) },
      lateness,
      // Redis never holds more of a job than the word that it may be due.
      transport: { kind: this.transport.name, connected: broker !== 'down', wipeable: true },
      comingUp: await this.comingUp(now),
      queues: queues.map(queueView),
      needsPerson: await this.jobs.many(failures, language),
      servers: shown,
    };
  }

  /** The rest of the present hour of the clinic's clock, and the hours after it. */
  private async comingUp(now: Date): Promise<OverviewView['comingUp']> {
    const { offset } = offsetSpanAt(now.getTime(), this.config.clinicTimeZone);
    const thisHour = Math.floor((now.getTime() + offset) / HOUR) * HOUR - offset;
    const hours = Array.from({ length: HOURS_AHEAD + 1 }, (_, hour) => new Date(thisHour + hour * HOUR));
    const counts = await this.figures.comingUp([now, ...hours.slice(1)]);
    return counts.map((count, hour) => ({ from: new Date(thisHour + hour * HOUR), count }));
  }
}

function oldestOf(queues: readonly QueueFigures[]): Date | null {
  const [oldest] = queues.flatMap(({ oldestDueAt }) => oldestDueAt ?? []).sort((a, b) => a.getTime() - b.getTime());
  return oldest ?? null;
}

function queueView({ running: _running, ...queue }: QueueFigures): QueueView {
  return queue;
}
