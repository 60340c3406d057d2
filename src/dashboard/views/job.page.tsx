import type { ComponentChildren } from 'preact';
import type { JobDetailView, ShellView } from '../dashboard.view-model';
import type { DashboardPage } from '../dashboard-links';
import { reasonText } from '../dashboard-text';
import { Action } from './forms';
import { Layout } from './layout';
import { pageContext, type PageContext } from './page-context';
import { Card, EmptyState, ErrorText, Json, JobLinks, JobType, Related, Stamp, StatePill } from './parts';
import { Timeline } from './timeline';

interface Props {
  job: JobDetailView;
  page: PageContext;
}

export function JobPage({ shell, job }: { shell: ShellView; job: JobDetailView }) {
  const page = pageContext(shell);
  const { text } = page;
  return (
    <Layout page={page} title={`${text.jobNumber(job.id)} · ${job.type}`} current={pageOf(job)}>
      <div class="row">
        <h1>{text.jobNumber(job.id)}</h1>
        <StatePill state={job.state} page={page} />
        <span>
          <JobType type={job.type} />
        </span>
        <span class="grow"></span>
        <span class="dim">{summaryOf(job, page)}</span>
        <JobActions job={job} page={page} />
      </div>
      {job.lastError !== null && (
        <section class={`card notice ${job.state === 'failed' ? 'bad' : 'warn'}`} aria-label={text.job.error}>
          <h2>{text.job.error}</h2>
          <ErrorText error={job.lastError} reason={job.state === 'failed' ? job.reason : null} open page={page} />
          <EarlierFailures job={job} page={page} />
        </section>
      )}
      <div class="two">
        <div class="stack">
          <Card id="history" title={text.job.history}>
            <Timeline history={job.history} related={job.related} page={page} />
          </Card>
          <Card id="log" title={text.job.log}>
            <Log job={job} page={page} />
          </Card>
        </div>
        <Card id="details" title={text.job.details}>
          <Details job={job} page={page} />
        </Card>
      </div>
    </Layout>
  );
}

/** Below the last one, the newest first. */
function EarlierFailures({ job, page }: Props) {
  const earlier = job.failures.slice(1);
  if (earlier.length === 0) return null;
  return (
    <details id="earlier-failures">
      <summary>{page.text.failures.earlier(earlier.length)}</summary>
      <ol class="failures">
        {earlier.map((failure) => (
          <li key={failure.at.toISOString()}>
            <div class="dim small">
              <Stamp at={failure.at} page={page} />
            </div>
            <ErrorText error={failure.error} reason={null} page={page} />
          </li>
        ))}
      </ol>
    </details>
  );
}

/** What may be done to it: first what one most likely wants. */
function JobActions({ job, page }: Props) {
  const { text, links } = page;
  if (!page.shell.visitor.mayAct || job.actions.length === 0) return null;
  return (
    <div class="row" role="group" aria-label={text.action.label}>
      {job.actions.map((action) => (
        <Action
          key={action}
          id={`do-${action}`}
          {...text.jobActions[action]}
          title={`${text.jobActions[action].button}: ${text.jobNumber(job.id)}`}
          action={links.jobAction(job.id, action)}
          tone={action === 'cancel' ? 'bad' : 'plain'}
          page={page}
        />
      ))}
    </div>
  );
}

const pageOf = (job: JobDetailView): DashboardPage => (job.state === 'failed' ? 'failed' : 'jobs');

/** What one wants to know about a job in its state, in a sentence. */
function summaryOf(job: JobDetailView, { text, format, now }: PageContext): string | null {
  const say = text.job.summary;
  const since = (at: Date) => format.duration(now.getTime() - at.getTime());
  const dueAt = job.dueAt ?? job.createdAt;
  switch (job.state) {
    case 'scheduled':
      return job.attempt > 0
        ? say.retrying(job.attempt, job.maxAttempts, format.relative(dueAt, now))
        : say.scheduled(format.relative(dueAt, now));
    case 'enqueued':
      return say.enqueued(since(dueAt));
    case 'processing':
      return job.startedAt && say.processing(since(job.startedAt));
    case 'succeeded':
      if (!job.startedAt || !job.finishedAt) return null;
      return say.succeeded(
        format.duration(job.startedAt.getTime() - dueAt.getTime()),
        format.duration(job.finishedAt.getTime() - job.startedAt.getTime()),
      );
    case 'failed':
      return say.failed(job.attempt, job.maxAttempts);
    case 'deleted':
      return job.reason === null ? null : reasonText(text, job.reason);
    case 'awaiting':
      return job.parent && say.awaiting(job.parent.id);
  }
}

function Details({ job, page }: Props) {
  const { text } = page;
  const say = text.job;
  return (
    <dl class="facts">
      {job.related.length > 0 && (
        <Fact title={say.related}>
          <ul class="plain">
            {job.related.map((related) => (
              <li key={`${related.kind} ${related.id}`}>
                <Related related={related} page={page} />
              </li>
            ))}
          </ul>
        </Fact>
      )}
      <Fact title={say.payload}>
        <Json value={job.payload} />
      </Fact>
      {job.result !== undefined && (
        <Fact title={say.result}>
          <Json value={job.result} />
        </Fact>
      )}
      <Fact title={text.columns.queue}>
        {job.queue}
        {job.priority !== 'normal' && <span class="dim"> · {text.priorities[job.priority]}</span>}
      </Fact>
      {job.key !== null && (
        <Fact title={say.key}>
          <code>{job.key}</code>
        </Fact>
      )}
      <Fact title={text.columns.attempts}>{text.ofTotal(job.attempt, job.maxAttempts)}</Fact>
      {job.server !== null && <Fact title={text.columns.server}>{job.server}</Fact>}
      {job.progress !== null && (
        <Fact title={text.columns.progress}>
          <span class="progress">
            <progress max={100} value={job.progress} aria-label={text.columns.progress}></progress>
            {page.format.percent(job.progress)}
          </span>
        </Fact>
      )}
      <Instant title={text.columns.created} at={job.createdAt} page={page} />
      <Instant title={say.due} at={job.dueAt} page={page} />
      <Instant title={say.deadline} at={job.deadline} page={page} />
      <Instant title={text.columns.started} at={job.startedAt} page={page} />
      <Instant title={say.finished} at={job.finishedAt} page={page} />
      <Instant title={say.keptUntil} at={job.expiresAt} page={page} />
      {job.state === 'failed' && !job.expiresAt && <Fact title={say.keptUntil}>{say.keptForever}</Fact>}
      {job.parent && (
        <Fact title={say.continues}>
          <JobLinks jobs={[job.parent]} page={page} />
        </Fact>
      )}
      {job.continuations.length > 0 && (
        <Fact title={say.continuations}>
          <JobLinks jobs={job.continuations} page={page} />
        </Fact>
      )}
    </dl>
  );
}

function Fact({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Instant({ title, at, page }: { title: string; at: Date | null; page: PageContext }) {
  return at ? (
    <Fact title={title}>
      <Stamp at={at} page={page} />
    </Fact>
  ) : null;
}

function Log({ job, page }: Props) {
  const { text, format } = page;
  if (job.log.length === 0) return <EmptyState title={text.job.noLog} />;
  return (
    <ol class="log">
      {job.log.map((line, index) => (
        <li key={index} class={line.level}>
          <time dateTime={line.at.toISOString()} title={format.exact(line.at)}>
            {format.time(line.at, true)}
          </time>{' '}
          {(line.level === 'warn' || line.level === 'error') && <b>{text.job.levels[line.level]}</b>}{' '}
          <span>{line.message}</span>
        </li>
      ))}
    </ol>
  );
}
