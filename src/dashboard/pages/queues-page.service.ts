import { Injectable } from '@nestjs/common';
import { h } from 'preact';
import { Config } from '../../config/config';
import { QueueAdminService } from '../../job-admin/queue-admin.service';
import type { Actor } from '../../users/actor';
import { thenBackTo } from '../actions/action-outcomes';
import { dashboardLinks } from '../dashboard-links';
import type { Departure } from '../departure';
import { FrameService } from '../frame.service';
import type { ActionName } from '../notice';
import type { PageVisit } from '../page-visit';
import { QueuesPage } from '../views/queues.page';
import { renderPage } from '../views/render-page';
import { PeopleService } from './people.service';
import type { QueueForm, QueueLimitsForm } from './queues.dto';

/** The page of queues, and what is done there. */
@Injectable()
export class QueuesPageService {
  constructor(
    private readonly frames: FrameService,
    private readonly queues: QueueAdminService,
    private readonly people: PeopleService,
    private readonly config: Config,
  ) {}

  async page(visit: PageVisit): Promise<string> {
    const shell = await this.frames.of(visit);
    const queues = await this.queues.list();
    const people = await this.people.named(queues.map(({ pausedBy }) => pausedBy));
    const order = (name: string) => this.config.jobQueues.indexOf(name) + 1 || Infinity;
    return renderPage(
      h(QueuesPage, { shell, view: { queues: queues.toSorted((a, b) => order(a.name) - order(b.name)), people } }),
    );
  }

  pause(name: string, { reason }: QueueForm, by: Actor): Promise<Departure> {
    return this.act('queue.pause', name, () => this.queues.pause({ name, reason, by }));
  }

  resume(name: string, { reason }: QueueForm, by: Actor): Promise<Departure> {
    return this.act('queue.resume', name, () => this.queues.resume({ name, reason, by }));
  }

  limit(name: string, { reason, ...limits }: QueueLimitsForm, by: Actor): Promise<Departure> {
    return this.act('queue.change', name, () => this.queues.edit({ name, reason, by }, limits));
  }

  private act(action: ActionName, name: string, work: () => Promise<unknown>): Promise<Departure> {
    return thenBackTo(dashboardLinks(this.config.dashboardPath, '').page('queues'), action, name, work);
  }
}
