import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service';
import { NotFound } from '../common/domain-error';
import { Database } from '../database/database';
import { RecurringActions, type RecurringEdit } from '../jobs/recurring-actions';
import { RecurringOverview, type RecurringRecord } from '../jobs/recurring-overview';
import type { RecurringJob } from '../jobs/store/recurring-store';
import type { Deed } from './deed';
import type { RecurringJobView } from './recurring-job.dto';

export interface RecurringDeed extends Deed {
  id: string;
}

/** Recurring jobs as Admins see and steer them. A change and its entry in the audit commit together; refusals are audited too. */
@Injectable()
export class RecurringAdminService {
  constructor(
    private readonly database: Database,
    private readonly actions: RecurringActions,
    private readonly overview: RecurringOverview,
    private readonly audit: AuditService,
  ) {}

  async list(): Promise<RecurringJobView[]> {
    return (await this.overview.list()).map(recurringView);
  }

  /** @throws NotFound */
  async find(id: string): Promise<RecurringJobView> {
    const job = (await this.list()).find((each) => each.id === id);
    if (!job) throw new NotFound('The recurring job');
    return job;
  }

  /** Runs it at once, disabled or not. @throws RecurringJobNotFound, RecurringJobUnknown, RecurringJobRuns */
  trigger(deed: RecurringDeed): Promise<RecurringJobView> {
    return this.change('recurring-job.trigger', deed, async () => ({ job: await this.actions.trigger(deed.id) }));
  }

  /** Sets what is given. @throws RecurringJobNotFound, Malformed */
  edit(deed: RecurringDeed, edit: RecurringEdit): Promise<RecurringJobView> {
    return this.change('recurring-job.edit', deed, async () => {
      const { before, after } = await this.actions.edit(deed.id, edit);
      return { before: settingsOf(before), after: settingsOf(after) };
    });
  }

  private async change(
    action: string,
    { id, by, reason }: RecurringDeed,
    act: () => Promise<Record<string, unknown>>,
  ): Promise<RecurringJobView> {
    const notice = { actor: by, action, subject: { type: 'recurring-job', id: id.slice(0, 64) }, reason };
    await this.audit.watch(notice, () =>
      this.database.transaction(async () => this.audit.record({ ...notice, data: await act() })),
    );
    return this.find(id);
  }
}

const settingsOf = ({ enabled, cron, timeZone, misfire }: RecurringJob) => ({ enabled, cron, timeZone, misfire });

function recurringView(job: RecurringRecord): RecurringJobView {
  return {
    id: job.id,
    type: job.type,
    queue: job.queue,
    cron: job.cron,
    timeZone: job.timeZone,
    misfire: job.misfire,
    enabled: job.enabled,
    edited: job.edited,
    next: job.next.map((occurrence) => occurrence.toISOString()),
    lastRunAt: job.lastRunAt?.toISOString() ?? null,
    lastJobId: job.lastJobId === null ? null : String(job.lastJobId),
    error: job.error,
  };
}
