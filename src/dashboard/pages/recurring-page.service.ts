import { Inject, Injectable } from '@nestjs/common';
import { h } from 'preact';
import { Config } from '../../config/config';
import { RecurringAdminService, type RecurringDeed } from '../../job-admin/recurring-admin.service';
import { JOB_QUERIES, type JobQueries } from '../../jobs/store/job-queries';
import type { Actor } from '../../users/actor';
import { thenBackTo } from '../actions/action-outcomes';
import { dashboardLinks } from '../dashboard-links';
import type { ShownState } from '../dashboard.view-model';
import type { Departure } from '../departure';
import { FrameService } from '../frame.service';
import type { ActionName } from '../notice';
import type { PageVisit } from '../page-visit';
import { RecurringPage } from '../views/recurring.page';
import { renderPage } from '../views/render-page';
import type { RecurringEditForm, RecurringForm } from './recurring.dto';

/** The page of recurring jobs, and what is done there. */
@Injectable()
export class RecurringPageService {
  constructor(
    private readonly frames: FrameService,
    private readonly recurring: RecurringAdminService,
    @Inject(JOB_QUERIES) private readonly queries: JobQueries,
    private readonly config: Config,
  ) {}

  async page(visit: PageVisit): Promise<string> {
    const shell = await this.frames.of(visit);
    const jobs = await this.recurring.list();
    const lastStates = await this.statesOf(jobs.flatMap(({ lastJobId }) => (lastJobId === null ? [] : [lastJobId])));
    return renderPage(h(RecurringPage, { shell, view: { jobs, lastStates } }));
  }

  trigger(id: string, { reason }: RecurringForm, by: Actor): Promise<Departure> {
    return this.act('recurring.trigger', { id, reason, by }, (deed) => this.recurring.trigger(deed));
  }

  enable(id: string, { reason }: RecurringForm, by: Actor): Promise<Departure> {
    return this.act('recurring.enable', { id, reason, by }, (deed) => this.recurring.edit(deed, { enabled: true }));
  }

  disable(id: string, { reason }: RecurringForm, by: Actor): Promise<Departure> {
    return this.act('recurring.disable', { id, reason, by }, (deed) => this.recurring.edit(deed, { enabled: false }));
  }

  edit(id: string, { reason, ...schedule }: RecurringEditForm, by: Actor): Promise<Departure> {
    return this.act('recurring.change', { id, reason, by }, (deed) => this.recurring.edit(deed, schedule));
  }

  private act(action: ActionName, deed: RecurringDeed, work: (deed: RecurringDeed) => Promise<unknown>) {
    const page = dashboardLinks(this.config.dashboardPath, '').page('recurring');
    return thenBackTo(page, action, deed.id, () => work(deed));
  }

  private async statesOf(ids: readonly string[]): Promise<Map<string, ShownState>> {
    if (ids.length === 0) return new Map();
    const found = ids.map((id) => ({ id: Number(id) }));
    const jobs = await this.queries.list({ found }, { limit: found.length });
    return new Map(jobs.map(({ id, state }) => [String(id), state]));
  }
}
