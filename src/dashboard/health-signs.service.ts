import { Inject, Injectable } from '@nestjs/common';
import { AlertService } from '../alerts/alert.service';
import { VerifyService } from '../alerts/verify.service';
import { Clock } from '../common/clock';
import { Config } from '../config/config';
import { type PromiseReport, Promises } from '../jobs/promises';
import { JOB_FIGURES, type JobFigures } from '../jobs/store/job-figures';
import { deliverEmail } from '../notifications/notification.jobs';
import type { HealthView, InvariantView } from './dashboard.view-model';
import { problemsOf, type Signs } from './problems';

/** How long a check of the promises is shown before the next one: it reads thousands of rows. */
const CHECKED_FOR_MS = 30_000;

/** That every planned reminder has its job. */
const CHECKED_ANEW = 'reminders-planned';

/** Says whether what was promised is on its way. */
@Injectable()
export class HealthSignsService {
  private checked: { at: Date; report: Promise<PromiseReport | null> } | null = null;

  constructor(
    @Inject(JOB_FIGURES) private readonly figures: JobFigures,
    private readonly promises: Promises,
    private readonly alerts: AlertService,
    private readonly verify: VerifyService,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** Mail is judged by what was sent since the hour of `mailSince` began. */
  async judge(seen: Omit<Signs, 'alerts' | 'configured' | 'mail' | 'promises'>, mailSince: Date): Promise<HealthView> {
    const promises = await this.check();
    const outcomes = await this.figures.outcomes(mailSince);
    const alerts = (await this.alerts.open()).map(({ kind }) => kind);
    const mail = outcomes.filter(({ type }) => type === deliverEmail.name);
    return {
      problems: problemsOf({ ...seen, alerts, configured: this.config.jobQueues, mail, promises }),
      checkedAt: promises?.checkedAt ?? null,
      coveredAppointments: promises?.covered ?? 0,
    };
  }

  /** What was found last of the invariants but the one that `judge` checks anew. */
  async invariants(): Promise<InvariantView[]> {
    const found = await this.verify.found();
    return found.filter(({ name }) => name !== CHECKED_ANEW);
  }

  private async check(): Promise<PromiseReport | null> {
    const now = this.clock.now();
    if (!this.checked || Math.abs(now.getTime() - this.checked.at.getTime()) >= CHECKED_FOR_MS) {
      this.checked = { at: now, report: this.promises.check() };
    }
    try {
      return await this.checked.report;
    } catch (error) {
      this.checked = null;
      throw error;
    }
  }
}
