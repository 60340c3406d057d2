import { Injectable } from '@nestjs/common';
import { dayRange } from '../common/clinic-time';
import { Config } from '../config/config';
import { JobSearch } from '../jobs/job-search';
import type { JobFilter } from '../jobs/store/job-queries';
import type { JobWords } from './job-admin.dto';

/** What Admins say of jobs, as a filter. */
@Injectable()
export class JobFilters {
  constructor(
    private readonly search: JobSearch,
    private readonly config: Config,
  ) {}

  of({ state, queue, type, key, q, from, to }: JobWords): Promise<JobFilter> {
    const zone = this.config.clinicTimeZone;
    const filter: JobFilter = {
      list: state,
      queue,
      type,
      key,
      from: from === undefined ? undefined : dayRange(from, zone).from,
      to: to === undefined ? undefined : dayRange(to, zone).to,
    };
    return q === undefined ? Promise.resolve(filter) : this.search.narrow(filter, q);
  }
}
