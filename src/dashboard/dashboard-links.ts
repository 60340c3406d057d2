/** The lists of jobs, in the order in which a job passes through them; what went wrong comes last. */
export const JOB_LISTS = [
  'scheduled',
  'enqueued',
  'processing',
  'succeeded',
  'awaiting',
  'retries',
  'failed',
  'deleted',
] as const;
export type JobList = (typeof JOB_LISTS)[number];

/** What can be done to a job by hand. */
export const JOB_ACTIONS = ['run-now', 'requeue', 'cancel'] as const;
export type JobActionName = (typeof JOB_ACTIONS)[number];

export type QueueActionName = 'pause' | 'resume' | 'limits';
export type RecurringActionName = 'trigger' | 'enable' | 'disable' | 'change';

/** The pages of the header. */
export type DashboardPage =
  'overview' | 'jobs' | 'retries' | 'failed' | 'recurring' | 'queues' | 'servers' | 'mail' | 'audit';

/** All of them on every page: together they are small, and cached after the first. */
export const STYLESHEETS = [
  'dashboard.css',
  'header.css',
  'parts.css',
  'overview.css',
  'job.css',
  'actions.css',
] as const;
export type DashboardAsset = (typeof STYLESHEETS)[number] | 'dashboard.js' | 'dashboard.svg';
export type LinkQuery = Readonly<Record<string, string | number | null | undefined>>;

export interface DashboardLinks {
  page(page: DashboardPage, query?: LinkQuery): string;
  list(list: JobList, query?: LinkQuery): string;
  job(id: string): string;
  search(query?: LinkQuery): string;
  asset(name: DashboardAsset): string;
  signIn(query?: LinkQuery): string;
  signOut(): string;
  /** Where a form of a job is sent to. */
  jobAction(id: string, action: JobActionName): string;
  bulk(query?: LinkQuery): string;
  queueAction(name: string, action: QueueActionName): string;
  recurringAction(id: string, action: RecurringActionName): string;
  resend(deliveryId: string): string;
  /** A mail that was written to a file: its page, its HTML alone, or the file. */
  mailFile(name: string, part?: 'html' | 'raw'): string;
}

/**
 * Addresses under `base` (DASHBOARD_PATH). Lists and jobs have the paths they had in Hangfire, so bookmarks and links in
 * old mails still lead somewhere. `assetVersion` changes with the assets, which can then be cached for ever.
 */
export function dashboardLinks(base: string, assetVersion: string): DashboardLinks {
  const root = base.replace(/\/+$/, '');
  const list = (name: JobList, query?: LinkQuery) =>
    `${root}${name === 'retries' ? '/retries' : `/jobs/${name}`}${queryString(query)}`;
  return {
    page(page, query) {
      if (page === 'overview') return (root || '/') + queryString(query);
      if (page === 'jobs') return list('scheduled', query);
      if (page === 'failed') return list('failed', query);
      return `${root}/${page}${queryString(query)}`;
    },
    list,
    job: (id) => `${root}/jobs/details/${encodeURIComponent(id)}`,
    search: (query) => `${root}/search${queryString(query)}`,
    asset: (name) => `${root}/assets/${name}${queryString({ v: assetVersion })}`,
    signIn: (query) => `${root}/sign-in${queryString(query)}`,
    signOut: () => `${root}/sign-out`,
    jobAction: (id, action) => `${root}/jobs/details/${encodeURIComponent(id)}/${action}`,
    bulk: (query) => `${root}/jobs/bulk${queryString(query)}`,
    queueAction: (name, action) => `${root}/queues/${encodeURIComponent(name)}/${action}`,
    recurringAction: (id, action) => `${root}/recurring/${encodeURIComponent(id)}/${action}`,
    resend: (deliveryId) => `${root}/mail/${encodeURIComponent(deliveryId)}/resend`,
    mailFile: (name, part) => `${root}/mail/files/${encodeURIComponent(name)}${part ? `/${part}` : ''}`,
  };
}

function queryString(query: LinkQuery = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') params.set(name, String(value));
  }
  const text = params.toString();
  return text && `?${text}`;
}
