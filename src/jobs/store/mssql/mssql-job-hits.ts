import type { SqlValue } from '../../../database/session';
import type { JobFilter, JobTerm } from '../job-queries';
import { type Walk, isNarrowed, termsOf } from '../job-walk';
import { WAITS_IN_LANE } from './mssql-lanes';
import type { MssqlTables } from './mssql-tables';

/** A piece of a batch, with the parameters that it names. */
export interface Sql {
  sql: string;
  parameters: Readonly<Record<string, SqlValue>>;
}

type Direction = Walk['direction'];

/** Ids of jobs that wait for their time: the first `@limit` of those in `@lane` between the bounds of `DUE_BOUNDS`. */
export function dueHits(tables: MssqlTables, filter: JobFilter, direction: Direction): Sql {
  const sql = `SELECT TOP (@limit) entry.id FROM @lane AS lane
  CROSS APPLY (
    SELECT TOP (@limit) job.dueAt, job.id FROM ${waitingJobs(tables, filter)}
    WHERE ${dueInLane(filter)}
    ORDER BY job.dueAt ${direction}, job.id ${direction}) AS entry
  ORDER BY entry.dueAt ${direction}, entry.id ${direction}`;
  return { sql, parameters: {} };
}

/** The same jobs, for counting: in no order. */
export function dueHitsUnordered(tables: MssqlTables, filter: JobFilter): Sql {
  const sql = `SELECT TOP (@limit) job.id FROM @lane AS lane
  INNER JOIN ${waitingJobs(tables, filter)} ON ${dueInLane(filter)}`;
  return { sql, parameters: {} };
}

/** Ids of jobs: the first `@limit` between `@above` and `@below`. */
export function idHits(tables: MssqlTables, filter: JobFilter, direction: Direction): Sql {
  if (!isNarrowed(filter)) return namedIds(tables, filter, direction);
  const sql = `SELECT TOP (@limit) entry.id FROM @lane AS lane
  CROSS APPLY (
    SELECT TOP (@limit) job.id FROM ${tables.job} AS job WITH (INDEX (IX_Job_state), FORCESEEK)
    WHERE ${idInLane(filter)}
    ORDER BY job.id ${direction}) AS entry
  ORDER BY entry.id ${direction}`;
  return { sql, parameters: {} };
}

/** The same jobs, for counting: in no order. */
export function idHitsUnordered(tables: MssqlTables, filter: JobFilter): Sql {
  if (!isNarrowed(filter)) return namedIds(tables, filter, 'DESC');
  const sql = `SELECT TOP (@limit) job.id FROM @lane AS lane
  INNER JOIN ${tables.job} AS job WITH (INDEX (IX_Job_state), FORCESEEK) ON ${idInLane(filter)}`;
  return { sql, parameters: {} };
}

/** By their index: both begin alike, and the shorter is to be taken. */
const waitingJobs = ({ job }: MssqlTables, { list }: JobFilter) =>
  `${job} AS job WITH (INDEX (${list === 'retries' ? 'IX_Job_retry' : 'IX_Job_waiting'}), FORCESEEK)`;

/** The instant is sought; of the jobs that are due in the same millisecond as one at an end, some are passed over. */
const dueInLane = ({ list }: JobFilter) => `${WAITS_IN_LANE}${list === 'retries' ? ' AND job.attempt > 0' : ''}
      AND job.dueAt >= @lowAt AND job.dueAt <= @highAt
      AND (job.dueAt > @lowAt OR job.id > @lowId) AND (job.dueAt < @highAt OR job.id < @highId)`;

const idInLane = (filter: JobFilter) => `job.state = lane.state AND job.queue = lane.queue AND job.type = lane.type
      AND job.id > @above AND job.id < @below${createdIn(filter)}`;

/** Ids of the jobs that words, a key or nothing at all name. */
function namedIds(tables: MssqlTables, filter: JobFilter, direction: Direction): Sql {
  const terms = termsOf(filter);
  if (!terms) {
    const sql = `SELECT TOP (@limit) job.id FROM ${tables.job} AS job
  WHERE job.id > @above AND job.id < @below${createdIn(filter)}
  ORDER BY job.id ${direction}`;
    return { sql, parameters: {} };
  }
  const rest = residue(filter);
  const pieces = terms.map((term, index) => termIds(tables, term, index));
  const sources = pieces.map(
    ({ sql }, index) => `SELECT id FROM (
      SELECT TOP (@limit) job.id FROM ${sql} AND job.id > @above AND job.id < @below${rest.sql}
      ORDER BY job.id ${direction}) AS named${index}`,
  );
  return {
    sql: `SELECT TOP (@limit) named.id FROM (
    ${sources.join('\n    UNION\n    ')}) AS named
  ORDER BY named.id ${direction}`,
    parameters: pieces.reduce((all, { parameters }) => ({ ...all, ...parameters }), rest.parameters),
  };
}

/** The jobs that a word names, with parameters of their own. */
function termIds({ job, tag }: MssqlTables, term: JobTerm, index: number): Sql {
  const [name, value] = [`name${index}`, `value${index}`];
  if ('tag' in term) {
    const tagged = `${tag} AS tag INNER JOIN ${job} AS job ON job.id = tag.jobId`;
    return {
      sql: `${tagged}
      WHERE tag.name = @${name} AND tag.value = @${value} AND tag.jobId > @above AND tag.jobId < @below`,
      parameters: { [name]: term.tag.name, [value]: term.tag.value },
    };
  }
  if ('key' in term) {
    const keyed = `${job} AS job WITH (INDEX (IX_Job_keyed), FORCESEEK)`;
    // The index holds no others, and a parameter might be null.
    return {
      sql: `${keyed} WHERE job."key" = @${value} AND job."key" IS NOT NULL`,
      parameters: { [value]: term.key },
    };
  }
  return { sql: `${job} AS job WHERE job.id = @${value}`, parameters: { [value]: term.id } };
}

/** All of the filter but the words. */
function residue(filter: JobFilter): Sql {
  const { list, queue, type, key } = filter;
  const conditions = [
    inList(filter),
    queue === undefined ? '' : ' AND job.queue = @inQueue',
    type === undefined ? '' : ' AND job.type = @inType',
    key === undefined ? '' : ' AND job."key" = @key',
    createdIn(filter),
  ];
  return {
    sql: conditions.join(''),
    parameters: { list: list ?? null, inQueue: queue ?? null, inType: type ?? null, key: key ?? null },
  };
}

function inList({ list }: JobFilter): string {
  if (!list) return '';
  if (list === 'scheduled') return ` AND job.state = 'waiting' AND job.dueAt > @now`;
  if (list === 'enqueued') return ` AND job.state = 'waiting' AND job.dueAt <= @now`;
  if (list === 'retries') return ` AND job.state = 'waiting' AND job.attempt > 0`;
  return ' AND job.state = @list';
}

const createdIn = ({ from, to }: JobFilter) =>
  `${from ? ' AND job.createdAt >= @from' : ''}${to ? ' AND job.createdAt < @to' : ''}`;
