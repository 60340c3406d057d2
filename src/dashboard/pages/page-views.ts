import type { AuditEntryView } from '../../job-admin/audit-trail.dto';
import type { DeliveryView } from '../../job-admin/delivery-admin.dto';
import type { QueueView } from '../../job-admin/job-figures.dto';
import type { RecurringJobView } from '../../job-admin/recurring-job.dto';
import type { ServerView } from '../../job-admin/server.dto';
import type { Role } from '../../users/actor';
import type { JobActionName, JobList } from '../dashboard-links';
import type { JobView, ShownState } from '../dashboard.view-model';
import type { Count } from '../count';

/** By the id of a user; a patient has no name here. */
export type PeopleView = ReadonlyMap<string, { role: Role; name: string | null }>;

export interface QueuesPageView {
  queues: readonly QueueView[];
  people: PeopleView;
}

export interface RecurringPageView {
  jobs: readonly RecurringJobView[];
  /** The states of their last jobs, by id, as far as those are still kept. */
  lastStates: ReadonlyMap<string, ShownState>;
}

export interface ServersPageView {
  servers: readonly ServerView[];
}

export interface MailPageView {
  deliveries: readonly DeliveryView[];
  filter: { state: string | null; appointmentId: string | null };
  /** Whether this page is not the first. */
  isOlder: boolean;
  /** The address of the next page; null at the end. */
  next: string | null;
  /** Null where mails go out by SMTP. */
  files: { newest: readonly MailFileView[]; more: number } | null;
}

export interface MailFileView {
  name: string;
  writtenAt: Date;
  subject: string;
  to: string;
}

export interface MailFilePageView extends MailFileView {
  from: string;
  date: Date | null;
  messageId: string;
  text: string | null;
  hasHtml: boolean;
  attachments: readonly string[];
}

export interface AuditPageView {
  entries: readonly AuditEntryView[];
  people: PeopleView;
  filter: AuditFilterView;
  /** What was asked for makes no filter. */
  notThat: boolean;
  isOlder: boolean;
  next: string | null;
}

export interface AuditFilterView {
  who: string;
  action: string;
  target: string;
  from: string;
  to: string;
}

/** What an action on many jobs would touch. */
export interface BulkPageView {
  action: JobActionName;
  list: JobList | 'search';
  filter: { type: string | null; queue: string | null; search: string | null };
  /** Null: all that match the filter. */
  ids: readonly string[] | null;
  matched: Count;
  /** The jobs that were chosen, or the first of all. */
  jobs: readonly JobView[];
  /** Of `jobs`, those that it would leave as they are. */
  unable: ReadonlySet<string>;
}
