import type { SqlValue } from '../../../database/session';
import { JOB_STATES } from '../../job.state';
import type { JobFilter, JobPlace, JobTerm } from '../job-queries';
import { ALL_IDS, type IdRange, type Walk, isNarrowed, termsOf } from '../job-walk';
import { LANES, WAITING } from './sqlite-lanes';

/** A piece of a statement with its parameters, in the order of their question marks. */
export interface Sql {
  sql: string;
  parameters: readonly SqlValue[];
}

interface DuePlace {
  at: string;
  id: number;
}

/** Sort before and after every instant. */
const EARLIEST = '';
const LATEST = '~';
const NOTHING: Sql = { sql: '', parameters: [] };

/** `WITH … hit(id)`: jobs that wait for their time, from the place `after` on or up to the place `before`. */
export function dueHits(
  filter: JobFilter,
  now: string,
  places: { after?: JobPlace | null; before?: JobPlace | null },
  walk: Walk,
): Sql {
  const job = waitingInLane(filter, now, places);
  const lane = chosenLanes(filter);
  const { direction, limit } = walk;
  return {
    sql: `WITH RECURSIVE ${LANES}, hit(dueAt, id) AS (
      SELECT entry.value ->> 0, entry.value ->> 1 FROM lane CROSS JOIN json_each((
        SELECT json_group_array(json_array(dueAt, id)) FROM (
          SELECT job.dueAt, job.id FROM ${waitingJobs(filter)} WHERE ${job.sql}
          ORDER BY job.dueAt ${direction}, job.id ${direction} LIMIT ?))) AS entry
      WHERE ${lane.sql} ORDER BY 1 ${direction}, 2 ${direction} LIMIT ?)`,
    parameters: [WAITING, ...job.parameters, limit, ...lane.parameters, limit],
  };
}

/** `WITH … hit(id)`: the same jobs, for counting: in no order, and no more than `limit` of them. */
export function dueHitsUnordered(filter: JobFilter, now: string, limit: number): Sql {
  return unordered(WAITING, waitingJobs(filter), waitingInLane(filter, now, {}), filter, limit);
}

/** `WITH … hit(id)`: jobs by id. */
export function idHits(filter: JobFilter, now: string, ids: IdRange, walk: Walk): Sql {
  if (isNarrowed(filter)) return laneHits(filter, ids, walk);
  const { sql, parameters } = namedIds(filter, now, ids, walk);
  return { sql: `WITH hit(id) AS (${sql})`, parameters };
}

/** `WITH … hit(id)`: the same jobs, for counting: in no order, and no more than `limit` of them. */
export function idHitsUnordered(filter: JobFilter, now: string, ids: IdRange, limit: number): Sql {
  if (!isNarrowed(filter)) return idHits(filter, now, ids, { direction: 'DESC', limit });
  return unordered(statesOf(filter), 'jobs_Job AS job', inLane(filter, ids), filter, limit);
}

function laneHits(filter: JobFilter, ids: IdRange, { direction, limit }: Walk): Sql {
  const job = inLane(filter, ids);
  const lane = chosenLanes(filter);
  return {
    sql: `WITH RECURSIVE ${LANES}, hit(id) AS (
      SELECT entry.value FROM lane CROSS JOIN json_each((
        SELECT json_group_array(id) FROM (
          SELECT job.id FROM jobs_Job AS job WHERE ${job.sql} ORDER BY job.id ${direction} LIMIT ?))) AS entry
      WHERE ${lane.sql} ORDER BY entry.value ${direction} LIMIT ?)`,
    parameters: [statesOf(filter), ...job.parameters, limit, ...lane.parameters, limit],
  };
}

function unordered(states: string, jobs: string, job: Sql, filter: JobFilter, limit: number): Sql {
  const lane = chosenLanes(filter);
  return {
    sql: `WITH RECURSIVE ${LANES}, hit(id) AS (
      SELECT job.id FROM lane CROSS JOIN ${jobs} ON ${job.sql} WHERE ${lane.sql} LIMIT ?)`,
    parameters: [states, ...job.parameters, ...lane.parameters, limit],
  };
}

const statesOf = ({ list }: JobFilter) => JSON.stringify(list ? [list] : JOB_STATES);

function chosenLanes({ queue, type }: JobFilter): Sql {
  return join(
    [
      { sql: 'true', parameters: [] },
      queue === undefined ? NOTHING : { sql: 'lane.queue = ?', parameters: [queue] },
      type === undefined ? NOTHING : { sql: 'lane.type = ?', parameters: [type] },
    ],
    ' AND ',
  );
}

function inLane(filter: JobFilter, { above, below }: IdRange): Sql {
  const created = createdIn(filter);
  return {
    sql: `job.state = lane.state AND job.queue = lane.queue AND job.type = lane.type
      AND job.id > ? AND job.id < ?${created.sql}`,
    parameters: [above, below, ...created.parameters],
  };
}

/** By their index: both begin alike, and the planner does not always see which is the shorter. */
const waitingJobs = ({ list }: JobFilter) =>
  `jobs_Job AS job INDEXED BY ${list === 'retries' ? 'IX_Job_retry' : 'IX_Job_waiting'}`;

/** With one bound at each end, for SQLite seeks by one of several only. */
function waitingInLane(
  { list, from, to }: JobFilter,
  now: string,
  { after, before }: { after?: JobPlace | null; before?: JobPlace | null },
): Sql {
  const lower: DuePlace[] = [{ at: EARLIEST, id: ALL_IDS.above }];
  const upper: DuePlace[] = [{ at: LATEST, id: ALL_IDS.below }];
  if (list === 'scheduled') lower.push({ at: now, id: ALL_IDS.below });
  if (list === 'enqueued') upper.push({ at: now, id: ALL_IDS.below });
  if (from) lower.push({ at: from.toISOString(), id: ALL_IDS.above });
  if (to) upper.push({ at: to.toISOString(), id: ALL_IDS.above });
  if (after) lower.push({ at: after.at.toISOString(), id: after.id });
  if (before) upper.push({ at: before.at.toISOString(), id: before.id });
  const isBefore = (a: DuePlace, b: DuePlace) => (a.at === b.at ? a.id < b.id : a.at < b.at);
  const low = lower.reduce((best, each) => (isBefore(best, each) ? each : best));
  const high = upper.reduce((best, each) => (isBefore(each, best) ? each : best));
  return {
    sql: `job.state = 'waiting'${list === 'retries' ? ' AND job.attempt > 0' : ''}
      AND job.queue = lane.queue AND job.type = lane.type
      AND (job.dueAt, job.id) > (?, ?) AND (job.dueAt, job.id) < (?, ?)`,
    parameters: [low.at, low.id, high.at, high.id],
  };
}

/** Ids of the jobs that words, a key or nothing at all name. */
function namedIds(filter: JobFilter, now: string, ids: IdRange, walk: Walk): Sql {
  const terms = termsOf(filter);
  if (!terms) {
    const created = createdIn(filter);
    return {
      sql: `SELECT job.id FROM jobs_Job AS job WHERE job.id > ? AND job.id < ?${created.sql}
        ORDER BY job.id ${walk.direction} LIMIT ?`,
      parameters: [ids.above, ids.below, ...created.parameters, walk.limit],
    };
  }
  if (terms.length === 0) return { sql: 'SELECT value FROM json_each(?)', parameters: ['[]'] };
  const sources = terms.map((term) => {
    const { sql, parameters } = termIds(term, residue(filter, now), ids, walk);
    return { sql: `SELECT id FROM (${sql})`, parameters };
  });
  const all = join(sources, ' UNION ');
  return {
    sql: `${all.sql} ORDER BY 1 ${walk.direction} LIMIT ?`,
    parameters: [...all.parameters, walk.limit],
  };
}

function termIds(term: JobTerm, rest: Sql, { above, below }: IdRange, { direction, limit }: Walk): Sql {
  if ('tag' in term) {
    return {
      sql: `SELECT job.id FROM jobs_Tag AS tag CROSS JOIN jobs_Job AS job ON job.id = tag.jobId
        WHERE tag.name = ? AND tag.value = ? AND tag.jobId > ? AND tag.jobId < ?${rest.sql}
        ORDER BY tag.jobId ${direction} LIMIT ?`,
      parameters: [term.tag.name, term.tag.value, above, below, ...rest.parameters, limit],
    };
  }
  const [table, column, value] =
    'key' in term
      ? ['jobs_Job AS job INDEXED BY IX_Job_keyed', 'job."key"', term.key]
      : ['jobs_Job AS job', 'job.id', term.id];
  return {
    sql: `SELECT job.id FROM ${table} WHERE ${column} = ? AND job.id > ? AND job.id < ?${rest.sql}
      ORDER BY job.id ${direction} LIMIT ?`,
    parameters: [value, above, below, ...rest.parameters, limit],
  };
}

/** All of the filter but the words. `+` keeps the planner on the index of what names the jobs. */
function residue(filter: JobFilter, now: string): Sql {
  const equals = (column: string, value: string | undefined): Sql =>
    value === undefined ? NOTHING : { sql: ` AND +job.${column} = ?`, parameters: [value] };
  return join(
    [
      inList(filter, now),
      equals('queue', filter.queue),
      equals('type', filter.type),
      equals('"key"', filter.key),
      createdIn(filter),
    ],
    '',
  );
}

function inList({ list }: JobFilter, now: string): Sql {
  if (!list) return NOTHING;
  if (list === 'scheduled') return { sql: ` AND +job.state = 'waiting' AND +job.dueAt > ?`, parameters: [now] };
  if (list === 'enqueued') return { sql: ` AND +job.state = 'waiting' AND +job.dueAt <= ?`, parameters: [now] };
  if (list === 'retries') return { sql: ` AND +job.state = 'waiting' AND job.attempt > 0`, parameters: [] };
  return { sql: ' AND +job.state = ?', parameters: [list] };
}

function createdIn({ from, to }: JobFilter): Sql {
  return join(
    [
      from ? { sql: ' AND job.createdAt >= ?', parameters: [from] } : NOTHING,
      to ? { sql: ' AND job.createdAt < ?', parameters: [to] } : NOTHING,
    ],
    '',
  );
}

function join(pieces: readonly Sql[], separator: string): Sql {
  const present = pieces.filter(({ sql }) => sql !== '');
  return { sql: present.map(({ sql }) => sql).join(separator), parameters: present.flatMap((each) => each.parameters) };
}
