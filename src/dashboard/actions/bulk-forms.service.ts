import { Injectable } from '@nestjs/common';
import { countOf } from '../count';
import { Config } from '../../config/config';
import { BulkService } from '../../job-admin/bulk.service';
import type { Actor } from '../../users/actor';
import { dashboardLinks } from '../dashboard-links';
import { Departure } from '../departure';
import { refusalNotice } from './action-outcomes';
import type { BulkForm } from './bulk.dto';
import { listOf, selectionOf } from './bulk-selection';

/** Does to many jobs what was shown before. */
@Injectable()
export class BulkFormsService {
  constructor(
    private readonly bulk: BulkService,
    private readonly config: Config,
  ) {}

  async act(form: BulkForm, by: Actor): Promise<Departure> {
    const links = dashboardLinks(this.config.dashboardPath, '');
    const action = `jobs.${form.do}` as const;
    const list = listOf(form, links);
    try {
      const order = { action: form.do, selection: selectionOf(form), reason: form.reason, by };
      const { matched, changed, jobId } = await this.bulk.act(order);
      if (jobId !== null) {
        const about = String(jobId);
        return new Departure(links.job(about), { action: 'jobs.handed-over', about, refused: null, skipped: 0 });
      }
      return new Departure(list, {
        action,
        about: String(changed),
        refused: null,
        skipped: countOf(matched) - changed,
      });
    } catch (error) {
      return new Departure(list, refusalNotice(error, action, ''));
    }
  }
}
