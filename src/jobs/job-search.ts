import { Inject, Injectable } from '@nestjs/common';
import { JobRegistry } from './definition/job-registry';
import { JobContributions } from './job-contributions';
import { JOB_QUERIES, type JobFilter, type JobQueries, type JobTerm } from './store/job-queries';

const ID = /^\d{1,15}$/;
const TAG = /^([^=\s]{1,50})=(.{1,200})$/;

/** Finds out which jobs are meant by words that someone searches for. */
@Injectable()
export class JobSearch {
  constructor(
    private readonly registry: JobRegistry,
    private readonly contributions: JobContributions,
    @Inject(JOB_QUERIES) private readonly queries: JobQueries,
  ) {}

  /**
   * Narrows `filter` to jobs of which `words` are, exactly, the type, id or key, `name=value` of a tag, or what a feature
   * knows them by, such as an appointment's id or a user's e-mail address.
   */
  async narrow(filter: JobFilter, words: string): Promise<JobFilter> {
    if (await this.isType(words)) {
      const { type = words } = filter;
      return type === words ? { ...filter, type } : { ...filter, found: [] };
    }
    const found: JobTerm[] = [{ key: words }];
    if (ID.test(words)) found.push({ id: Number(words) });
    const [, name, value] = TAG.exec(words) ?? [];
    if (name !== undefined && value !== undefined) found.push({ tag: { name, value } });
    found.push(...(await this.contributions.tagsFor(words)).map((tag) => ({ tag })));
    return { ...filter, found };
  }

  /** Of those declared here, and of those that stored jobs have. */
  private async isType(words: string): Promise<boolean> {
    return this.registry.find(words) !== undefined || (await this.queries.names()).types.includes(words);
  }
}
