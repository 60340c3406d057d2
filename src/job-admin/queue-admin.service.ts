import { Injectable, Inject } from '@nestjs/common';
import { AuditService } from '../audit/audit.service';
import { Database } from '../database/database';
import { QueueActions, type QueueChange, type QueueLimits } from '../jobs/queue-actions';
import { NotFound } from '../common/domain-error';
import { JOB_FIGURES, type JobFigures, type QueueFigures } from '../jobs/store/job-figures';
import type { QueueSettings } from '../jobs/store/queue-store';
import { countText } from './count-text';
import type { Deed } from './deed';
import { JobLatencyService, type Latency } from './job-latency.service';
import type { QueueView } from './job-figures.dto';

export interface QueueDeed extends Deed {
  name: string;
}

/** Queues as Admins see and steer them. A change and its entry in the audit commit together; refusals are audited too. */
@Injectable()
export class QueueAdminService {
  constructor(
    private readonly database: Database,
    private readonly actions: QueueActions,
    @Inject(JOB_FIGURES) private readonly figures: JobFigures,
    private readonly latencies: JobLatencyService,
    private readonly audit: AuditService,
  ) {}

  async list(): Promise<QueueView[]> {
    const [queues, latencies] = await Promise.all([this.figures.queues(), this.latencies.byQueue()]);
    return queues.map((queue) => queueView(queue, latencies.of(queue.name)));
  }

  /** @throws NotFound */
  async find(name: string): Promise<QueueView> {
    const queue = (await this.list()).find((each) => each.name === name);
    if (!queue) throw new NotFound('The queue');
    return queue;
  }

  /** @throws QueueNotFound, QueueAlreadyPaused */
  pause(deed: QueueDeed): Promise<QueueView> {
    return this.change('queue.pause', deed, () => this.actions.pause(deed.name, deed.by?.userId ?? null));
  }

  /** @throws QueueNotFound, QueueNotPaused */
  resume(deed: QueueDeed): Promise<QueueView> {
    return this.change('queue.resume', deed, () => this.actions.resume(deed.name));
  }

  /** Sets the limits that are given; null lifts one. @throws QueueNotFound */
  edit(deed: QueueDeed, limits: QueueLimits): Promise<QueueView> {
    return this.change('queue.edit', deed, () => this.actions.limit(deed.name, limits));
  }

  private async change(action: string, deed: QueueDeed, act: () => Promise<QueueChange>): Promise<QueueView> {
    const { name, by, reason } = deed;
    const notice = { actor: by, action, subject: { type: 'queue', id: name.slice(0, 64) }, reason };
    await this.audit.watch(notice, () =>
      this.database.transaction(async () => {
        const { before, after } = await act();
        await this.audit.record({ ...notice, data: { before: settingsOf(before), after: settingsOf(after) } });
        return { id: name };
      }),
    );
    return this.find(name);
  }
}

const settingsOf = ({ paused, concurrency, ratePerMinute }: QueueSettings) => ({ paused, concurrency, ratePerMinute });

function queueView(queue: QueueFigures, latency: Latency): QueueView {
  return {
    name: queue.name,
    depth: countText(queue.due),
    oldestDueAt: queue.oldestDueAt?.toISOString() ?? null,
    running: queue.running,
    perMinute: queue.perMinute,
    paused: queue.paused,
    pausedBy: queue.pausedBy,
    pausedAt: queue.pausedAt?.toISOString() ?? null,
    concurrency: queue.concurrency,
    ratePerMinute: queue.ratePerMinute,
    latency,
  };
}
