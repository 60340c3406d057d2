import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database';
import type { SqlRow, SqlValue } from '../../../database/session';
import { JOB_STATES } from '../../job.state';
import { COUNTED, boundedCount } from '../figure-rows';
import {
  type Count,
  type JobFilter,
  type JobPage,
  type JobPlace,
  type JobRecord,
  orderOf,
  placeOf,
} from '../job-queries';
import { ALL_IDS, CLOCK_STEP_MS, type IdRange, SORTED, isNarrowed, termsOf, walkOf, within } from '../job-walk';
import { MssqlClock, NOW } from './mssql-clock';
import { type Sql, dueHits, dueHitsUnordered, idHits, idHitsUnordered } from './mssql-job-hits';
import { recordOf, selectRecords } from './mssql-job-rows';
import { AS_WRITTEN, inLanes, lanes } from './mssql-lanes';
import { MssqlTables } from './mssql-tables';

/** From where to where a list by due time goes: an instant and an id at each end, both left out. */
const DUE_BOUNDS = `DECLARE @lowAt datetime2(3), @lowId bigint, @highAt datetime2(3), @highId bigint;
SELECT TOP (1) @lowAt = bound.at, @lowId = bound.id FROM (VALUES (CAST('0001-01-01' AS datetime2(3)), CAST(0 AS bigint)),
  (CASE WHEN @list = 'scheduled' THEN @now END, @lastId), (@from, 0), (@afterAt, @afterId)) AS bound (at, id)
WHERE bound.at IS NOT NULL ORDER BY bound.at DESC, bound.id DESC;
SELECT TOP (1) @highAt = bound.at, @highId = bound.id FROM (VALUES (CAST('9999-12-31' AS datetime2(3)), CAST(@lastId AS bigint)),
  (CASE WHEN @list = 'enqueued' THEN @now END, @lastId), (@to, 0), (@beforeAt, @beforeId)) AS bound (at, id)
WHERE bound.at IS NOT NULL ORDER BY bound.at, bound.id;`;

/** From where to where a list by id goes. */
const ID_BOUNDS = 'DECLARE @above bigint = @pageAbove, @below bigint = @pageBelow;';

const CREATED_BOUNDS = 'DECLARE @first bigint, @end bigint, @middle bigint, @near bigint, @createdAt datetime2(3);';

/** Sets `@first` to the first id created then or later, by bisection: a score of seeks instead of one more index on every job. */
const firstIdFrom = ({ job }: MssqlTables, instant: string) => `SELECT @first = COALESCE(MIN(id), 1) FROM ${job};
SELECT @end = COALESCE(MAX(id), 0) + 1 FROM ${job};
WHILE @first < @end
BEGIN
  SET @middle = @first + (@end - @first) / 2;
  SET @near = NULL;
  SELECT TOP (1) @near = id, @createdAt = createdAt FROM ${job} WHERE id >= @middle ORDER BY id;
  IF @near IS NOT NULL AND @createdAt < ${instant} SET @first = @near + 1;
  ELSE SET @end = @middle;
END;`;

type Placed = Pick<JobRecord, 'id' | 'dueAt' | 'createdAt'>;

/** Lists of jobs on SQL Server, each read in one round trip. */
@Injectable()
export class MssqlJobLists {
  constructor(
    private readonly database: Database,
    private readonly clock: MssqlClock,
    private readonly tables: MssqlTables,
  ) {}

  async list(filter: JobFilter, page: JobPage): Promise<JobRecord[]> {
    const rows = await this.hit(filter, page, (source) => selectRecords(this.tables, source));
    return rows.map(recordOf);
  }

  async places(filter: JobFilter, page: JobPage): Promise<JobPlace[]> {
    const rows = await this.hit(filter, page, (source) => `SELECT job.id, job.dueAt, job.createdAt FROM ${source}`);
    const order = orderOf(filter, page);
    return rows.map((row) => placeOf(row as SqlRow & Placed, order)); // what is selected
  }

  /** Rows of what `select` says of the jobs of a page. */
  private async hit(filter: JobFilter, page: JobPage, select: (source: string) => string): Promise<SqlRow[]> {
    if (termsOf(filter)?.length === 0) return [];
    const order = orderOf(filter, page);
    const { direction, limit } = walkOf(page, order);
    const [bounds, hits] =
      order === 'due'
        ? [this.dueBounds(filter, page), dueHits(this.tables, filter, direction)]
        : [this.idBounds(filter, within(ALL_IDS, page, direction)), idHits(this.tables, filter, direction)];
    const selected = select(`(${hits.sql}) AS hit
INNER JOIN ${this.tables.job} AS job ON job.id = hit.id`);
    return this.run(bounds, { ...hits, sql: `${selected}\nORDER BY ${SORTED[order]}` }, limit);
  }

  async count(filter: JobFilter): Promise<Count> {
    if (termsOf(filter)?.length === 0) return 0;
    const [bounds, hits] =
      orderOf(filter, {}) === 'due'
        ? [this.dueBounds(filter, {}), dueHitsUnordered(this.tables, filter)]
        : [this.idBounds(filter, ALL_IDS), idHitsUnordered(this.tables, filter)];
    const counted = { ...hits, sql: `SELECT COUNT(*) AS "count" FROM (${hits.sql}) AS hit` };
    const [row] = await this.run(bounds, counted, COUNTED);
    return boundedCount(Number(row?.count));
  }

  private run(bounds: Sql, { sql, parameters }: Sql, limit: number): Promise<SqlRow[]> {
    return this.database.query([NOW, bounds.sql, sql, `${AS_WRITTEN};`].join('\n'), {
      ...this.clock.offset,
      ...bounds.parameters,
      ...parameters,
      limit,
    });
  }

  private dueBounds(filter: JobFilter, { after, before }: Pick<JobPage, 'after' | 'before'>): Sql {
    const { list, queue, type, from, to } = filter;
    const first = before ? null : after;
    return {
      sql: `${DUE_BOUNDS}\n${lanes(this.tables)}`,
      parameters: {
        ...inLanes('waiting', queue, type),
        list: list ?? null,
        lastId: ALL_IDS.below,
        from: from ?? null,
        to: to ?? null,
        afterAt: first?.at ?? null,
        afterId: first?.id ?? null,
        beforeAt: before?.at ?? null,
        beforeId: before?.id ?? null,
      },
    };
  }

  private idBounds(filter: JobFilter, { above, below }: IdRange): Sql {
    const { list, queue, type, from, to } = filter;
    const pieces = [ID_BOUNDS];
    const parameters: Record<string, SqlValue> = { pageAbove: above, pageBelow: below };
    if (from || to) pieces.push(CREATED_BOUNDS);
    if (from) {
      Object.assign(parameters, { from, fromStep: new Date(from.getTime() - CLOCK_STEP_MS) });
      pieces.push(firstIdFrom(this.tables, '@fromStep'), 'IF @first > @above SET @above = @first - 1;');
    }
    if (to) {
      Object.assign(parameters, { to, toStep: new Date(to.getTime() + CLOCK_STEP_MS) });
      pieces.push(firstIdFrom(this.tables, '@toStep'), 'IF @first < @below SET @below = @first;');
    }
    if (isNarrowed(filter)) {
      const state = JOB_STATES.find((each) => each === list);
      Object.assign(parameters, inLanes(state, queue, type));
      pieces.push(lanes(this.tables));
    }
    return { sql: pieces.join('\n'), parameters };
  }
}
