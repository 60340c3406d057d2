import type { JobsView, JobView } from '../dashboard.view-model';
import { reasonText } from '../dashboard-text';
import type { PageContext } from './page-context';
import {
  ErrorText,
  JobLink,
  JobType,
  Moment,
  None,
  payloadLine,
  Pill,
  Related,
  Relative,
  StatePill,
  type Column,
} from './parts';

type ColumnName =
  | 'job'
  | 'state'
  | 'what'
  | 'queue'
  | 'when'
  | 'due'
  | 'scheduledAt'
  | 'server'
  | 'progress'
  | 'attempts'
  | 'started'
  | 'latency'
  | 'duration'
  | 'succeeded'
  | 'failed'
  | 'deleted'
  | 'error'
  | 'why'
  | 'parent'
  | 'since'
  | 'retryAt'
  | 'created';

/** What each list shows of a job. */
const SHOWN: Readonly<Record<JobsView['list'], readonly ColumnName[]>> = {
  scheduled: ['job', 'what', 'queue', 'scheduledAt', 'when'],
  enqueued: ['job', 'what', 'queue', 'created', 'due'],
  processing: ['job', 'what', 'server', 'attempts', 'progress', 'started'],
  succeeded: ['job', 'what', 'queue', 'latency', 'duration', 'succeeded'],
  awaiting: ['job', 'what', 'parent', 'since'],
  retries: ['job', 'what', 'error', 'attempts', 'created', 'retryAt'],
  failed: ['job', 'what', 'error', 'attempts', 'failed'],
  deleted: ['job', 'what', 'why', 'deleted'],
  search: ['job', 'what', 'state', 'queue', 'created'],
};

export function jobColumns(list: JobsView['list'], page: PageContext): Column<JobView>[] {
  const all = everyColumn(page);
  return SHOWN[list].map((name) => all[name]);
}

function everyColumn(page: PageContext): Record<ColumnName, Column<JobView>> {
  const { text, format } = page;
  const title = text.columns;
  const relative = (heading: string, at: (job: JobView) => Date | null): Column<JobView> => ({
    title: heading,
    numeric: true,
    cell: (job) => <Relative at={at(job)} page={page} />,
  });
  const ahead = (heading: string): Column<JobView> => ({
    title: heading,
    numeric: true,
    cell: (job) => (
      <>
        <Relative at={job.dueAt} page={page} />
        {job.dueAt && (
          <div class="dim small">
            <Moment at={job.dueAt} page={page} />
          </div>
        )}
      </>
    ),
  });
  const span = (heading: string, from: (job: JobView) => Date | null, to: (job: JobView) => Date | null) => ({
    title: heading,
    numeric: true,
    cell: (job: JobView) => {
      const start = from(job);
      const end = to(job);
      return start && end ? format.duration(end.getTime() - start.getTime()) : <None />;
    },
  });
  return {
    job: { title: title.job, cell: (job) => <Id job={job} page={page} /> },
    state: { title: title.state, cell: (job) => <StatePill state={job.state} page={page} /> },
    what: { title: title.type, wide: true, cell: (job) => <What job={job} page={page} /> },
    queue: { title: title.queue, cell: (job) => <Queue job={job} page={page} /> },
    when: ahead(title.when),
    due: relative(title.due, (job) => job.dueAt ?? job.createdAt),
    scheduledAt: relative(title.scheduledAt, (job) => job.createdAt),
    server: { title: title.server, cell: (job) => <Server job={job} page={page} /> },
    progress: { title: title.progress, cell: (job) => <Progress job={job} page={page} /> },
    attempts: {
      title: title.attempts,
      numeric: true,
      cell: (job) => text.ofTotal(job.attempt, job.maxAttempts),
    },
    started: relative(title.started, (job) => job.startedAt),
    latency: span(
      title.latency,
      (job) => job.dueAt ?? job.createdAt,
      (job) => job.startedAt,
    ),
    duration: span(
      title.duration,
      (job) => job.startedAt,
      (job) => job.finishedAt,
    ),
    succeeded: relative(title.succeeded, (job) => job.finishedAt),
    failed: relative(title.failed, (job) => job.finishedAt),
    deleted: relative(title.deleted, (job) => job.finishedAt),
    error: { title: title.error, wide: true, cell: (job) => <Failure job={job} page={page} /> },
    why: {
      title: title.why,
      cell: (job) => (job.reason === null ? <None /> : reasonText(text, job.reason)),
    },
    parent: { title: title.parent, cell: (job) => <Parent job={job} page={page} /> },
    since: relative(title.since, (job) => job.createdAt),
    retryAt: ahead(title.retryAt),
    created: relative(title.created, (job) => job.createdAt),
  };
}

interface CellProps {
  job: JobView;
  page: PageContext;
}

function Id({ job, page }: CellProps) {
  return (
    <span class="pick">
      {page.shell.visitor.mayAct && (
        <input type="checkbox" name="job" value={job.id} aria-label={page.text.bulk.selectJob(job.id)} />
      )}
      <JobLink id={job.id} page={page} />
    </span>
  );
}

function What({ job, page }: CellProps) {
  const payload = payloadLine(job.payload);
  return (
    <>
      <JobType type={job.type} />
      <div class="small">
        {job.concerns ? (
          <Related related={job.concerns} page={page} />
        ) : (
          payload !== '' && <span class="dim payload">{payload}</span>
        )}
      </div>
    </>
  );
}

function Queue({ job, page: { text } }: CellProps) {
  return (
    <>
      {job.queue}
      {job.priority !== 'normal' && <div class="dim small">{text.priorities[job.priority]}</div>}
    </>
  );
}

function Server({ job, page: { text } }: CellProps) {
  return (
    <>
      {job.server ?? <None />} {job.serverAlive === false && <Pill tone="bad">{text.serverGone}</Pill>}
    </>
  );
}

function Progress({ job, page: { text, format } }: CellProps) {
  if (job.progress === null) return <None />;
  return (
    <span class="progress">
      <progress max={100} value={job.progress} aria-label={text.columns.progress}></progress>
      {format.percent(job.progress)}
    </span>
  );
}

function Failure({ job, page }: CellProps) {
  if (job.lastError !== null) return <ErrorText error={job.lastError} reason={job.reason} page={page} />;
  return job.reason === null ? <None /> : <strong class="message">{reasonText(page.text, job.reason)}</strong>;
}

function Parent({ job, page }: CellProps) {
  if (!job.parent) return <None />;
  return (
    <>
      <JobLink id={job.parent.id} page={page} /> <StatePill state={job.parent.state} page={page} />
      <div class="dim small">
        <JobType type={job.parent.type} />
      </div>
    </>
  );
}
