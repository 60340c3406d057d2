import { type JobFilter, type JobOrder, orderOf } from '../../src/jobs/store/job-queries';
import { aJobRow, type JobRow } from '../builders/job-row';

/** What the clock shows while jobs are queried. */
export const NOW = '2027-01-05T12:00:00.000Z';
export const MINUTE = 60_000;
/** So many milliseconds from then, as an instant and as the text that is stored. */
export const from = (ms: number) => new Date(Date.parse(NOW) + ms);
export const iso = (ms: number) => from(ms).toISOString();

const STATES = ['waiting', 'processing', 'succeeded', 'failed', 'deleted', 'awaiting'];
const KINDS = [
  ['mail', 'test.mail'],
  ['mail', 'test.bounce'],
  ['slow', 'test.mail'],
  ['slow', 'test.close'],
] as const;

/** Each state of each kind several times, with due times, dates, keys and attempts that do not follow each other. */
export function everyKindOfJob(): JobRow[] {
  return Array.from({ length: 240 }, (_, index) => {
    const [queue, type] = KINDS[index % KINDS.length] ?? KINDS[0];
    const state = STATES[Math.floor(index / KINDS.length) % STATES.length] ?? 'waiting';
    const minutes = ((index * 37) % 21) - 10;
    return aJobRow(index + 1, {
      queue,
      type,
      state,
      dueAt: iso(minutes * MINUTE),
      createdAt: iso((index - 239) * 60 * MINUTE),
      attempt: index % 5 === 0 ? 1 : 0,
      key: index % 11 === 0 && state !== 'waiting' ? 'a-key' : null,
    });
  }).map((job) => (job.key !== null && ['processing', 'awaiting'].includes(job.state) ? { ...job, key: null } : job));
}

/** What a filter says of one row, in plain words; those that 7 divides are tagged with what is searched for. */
export function matches(job: JobRow, filter: JobFilter): boolean {
  const { list, queue, type, key, found } = filter;
  const waits = job.state === 'waiting';
  const inList =
    list === undefined ||
    (list === 'scheduled' && waits && job.dueAt > NOW) ||
    (list === 'enqueued' && waits && job.dueAt <= NOW) ||
    (list === 'retries' && waits && job.attempt > 0) ||
    list === job.state;
  const at = new Date(orderOf(filter, {}) === 'due' ? job.dueAt : job.createdAt);
  const named = found?.some((term) => {
    if ('id' in term) return term.id === job.id;
    return 'key' in term ? term.key === job.key : job.id % 7 === 0;
  });
  return (
    inList &&
    (queue === undefined || queue === job.queue) &&
    (type === undefined || type === job.type) &&
    (key === undefined || key === job.key) &&
    (filter.from === undefined || at >= filter.from) &&
    (filter.to === undefined || at < filter.to) &&
    named !== false
  );
}

/** Ids in the order of a list. */
export function sorted(jobs: readonly JobRow[], order: JobOrder): number[] {
  const byDue = (a: JobRow, b: JobRow) => a.dueAt.localeCompare(b.dueAt) || a.id - b.id;
  return jobs.toSorted(order === 'due' ? byDue : (a, b) => b.id - a.id).map(({ id }) => id);
}
