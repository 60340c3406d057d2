import { Inject, Injectable } from '@nestjs/common';
import { Ids } from '../common/ids';
import { Database } from '../database/database';
import { COUNT_LIMIT, countOf, type Count, JOB_QUERIES, type JobQueries } from '../jobs/store/job-queries';
import { BulkJobService } from './bulk-job.service';
import { type BulkAction, type BulkDeed, BulkWalkService } from './bulk-walk.service';
import type { Deed } from './deed';
import type { BulkBody, BulkOutcomeView, JobWords } from './job-admin.dto';
import { JobFilters } from './job-filters.service';

/** Which jobs are meant. */
export type Selection = { ids: readonly number[] } | { filter: JobWords };

export interface BulkOrder extends Deed {
  action: BulkAction;
  selection: Selection;
}

export interface BulkOutcome {
  matched: Count;
  /** Those whose state forbids it are left as they are. */
  changed: number;
  /** The job that does it by and by, where counting stopped. */
  jobId: number | null;
}

/** What Admins do to many jobs at once. Every 1,000 commit with their entry in the audit. */
@Injectable()
export class BulkService {
  constructor(
    private readonly database: Database,
    @Inject(JOB_QUERIES) private readonly queries: JobQueries,
    private readonly filters: JobFilters,
    private readonly walk: BulkWalkService,
    private readonly later: BulkJobService,
    private readonly ids: Ids,
  ) {}

  /** As `act`, or only `count`; as it is asked and answered over HTTP. */
  async answer({ action, ids, filter, dryRun, reason }: BulkBody, by: Deed['by']): Promise<BulkOutcomeView> {
    const selection = ids ? { ids } : { filter: filter ?? {} };
    if (dryRun) return outcomeView({ matched: await this.count(selection), changed: 0, jobId: null });
    return outcomeView(await this.act({ action, selection, reason, by }));
  }

  /** The answer once more to what was asked before; `done` is what its first transaction gave. */
  async again(done: string): Promise<BulkOutcomeView> {
    const [, jobId] = /^job:(\d+)$/.exec(done) ?? [];
    if (jobId !== undefined)
      return outcomeView({ matched: { atLeast: COUNT_LIMIT }, changed: 0, jobId: Number(jobId) });
    return outcomeView({ ...(await this.walk.tallyOf(done)), jobId: null });
  }

  /** How many jobs are meant. */
  async count(selection: Selection): Promise<Count> {
    if ('ids' in selection) return (await this.queries.present([...new Set(selection.ids)])).length;
    return this.queries.count(await this.filters.of(selection.filter));
  }

  /** Does it while the caller waits; to more jobs than are counted, a job does it. @throws SearchTooWide */
  async act({ selection, ...order }: BulkOrder): Promise<BulkOutcome> {
    const deed: BulkDeed = { ...order, bulkId: this.ids.uuid() };
    const transact = async (work: () => Promise<number>) => {
      const { changed } = await this.database.transaction(async () => ({ id: deed.bulkId, changed: await work() }));
      return changed;
    };
    if ('ids' in selection) return { ...(await this.walk.overIds(selection.ids, deed, transact)), jobId: null };

    const filter = await this.filters.of(selection.filter);
    const count = await this.queries.count(filter);
    if (typeof count !== 'number') {
      return { matched: count, changed: 0, jobId: await this.later.handOver(filter, deed) };
    }
    let outcome = { matched: 0, changed: 0 };
    for await (const tally of this.walk.overList(filter, deed, transact)) outcome = tally;
    return { ...outcome, jobId: null };
  }
}

function outcomeView({ matched, changed, jobId }: BulkOutcome): BulkOutcomeView {
  return {
    matched: countOf(matched),
    more: typeof matched !== 'number',
    changed,
    jobId: jobId === null ? null : String(jobId),
  };
}
