import { Inject, Injectable } from '@nestjs/common';
import { JOB_FIGURES, type JobFigures } from '../jobs/store/job-figures';
import type { ShellView } from './dashboard.view-model';
import type { PageVisit } from './page-visit';
import { ShellService } from './shell.service';

/** What stands around a page that needs no counts of jobs itself. */
@Injectable()
export class FrameService {
  constructor(
    @Inject(JOB_FIGURES) private readonly figures: JobFigures,
    private readonly shells: ShellService,
  ) {}

  async of(visit: PageVisit): Promise<ShellView> {
    return this.shells.view(visit, await this.figures.counts());
  }
}
