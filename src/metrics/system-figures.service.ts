import { Inject, Injectable } from '@nestjs/common';
import { type Alert, AlertService } from '../alerts/alert.service';
import { type Verification, VerifyService } from '../alerts/verify.service';
import {
  type JobCounts,
  JOB_FIGURES,
  type JobFigures,
  type Lateness,
  type QueueFigures,
  type ServerFigures,
} from '../jobs/store/job-figures';
import { JOB_STORE, type JobStore } from '../jobs/store/job-store';

/** Asked again sooner, the figures are those of before: however many ask, they are counted once. */
const KEPT_MS = 5_000;
const HALF_AN_HOUR = 30 * 60_000;

/** What the database says of the whole system. */
export interface SystemFigures {
  /** By the database's clock. */
  now: Date;
  counts: JobCounts;
  queues: readonly QueueFigures[];
  servers: readonly ServerFigures[];
  lateness: Lateness | null;
  alerts: readonly Alert[];
  verifications: readonly Verification[];
}

@Injectable()
export class SystemFiguresService {
  private kept: { at: number; figures: Promise<SystemFigures> } | null = null;

  constructor(
    @Inject(JOB_FIGURES) private readonly jobs: JobFigures,
    @Inject(JOB_STORE) private readonly store: JobStore,
    private readonly alerts: AlertService,
    private readonly verify: VerifyService,
  ) {}

  /** @throws whatever the database throws that cannot be asked; it is asked again the next time. */
  figures(): Promise<SystemFigures> {
    const at = performance.now();
    if (this.kept && at - this.kept.at < KEPT_MS) return this.kept.figures;
    const kept = { at, figures: this.count() };
    this.kept = kept;
    kept.figures.catch(() => {
      if (this.kept === kept) this.kept = null;
    });
    return kept.figures;
  }

  private async count(): Promise<SystemFigures> {
    const now = await this.store.now();
    const [counts, queues, servers, lateness, alerts, verifications] = await Promise.all([
      this.jobs.counts(),
      this.jobs.queues(),
      this.jobs.servers(),
      this.jobs.lateness(new Date(now.getTime() - HALF_AN_HOUR)),
      this.alerts.open(),
      this.verify.found(),
    ]);
    return { now, counts, queues, servers, lateness, alerts, verifications };
  }
}
