import type { AlertKind } from '../alerts/alert.state';
import type { LogLevel } from '../jobs/definition/job-context';
import type { Priority } from '../jobs/definition/job-definition';
import type { JobTransport } from '../jobs/transport/job-transport';
import type { Count } from './count';
import type { DashboardPage, JobActionName, JobList } from './dashboard-links';
import type { Language } from '../common/language';
import type { Notice } from './notice';

/** A job's state as it is shown: `waiting` is scheduled while its time is ahead and enqueued once it is due. */
export type ShownState = 'scheduled' | 'enqueued' | 'processing' | 'succeeded' | 'failed' | 'deleted' | 'awaiting';

/** What every page carries around its content. */
export interface ShellView {
  /** DASHBOARD_PATH. */
  base: string;
  assetVersion: string;
  clinicName: string;
  language: Language;
  /** The present page in each language. */
  languageLinks: Readonly<Record<Language, string>>;
  /** IANA zone of the clinic, in which all times are shown. */
  timeZone: string;
  now: Date;
  /** The pages to offer, in this order, with the number of what lies there. */
  nav: readonly { page: DashboardPage; count: Count | null }[];
  /** Such as `SQLite · clinic.db`. */
  storage: string;
  transport: TransportKind;
  /** How far the database's clock is from this process's, in milliseconds; null when not measured. */
  clockSkewMs: number | null;
  visitor: VisitorView;
  /** What became of the action that led here. */
  notice: Notice | null;
}

export interface VisitorView {
  /** Of who has signed in; null in development, where nobody does. */
  name: string | null;
  /** What every form of the page carries. */
  formToken: string;
  /** Whether the page offers to change anything. */
  mayAct: boolean;
}

export type TransportKind = JobTransport['name'];

export interface OverviewView {
  health: HealthView;
  waiting: { count: Count; nextDueAt: Date | null };
  due: { count: Count; oldestDueAt: Date | null };
  running: { count: number; workers: number };
  lastDay: { failed: Count; finished: Count };
  /** Of the last hour, from due to started; null when nothing ran. */
  lateness: { p50Ms: number; p99Ms: number } | null;
  /** `wipeable` says whether Redis could be emptied now without losing anything. */
  transport: { kind: TransportKind; connected: boolean; wipeable: boolean };
  /** The next 24 hours, an element each; the first is the present hour. */
  comingUp: readonly { from: Date; count: Count }[];
  /** What has ended in each hour of the last day, or on each date of the last week; the last is the present one. */
  /** What the last verification of each other invariant found. */
  invariants: readonly InvariantView[];
  history: { period: HistoryPeriod; buckets: readonly HistoryBucket[] };
  queues: readonly QueueView[];
  /** The latest failed jobs, newest first: a handful. */
  needsPerson: readonly JobView[];
  servers: readonly ServerView[];
}

export type HistoryPeriod = 'day' | 'week';

export interface HistoryBucket {
  from: Date;
  succeeded: number;
  failed: number;
  deleted: number;
}

export interface HealthView {
  /** What is wrong, one of a kind; the gravest becomes the page's headline. Empty when all is well. */
  problems: readonly Problem[];
  /** When the promises were last verified; null before the first time. */
  checkedAt: Date | null;
  /** Future appointments whose reminders are all in place. */
  coveredAppointments: Count;
}

/** An invariant without words of its own is shown by its name. */
export interface InvariantView {
  name: string;
  checkedAt: Date;
  checked: number;
  healed: number;
  broken: number;
}

export type Problem =
  | { kind: 'alerts'; alerts: readonly AlertKind[] }
  | { kind: 'reminders-missing'; count: Count }
  | { kind: 'no-server' }
  | { kind: 'queues-unserved'; queues: readonly string[] }
  | { kind: 'servers-silent'; names: readonly string[] }
  | { kind: 'late'; oldestDueAt: Date }
  | { kind: 'failures'; count: Count }
  | { kind: 'mail-failing'; count: Count }
  | { kind: 'queues-paused'; queues: readonly string[] }
  | { kind: 'transport-down' }
  | { kind: 'not-verified'; since: Date | null }
  | { kind: 'clock-skew'; ms: number };

export interface QueueView {
  name: string;
  due: Count;
  oldestDueAt: Date | null;
  /** Finished in the last minute. */
  perMinute: number;
  paused: boolean;
  pausedBy: string | null;
  concurrency: number | null;
  ratePerMinute: number | null;
}

export interface ServerView {
  name: string;
  pid: number;
  role: 'all' | 'api' | 'worker';
  /** Empty for a server that runs no jobs. */
  queues: 'all' | readonly string[];
  running: number;
  workers: number;
  startedAt: Date;
  heartbeatAt: Date;
  alive: boolean;
}

/** The API's Job, with what a list shows beside it. */
export interface JobView {
  id: string;
  type: string;
  queue: string;
  state: ShownState;
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
  server: string | null;
  /** 0 to 100. */
  progress: number | null;
  /** The error's message, followed by its stack on the next lines when there is one. */
  lastError: string | null;
  expiresAt: Date | null;
  /** Why it is in its state: an engine's code (`deadline-passed`) or a feature's words. */
  reason: string | null;
  /** Whether the server that holds it still gives a heartbeat; null when none holds it. */
  serverAlive: boolean | null;
  parent: JobLinkView | null;
  /** The first thing that the job concerns. */
  concerns: RelatedView | null;
}

export interface JobLinkView {
  id: string;
  type: string;
  state: ShownState;
}

/** Something of a feature that a job concerns. A kind without words of its own is shown as it is. */
export interface RelatedView {
  kind: string;
  id: string;
  href: string | null;
  /** Written for admins, in the page's language: never a reason, a note or a diagnosis. */
  detail: string | null;
  at: Date | null;
  /** When it came to be, where that is another moment. */
  since?: Date | null;
}

export interface JobDetailView extends JobView {
  history: readonly HistoryView[];
  /** Of its attempts, the newest first. */
  failures: readonly FailureView[];
  log: readonly { at: Date; level: LogLevel; message: string }[];
  related: readonly RelatedView[];
  continuations: readonly JobLinkView[];
  /** What its state allows. */
  actions: readonly JobActionName[];
  /** Undefined when the job has none. */
  result?: unknown;
}

export interface FailureView {
  at: Date;
  /** The message, followed by the stack on the next lines. */
  error: string;
}

/** One stored change of state. `data` may name `dueAt`, `server` and `attempt`; anything else is shown as it is. */
export interface HistoryView {
  state: ShownState | 'waiting';
  at: Date;
  reason: string | null;
  data: Readonly<Record<string, unknown>>;
}

export interface JobsView {
  list: JobList | 'search';
  /** What was searched for; empty in the other lists. */
  search: string;
  jobs: readonly JobView[];
  /** How many match the filter. */
  total: Count;
  /** How many jobs each list holds, shown on its tab. */
  counts: Readonly<Partial<Record<JobList, Count>>>;
  filter: { type: string | null; queue: string | null };
  /** What the filter offers. */
  types: readonly string[];
  queues: readonly string[];
  /** Addresses of the neighbouring pages; null at an end of the list. */
  previous: string | null;
  next: string | null;
}
