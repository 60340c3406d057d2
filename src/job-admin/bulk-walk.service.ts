import { setImmediate } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service';
import { JobActions } from '../jobs/job-actions';
import { JOB_QUERIES, type JobFilter, type JobPlace, type JobQueries } from '../jobs/store/job-queries';
import { JOB_STORE, type JobStore } from '../jobs/store/job-store';
import type { Deed } from './deed';

const BATCH = 1_000;
/** As many ids as fit into a body, or as many jobs as are counted, and one batch that falls short. */
const MOST_BATCHES = 11;
/** What the audit calls one action on many jobs. */
export const SUBJECT = 'job-bulk';
/** What the history of a job has room for. */
const REASON_LENGTH = 200;

export type BulkAction = 'requeue' | 'cancel' | 'run-now';

/** What an Admin does to many jobs, and why. */
export interface BulkDeed extends Deed {
  /** By what the audit knows all of it. */
  bulkId: string;
  action: BulkAction;
}

export interface Tally {
  matched: number;
  changed: number;
}

/** Runs the changes of one batch and their entry in the audit as one transaction. */
export type Transact = (work: () => Promise<number>) => Promise<number>;

/** On the embedded database a batch waits for nothing: without it, requests would wait for all of them. */
const room = () => setImmediate();

/** Does what an Admin does to many jobs, 1,000 at a time. */
@Injectable()
export class BulkWalkService {
  constructor(
    @Inject(JOB_QUERIES) private readonly queries: JobQueries,
    @Inject(JOB_STORE) private readonly store: JobStore,
    private readonly actions: JobActions,
    private readonly audit: AuditService,
  ) {}

  /** Of `ids`, those that name a job. */
  async overIds(ids: readonly number[], deed: BulkDeed, transact: Transact): Promise<Tally> {
    const present = await this.queries.present([...new Set(ids)]);
    const tally = { matched: present.length, changed: 0 };
    for (let first = 0; first === 0 || first < present.length; first += BATCH) {
      tally.changed += await this.change(present.slice(first, first + BATCH), deed, transact);
      await room();
    }
    return tally;
  }

  /**
   * The jobs of a list, in its order; a job meets it once, and what comes to the list's end later is left alone. Yields what
   * is done so far after each batch. `except` is left out.
   */
  async *overList(
    filter: JobFilter,
    deed: BulkDeed,
    transact: Transact,
    except: number | null = null,
  ): AsyncGenerator<Tally> {
    const fixed = await this.upToNow(filter);
    const tally = { matched: 0, changed: 0 };
    for (let after: JobPlace | null = null; ;) {
      const places: JobPlace[] = await this.queries.places(fixed, { limit: BATCH, after });
      const ids = places.map(({ id }) => id).filter((id) => id !== except);
      after = places.at(-1) ?? null;
      if (ids.length === 0 && tally.matched > 0) return;
      tally.matched += ids.length;
      tally.changed += await this.change(ids, deed, transact);
      yield { ...tally };
      if (places.length < BATCH) return;
      await room();
    }
  }

  /** What has been done so far, while the caller of `overIds` or `overList` waited, under that id. */
  async tallyOf(bulkId: string): Promise<Tally> {
    const subject = { type: SUBJECT, id: bulkId };
    const { items } = await this.audit.page({ subject }, { limit: MOST_BATCHES, cursor: null, count: false });
    return items.reduce<Tally>(
      (sum, { data }) => ({
        matched: sum.matched + Number(data?.['matched'] ?? 0),
        changed: sum.changed + Number(data?.['changed'] ?? 0),
      }),
      { matched: 0, changed: 0 },
    );
  }

  private change(ids: readonly number[], deed: BulkDeed, transact: Transact): Promise<number> {
    const { action, bulkId, by, reason } = deed;
    return transact(async () => {
      const changed = await this.act(action, ids, reason?.slice(0, REASON_LENGTH));
      await this.audit.record({
        actor: by,
        action: `job.bulk-${action}`,
        subject: { type: SUBJECT, id: bulkId },
        reason,
        data: { matched: ids.length, changed: changed.length, ids: changed },
      });
      return changed.length;
    });
  }

  private act(action: BulkAction, ids: readonly number[], reason: string | undefined): Promise<number[]> {
    if (action === 'requeue') return this.actions.requeueMany(ids, reason);
    return action === 'cancel' ? this.actions.cancelMany(ids, reason) : this.actions.runNowMany(ids, reason);
  }

  /** Time goes on while the list is walked: else it would have no end as long as jobs fall due. */
  private async upToNow(filter: JobFilter): Promise<JobFilter> {
    if (filter.list !== 'enqueued') return filter;
    const end = new Date((await this.store.now()).getTime() + 1);
    return { ...filter, to: filter.to && filter.to < end ? filter.to : end };
  }
}
