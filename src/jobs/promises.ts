import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../common/clock';
import { COUNT_LIMIT, type Count, JOB_QUERIES, type JobQueries } from './store/job-queries';

/** Something that a job is to do for a subject, such as an appointment, at a time to come. */
export interface PlannedPromise {
  /** The promise's own id, within its source. */
  id: number;
  subjectId: number;
  jobId: number | null;
}

/** A feature that has promises kept by jobs. */
export interface PromiseSource {
  /** Those still to be kept after `after`, the soonest first; with `ids`, only these. */
  planned(after: Date, limit: number, ids?: readonly number[]): Promise<readonly PlannedPromise[]>;
}

export interface PromiseReport {
  checkedAt: Date;
  /** Subjects all of whose promises have their open job. */
  covered: Count;
  /** Subjects that lack one. */
  missing: Count;
}

/** Promises due sooner than this may be being kept while they are looked at. */
const MARGIN_MS = 60_000;

/** Checks that every promise of every feature has the open job that is to keep it. */
@Injectable()
export class Promises {
  private readonly sources: PromiseSource[] = [];

  constructor(
    @Inject(JOB_QUERIES) private readonly queries: JobQueries,
    private readonly clock: Clock,
  ) {}

  /** To be called while modules initialize. */
  register(source: PromiseSource): void {
    this.sources.push(source);
  }

  /** Looks at the soonest promises, up to where counting stops; null where no feature has any to make. */
  async check(): Promise<PromiseReport | null> {
    if (this.sources.length === 0) return null;
    const now = this.clock.now();
    const reports = await Promise.all(
      this.sources.map((source) => this.checkSource(source, new Date(now.getTime() + MARGIN_MS))),
    );
    const more = reports.some(({ more }) => more);
    const covered = reports.reduce((sum, each) => sum + each.covered, 0);
    return {
      checkedAt: now,
      covered: more ? { atLeast: covered } : covered,
      missing: reports.reduce((sum, each) => sum + each.missing, 0),
    };
  }

  private async checkSource(source: PromiseSource, after: Date) {
    const found = await source.planned(after, COUNT_LIMIT + 1);
    const planned = found.slice(0, COUNT_LIMIT);
    const suspects = await this.withoutJob(planned);
    // Between the two reads a promise may have been taken back with its job: what lacks one still is to be a promise.
    const again = suspects.length > 0 ? await source.planned(after, suspects.length, idsOf(suspects)) : [];
    const missing = subjectsOf(await this.withoutJob(again));
    const covered = [...subjectsOf(planned)].filter((subject) => !missing.has(subject)).length;
    return { covered, missing: missing.size, more: found.length > COUNT_LIMIT };
  }

  private async withoutJob(promises: readonly PlannedPromise[]): Promise<PlannedPromise[]> {
    if (promises.length === 0) return [];
    const open = await this.queries.openAmong(promises.flatMap(({ jobId }) => jobId ?? []));
    return promises.filter(({ jobId }) => jobId === null || !open.has(jobId));
  }
}

const idsOf = (promises: readonly PlannedPromise[]) => promises.map(({ id }) => id);
const subjectsOf = (promises: readonly PlannedPromise[]) => new Set(promises.map(({ subjectId }) => subjectId));
