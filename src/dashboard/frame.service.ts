import { Inject, Injectable } from '@nestjs/common';
import { JOB_QUERIES, type JobQueries } from '../jobs/store/job-queries';
import type { ShellView } from './dashboard.view-model';
import type { PageVisit } from './page-visit';
import { ShellService } from './shell.service';

/** What stands around a page that needs no counts of jobs itself. */
@Injectable()
export class FrameService {
  constructor(
    @Inject(JOB_QUERIES) private readonly queries: JobQueries,
    private readonly shells: ShellService,
  ) {}

  async of(visit: PageVisit): Promise<ShellView> {
    return this.shells.view(visit, await this.queries.counts());
  }
}
