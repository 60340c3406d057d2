import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database';
import type { SqlRow } from '../../../database/session';
import { COUNTED, boundedCount } from '../figure-rows';
import {
  type Count,
  type JobFilter,
  type JobPage,
  type JobPlace,
  type JobRecord,
  type JobOrder,
  orderOf,
  placeOf,
} from '../job-queries';
import { instantOf } from '../job-rows';
import { ALL_IDS, CLOCK_STEP_MS, type IdRange, SORTED, walkOf, within } from '../job-walk';
import { SqliteClock, shift } from './sqlite-clock';
import { type Sql, dueHits, dueHitsUnordered, idHits, idHitsUnordered } from './sqlite-job-hits';
import { BESIDE, RECORD, recordOf } from './sqlite-job-rows';

/** Lists of jobs in the embedded database. */
@Injectable()
export class SqliteJobLists {
  constructor(
    private readonly database: Database,
    private readonly clock: SqliteClock,
  ) {}

  async list(filter: JobFilter, page: JobPage): Promise<JobRecord[]> {
    const now = this.clock.now();
    const order = orderOf(filter, page);
    const hits = await this.hits(filter, page, order, now);
    const rows = await this.database.query(
      `${hits.sql} SELECT ${RECORD} FROM hit CROSS JOIN jobs_Job AS job ON job.id = hit.id ${BESIDE}
       ORDER BY ${SORTED[order]}`,
      hits.parameters,
    );
    return rows.map((row) => recordOf(row, now));
  }

  async places(filter: JobFilter, page: JobPage): Promise<JobPlace[]> {
    const order = orderOf(filter, page);
    const hits = await this.hits(filter, page, order, this.clock.now());
    const rows = await this.database.query<SqlRow & StoredPlace>(
      `${hits.sql} SELECT job.id, job.dueAt, job.createdAt FROM hit CROSS JOIN jobs_Job AS job ON job.id = hit.id
       ORDER BY ${SORTED[order]}`,
      hits.parameters,
    );
    return rows.map(({ id, dueAt, createdAt }) =>
      placeOf({ id, dueAt: instantOf(dueAt), createdAt: new Date(createdAt) }, order),
    );
  }

  async count(filter: JobFilter): Promise<Count> {
    const now = this.clock.now();
    const hits =
      orderOf(filter, {}) === 'due'
        ? dueHitsUnordered(filter, now, COUNTED)
        : idHitsUnordered(filter, now, await this.createdWithin(filter), COUNTED);
    const [row] = await this.database.query<{ count: number }>(
      `${hits.sql} SELECT count(*) AS count FROM hit`,
      hits.parameters,
    );
    return boundedCount(row?.count ?? 0);
  }

  private async hits(filter: JobFilter, page: JobPage, order: JobOrder, now: string): Promise<Sql> {
    const { before } = page;
    const walk = walkOf(page, order);
    if (order === 'due') return dueHits(filter, now, before ? { before } : { after: page.after }, walk);
    return idHits(filter, now, within(await this.createdWithin(filter), page, walk.direction), walk);
  }

  /** The ids of the jobs that were created in the time of the filter, and few others. */
  private async createdWithin({ from, to }: JobFilter): Promise<IdRange> {
    return {
      above: from ? (await this.firstIdFrom(shift(from.toISOString(), -CLOCK_STEP_MS))) - 1 : ALL_IDS.above,
      below: to ? await this.firstIdFrom(shift(to.toISOString(), CLOCK_STEP_MS)) : ALL_IDS.below,
    };
  }

  /** The first id created at `instant` or later, by bisection: a score of seeks instead of one more index on every job. */
  private async firstIdFrom(instant: string): Promise<number> {
    const [ends] = await this.database.query<{ first: number | null; last: number | null }>(
      'SELECT (SELECT min(id) FROM jobs_Job) AS first, (SELECT max(id) FROM jobs_Job) AS last',
    );
    let low = ends?.first ?? 1;
    let high = (ends?.last ?? 0) + 1;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const [job] = await this.database.query<{ id: number; createdAt: string }>(
        'SELECT id, createdAt FROM jobs_Job WHERE id >= ? ORDER BY id LIMIT 1',
        [middle],
      );
      if (job && job.createdAt < instant) low = job.id + 1;
      else high = middle;
    }
    return low;
  }
}

interface StoredPlace {
  id: number;
  dueAt: string | null;
  createdAt: string;
}
