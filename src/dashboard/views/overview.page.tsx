import type { ComponentChildren } from 'preact';
import type { JobView, OverviewView, QueueView, ServerView, ShellView } from '../dashboard.view-model';
import { countOf } from '../count';
import { reasonText } from '../dashboard-text';
import { ComingUp } from './coming-up';
import { Health } from './health';
import { HistoryGraph } from './history-graph';
import { Layout } from './layout';
import { pageContext, type PageContext } from './page-context';
import { Card, DataTable, EmptyState, JobLink, JobType, None, Pill, Related, Relative } from './parts';
import { PromisesCard } from './promises-card';

export function OverviewPage({ shell, overview }: { shell: ShellView; overview: OverviewView }) {
  const page = pageContext(shell);
  return (
    <Layout page={page} title={page.text.nav.overview} current="overview">
      <Health health={overview.health} page={page} />
      <Figures overview={overview} page={page} />
      <div class="two">
        <ComingUp hours={overview.comingUp} page={page} />
        <Queues queues={overview.queues} page={page} />
      </div>
      <div class="two">
        <HistoryGraph history={overview.history} page={page} />
        <PromisesCard overview={overview} page={page} />
      </div>
      <div class="two">
        <NeedsPerson jobs={overview.needsPerson} page={page} />
        <Servers servers={overview.servers} page={page} />
      </div>
    </Layout>
  );
}

function Figures({ overview, page }: { overview: OverviewView; page: PageContext }) {
  const { text, format, links, now } = page;
  const { waiting, due, running, lastDay, lateness, transport } = overview;
  const say = text.figures;
  const failed = countOf(lastDay.failed) > 0;
  return (
    <dl class="card strip" aria-label={say.label}>
      <Figure title={say.waiting} href={links.list('scheduled')} value={page.count(waiting.count)}>
        {waiting.nextDueAt ? say.next(format.relative(waiting.nextDueAt, now)) : say.nothingWaiting}
      </Figure>
      <Figure title={say.due} href={links.list('enqueued')} value={page.count(due.count)}>
        {due.oldestDueAt ? say.oldest(format.duration(now.getTime() - due.oldestDueAt.getTime())) : say.nothingDue}
      </Figure>
      <Figure title={say.running} href={links.list('processing')} value={format.number(running.count)}>
        {say.ofWorkers(running.workers)}
      </Figure>
      <Figure title={say.failed} href={links.list('failed')} value={page.count(lastDay.failed)} bad={failed}>
        {say.ofFinished(lastDay.finished)}
      </Figure>
      <Figure title={say.lateness} value={lateness ? say.atMost(format.duration(lateness.p99Ms)) : '–'}>
        {lateness ? say.median(format.duration(lateness.p50Ms)) : say.nothingRan}
      </Figure>
      <Figure title={say.transport} value={text.transport[transport.kind]} warn={!transport.connected} words>
        {transportText(transport, page)}
      </Figure>
    </dl>
  );
}

interface FigureProps {
  title: string;
  value: string;
  href?: string;
  bad?: boolean;
  warn?: boolean;
  /** The value is words: they are set smaller than a number. */
  words?: boolean;
  children: ComponentChildren;
}

function Figure({ title, value, href, bad, warn, words, children }: FigureProps) {
  const look = [bad && 'bad', warn && 'warn', words && 'words'].filter(Boolean).join(' ');
  return (
    <div>
      <dt>{title}</dt>
      <dd class={look || undefined}>
        {href === undefined ? value : <a href={href}>{value}</a>}
        <small>{children}</small>
      </dd>
    </div>
  );
}

function transportText(transport: OverviewView['transport'], { text }: PageContext): string {
  if (transport.kind === 'database') return text.figures.noRedis;
  if (!transport.connected) return text.figures.redisDown;
  return transport.wipeable ? text.figures.redisWipeable : text.figures.redisNotWipeable;
}

function Queues({ queues, page }: { queues: readonly QueueView[]; page: PageContext }) {
  const { text, format, links } = page;
  return (
    <Card id="queues" title={text.queues.title}>
      {queues.length === 0 ? (
        <EmptyState title={text.queues.empty} />
      ) : (
        <DataTable
          label={text.queues.title}
          compact
          rows={queues}
          rowId={(queue) => `queue-${queue.name}`}
          columns={[
            {
              title: text.columns.queue,
              wide: true,
              cell: (queue) => (
                <>
                  <a href={links.list('enqueued', { queue: queue.name })}>{queue.name}</a>{' '}
                  {queue.paused && (
                    <Pill
                      tone="warn"
                      title={queue.pausedBy === null ? undefined : text.queues.pausedBy(queue.pausedBy)}
                    >
                      {text.queues.paused}
                    </Pill>
                  )}
                  <QueueLimits queue={queue} page={page} />
                </>
              ),
            },
            { title: text.columns.due, numeric: true, cell: (queue) => page.count(queue.due) },
            {
              title: text.columns.oldest,
              numeric: true,
              cell: (queue) =>
                queue.oldestDueAt ? format.duration(page.now.getTime() - queue.oldestDueAt.getTime()) : <None />,
            },
            { title: text.columns.perMinute, numeric: true, cell: (queue) => format.number(queue.perMinute) },
          ]}
        />
      )}
    </Card>
  );
}

function QueueLimits({ queue, page: { text } }: { queue: QueueView; page: PageContext }) {
  const limits = [
    queue.concurrency !== null && text.queues.atOnce(queue.concurrency),
    queue.ratePerMinute !== null && text.queues.ratePerMinute(queue.ratePerMinute),
  ].filter(Boolean);
  return limits.length > 0 ? <div class="dim small">{limits.join(' · ')}</div> : null;
}

function NeedsPerson({ jobs, page }: { jobs: readonly JobView[]; page: PageContext }) {
  const { text, links } = page;
  return (
    <Card
      id="needs-person"
      title={text.needsPerson.title}
      aside={jobs.length > 0 && <a href={links.list('failed')}>{text.needsPerson.all}</a>}
    >
      {jobs.length === 0 ? (
        <EmptyState title={text.needsPerson.empty}>{text.needsPerson.emptyHint}</EmptyState>
      ) : (
        <DataTable
          label={text.needsPerson.title}
          rows={jobs}
          rowId={(job) => `job-${job.id}`}
          columns={[
            { title: text.columns.job, cell: (job) => <JobLink id={job.id} page={page} /> },
            {
              title: text.columns.type,
              cell: (job) => (
                <>
                  <JobType type={job.type} />
                  {job.concerns && (
                    <div class="small">
                      <Related related={job.concerns} page={page} />
                    </div>
                  )}
                </>
              ),
            },
            { title: text.columns.why, wide: true, cell: (job) => <Why job={job} page={page} /> },
            {
              title: text.columns.failedWhen,
              numeric: true,
              cell: (job) => <Relative at={job.finishedAt} page={page} />,
            },
          ]}
        />
      )}
    </Card>
  );
}

function Why({ job, page: { text } }: { job: JobView; page: PageContext }) {
  const error = job.lastError?.split('\n', 1)[0];
  const reason = job.reason === null ? null : reasonText(text, job.reason);
  return (
    <>
      {error ?? reason ?? <None />}
      {error !== undefined && reason !== null && <div class="dim small">{reason}</div>}
    </>
  );
}

function Servers({ servers, page }: { servers: readonly ServerView[]; page: PageContext }) {
  const { text, format } = page;
  const queuesOf = ({ queues }: ServerView) => {
    if (queues === 'all') return text.servers.allQueues;
    return queues.length === 0 ? text.servers.noQueues : queues.join(', ');
  };
  return (
    <Card id="servers" title={text.servers.title}>
      {servers.length === 0 ? (
        <EmptyState title={text.servers.empty} />
      ) : (
        <DataTable
          label={text.servers.title}
          compact
          rows={servers}
          rowId={(server) => `server-${server.name}-${server.pid}`}
          columns={[
            {
              title: text.columns.server,
              wide: true,
              cell: (server) => (
                <>
                  <span title={text.servers.started(format.relative(server.startedAt, page.now))}>{server.name}</span>
                  <span class="dim">:{server.pid}</span>{' '}
                  {!server.alive && <Pill tone="bad">{text.servers.silent}</Pill>}
                  <div class="dim small">
                    {text.servers.roles[server.role]} · {queuesOf(server)}
                  </div>
                </>
              ),
            },
            {
              title: text.columns.running,
              numeric: true,
              cell: (server) =>
                server.workers === 0 ? <None /> : `${format.number(server.running)} / ${format.number(server.workers)}`,
            },
            {
              title: text.columns.heartbeat,
              numeric: true,
              cell: (server) => <Relative at={server.heartbeatAt} page={page} />,
            },
          ]}
        />
      )}
    </Card>
  );
}
