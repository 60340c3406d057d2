import type { LogLevel } from '../definition/job-context';
import type { JobTag, Priority } from '../definition/job-definition';

export { COUNT_LIMIT } from '../../database/count-up-to-limit';

/** A job's state as it is shown: `waiting` is scheduled while its time is ahead, and enqueued once it is due. */
export const SHOWN_STATES = [
  'scheduled',
  'enqueued',
  'processing',
  'succeeded',
  'failed',
  'deleted',
  'awaiting',
] as const;
export type ShownState = (typeof SHOWN_STATES)[number];

/** What jobs are listed by: their state, or that they failed before and will be tried again. */
export const JOB_LISTS = [...SHOWN_STATES, 'retries'] as const;
export type JobList = (typeof JOB_LISTS)[number];

export type Count = number | { readonly atLeast: number };

/** How many there are at least. */
export const countOf = (count: Count): number => (typeof count === 'number' ? count : count.atLeast);

/** One way in which words name jobs. */
export type JobTerm = { id: number } | { key: string } | { tag: JobTag };

/** Which jobs a list shows; what is absent does not matter. */
export interface JobFilter {
  list?: JobList;
  queue?: string;
  type?: string;
  key?: string;
  /** Only those that one of these names; the newest come first then, whatever the list. */
  found?: readonly JobTerm[];
  /** By the instant that the list is ordered by. */
  from?: Date;
  /** Up to here, and without it. */
  to?: Date;
}

/** `due` is the soonest due first; the other two go by when a job was created. */
export type JobOrder = 'due' | 'newest' | 'oldest';

/** Where a job stands in a list: the instant that the list is ordered by, then its id. */
export interface JobPlace {
  at: Date;
  id: number;
}

export interface JobPage {
  limit: number;
  /** Ignored where `orderOf` says `due`; newest by default. */
  order?: 'newest' | 'oldest';
  /** Only what follows this place. */
  after?: JobPlace | null;
  /** The last `limit` jobs ahead of this place; `after` is ignored. */
  before?: JobPlace | null;
}

export interface JobLink {
  id: number;
  type: string;
  state: ShownState;
}

export interface JobRecord extends JobLink {
  queue: string;
  /** An object; what is stored otherwise is shown as `{ value }`, and what is no JSON as `{ unreadable }`. */
  payload: unknown;
  key: string | null;
  priority: Priority;
  attempt: number;
  maxAttempts: number;
  createdAt: Date;
  dueAt: Date | null;
  startedAt: Date | null;
  finishedAt: Date | null;
  deadline: Date | null;
  /** The server that holds it, or held it last when it has ended. */
  server: string | null;
  /** 0 to 100. */
  progress: number | null;
  lastError: string | null;
  expiresAt: Date | null;
  /** Of its newest change of state. */
  reason: string | null;
  parent: JobLink | null;
  tags: readonly JobTag[];
}

/** One stored change of state. */
export interface HistoryEntry {
  state: ShownState;
  at: Date;
  reason: string | null;
  /** As a payload is shown. */
  data: Readonly<Record<string, unknown>>;
}

export interface JobDetail extends JobRecord {
  /** The oldest first. */
  history: readonly HistoryEntry[];
  log: readonly { at: Date; level: LogLevel; message: string }[];
  /** The jobs that await it. */
  continuations: readonly JobLink[];
}

/**
 * What is read of jobs by people. Runs outside any transaction and takes no lock; each statement seeks, so that its cost
 * does not grow with the number of jobs. "Now" is the store's.
 */
export interface JobQueries {
  /** In the order of `orderOf`, whichever way the page was reached. */
  list(filter: JobFilter, page: JobPage): Promise<JobRecord[]>;
  count(filter: JobFilter): Promise<Count>;
  /** As `list`, but no more than where each job stands. */
  places(filter: JobFilter, page: JobPage): Promise<JobPlace[]>;
  find(id: number): Promise<JobDetail | null>;
  /** Those of `ids` that name a job. */
  present(ids: readonly number[]): Promise<number[]>;
  /** Those of `ids` that name an open job. */
  openAmong(ids: readonly number[]): Promise<Set<number>>;
  /** What the jobs that there are have as type and queue. */
  names(): Promise<{ types: string[]; queues: string[] }>;
}

export const JOB_QUERIES = Symbol('job-queries');

/** The order of a list: what is still to come reads by when it is due. */
export function orderOf(filter: JobFilter, { order }: Pick<JobPage, 'order'>): JobOrder {
  const ahead = filter.list === 'scheduled' || filter.list === 'enqueued' || filter.list === 'retries';
  return ahead && !filter.found && filter.key === undefined ? 'due' : (order ?? 'newest');
}

/** Where `job` stands in a list of that order. */
export function placeOf(job: Pick<JobRecord, 'id' | 'dueAt' | 'createdAt'>, order: JobOrder): JobPlace {
  return { at: order === 'due' ? (job.dueAt ?? job.createdAt) : job.createdAt, id: job.id };
}
