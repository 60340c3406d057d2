import path from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../common/clock';
import { Config, type DatabaseAddress } from '../config/config';
import type { JobCounts } from '../jobs/store/job-figures';
import { JOB_STORE, type JobStore } from '../jobs/store/job-store';
import { JOB_TRANSPORT, type JobTransport } from '../jobs/transport/job-transport';
import { countOf, type Count } from './count';
import { DashboardAssets } from './dashboard-assets';
import type { ShellView } from './dashboard.view-model';
import { addressIn, type PageVisit } from './page-visit';
import { VisitorViewsService } from './access/visitor-views.service';

/** What stands around every page. */
@Injectable()
export class ShellService {
  constructor(
    @Inject(JOB_STORE) private readonly store: JobStore,
    @Inject(JOB_TRANSPORT) private readonly transport: JobTransport,
    private readonly assets: DashboardAssets,
    private readonly visitors: VisitorViewsService,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  async view({ language, address, visitor, notice }: PageVisit, { lists }: JobCounts): Promise<ShellView> {
    const storeNow = await this.store.now();
    const now = this.clock.now();
    const open = [lists.scheduled, lists.enqueued, lists.processing, lists.awaiting];
    return {
      base: this.config.dashboardPath,
      assetVersion: this.assets.version,
      clinicName: this.config.clinicName,
      language,
      languageLinks: { en: addressIn('en', address), ro: addressIn('ro', address) },
      timeZone: this.config.clinicTimeZone,
      now,
      nav: [
        { page: 'overview', count: null },
        { page: 'jobs', count: sumOf(open) },
        { page: 'retries', count: lists.retries },
        { page: 'failed', count: lists.failed },
        { page: 'recurring', count: null },
        { page: 'queues', count: null },
        { page: 'servers', count: null },
        { page: 'mail', count: null },
        { page: 'audit', count: null },
      ],
      storage: storageName(this.config.database),
      transport: this.transport.name,
      clockSkewMs: storeNow.getTime() - now.getTime(),
      visitor: await this.visitors.view(visitor),
      notice,
    };
  }
}

function storageName(address: DatabaseAddress): string {
  return address.dialect === 'sqlite'
    ? `SQLite · ${path.basename(address.file)}`
    : `SQL Server · ${address.jobsDatabase ?? address.database}`;
}

function sumOf(counts: readonly Count[]): Count {
  const sum = counts.reduce<number>((total, count) => total + countOf(count), 0);
  return counts.some((count) => typeof count !== 'number') ? { atLeast: sum } : sum;
}
