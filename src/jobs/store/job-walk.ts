import type { JobFilter, JobOrder, JobPage, JobTerm } from './job-queries';

/** Ids follow the time of creation but for steps of the clock; so far a step is allowed for. */
export const CLOCK_STEP_MS = 60_000;

/** How much of a list is read, and from which end: `limit` jobs by id, or by due time and id. */
export interface Walk {
  direction: 'ASC' | 'DESC';
  limit: number;
}

/** Ids between the two, both left out. */
export interface IdRange {
  above: number;
  below: number;
}

export const ALL_IDS: IdRange = { above: 0, below: Number.MAX_SAFE_INTEGER };

/** The order of a list, as SQL on its jobs. */
export const SORTED: Readonly<Record<JobOrder, string>> = {
  due: 'job.dueAt, job.id',
  newest: 'job.id DESC',
  oldest: 'job.id',
};

/** Onward it is walked in the list's order, backwards from the place towards the start of the list. */
export function walkOf({ limit, before }: JobPage, order: JobOrder): Walk {
  const [onward, back] = order === 'newest' ? (['DESC', 'ASC'] as const) : (['ASC', 'DESC'] as const);
  return { direction: before ? back : onward, limit };
}

/** Those of `ids` that a walk from the page's place in that direction meets. */
export function within(ids: IdRange, { after, before }: JobPage, direction: Walk['direction']): IdRange {
  const place = before ?? after;
  if (!place) return ids;
  return direction === 'ASC'
    ? { ...ids, above: Math.max(ids.above, place.id) }
    : { ...ids, below: Math.min(ids.below, place.id) };
}

/** Whether state, queue or type alone say which jobs are meant. */
export function isNarrowed({ found, key, list, queue, type }: JobFilter): boolean {
  return !found && key === undefined && (list ?? queue ?? type) !== undefined;
}

/** What names the jobs that are meant; null where nothing does. */
export function termsOf({ found, key }: JobFilter): readonly JobTerm[] | null {
  return found ?? (key === undefined ? null : [{ key }]);
}
