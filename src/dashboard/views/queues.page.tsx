import type { ShellView } from '../dashboard.view-model';
import type { QueuesPageView } from '../pages/page-views';
import { Action } from './forms';
import { Layout } from './layout';
import { pageContext, type PageContext } from './page-context';
import { type Column, DataTable, EmptyState, None, Pill } from './parts';
import { personText } from './people';

type Queue = QueuesPageView['queues'][number];

export function QueuesPage({ shell, view }: { shell: ShellView; view: QueuesPageView }) {
  const page = pageContext(shell);
  const { text } = page;
  const title = text.queuesPage.title;
  return (
    <Layout page={page} title={title} current="queues">
      <div class="row">
        <h1 class="grow">{title}</h1>
        <span class="dim">{text.queuesPage.about}</span>
      </div>
      <section class="card" aria-label={title}>
        {view.queues.length === 0 ? (
          <EmptyState title={text.queues.empty} />
        ) : (
          <DataTable
            label={title}
            rows={view.queues}
            rowId={(queue) => `queue-${queue.name}`}
            columns={columnsOf(view, page)}
          />
        )}
      </section>
    </Layout>
  );
}

function columnsOf(view: QueuesPageView, page: PageContext): Column<Queue>[] {
  const { text, format, links } = page;
  const columns: Column<Queue>[] = [
    {
      title: text.columns.queue,
      wide: true,
      cell: (queue) => (
        <>
          <a href={links.list('enqueued', { queue: queue.name })}>{queue.name}</a>{' '}
          {queue.paused && <Pill tone="warn">{text.queues.paused}</Pill>}
          {queue.paused && <div class="dim small">{pausedText(queue, view, page)}</div>}
        </>
      ),
    },
    { title: text.columns.due, numeric: true, cell: (queue) => countText(queue.depth, page) },
    {
      title: text.columns.oldest,
      numeric: true,
      cell: ({ oldestDueAt }) =>
        oldestDueAt === null ? <None /> : format.duration(page.now.getTime() - new Date(oldestDueAt).getTime()),
    },
    { title: text.columns.running, numeric: true, cell: (queue) => format.number(queue.running) },
    { title: text.columns.perMinute, numeric: true, cell: (queue) => format.number(queue.perMinute) },
    {
      title: text.queuesPage.wait,
      numeric: true,
      cell: ({ latency: { wait } }) =>
        wait === null ? (
          <None />
        ) : (
          <span title={text.queuesPage.waitHint}>
            {`≤ ${format.duration(wait.p50)} / ${format.duration(wait.p99)}`}
          </span>
        ),
    },
    { title: text.queuesPage.limits, cell: (queue) => <Limits queue={queue} page={page} /> },
  ];
  if (page.shell.visitor.mayAct) {
    columns.push({ title: text.action.label, actions: true, cell: (queue) => <Actions queue={queue} page={page} /> });
  }
  return columns;
}

/** A count as the API writes it. */
function countText(count: string, page: PageContext): string {
  return count.endsWith('+') ? page.count({ atLeast: Number(count.slice(0, -1)) }) : page.count(Number(count));
}

function pausedText({ pausedBy, pausedAt }: Queue, { people }: QueuesPageView, page: PageContext): string | null {
  if (pausedAt === null) return null;
  const when = page.format.moment(new Date(pausedAt), page.now);
  return page.text.queuesPage.pausedSince(personText(pausedBy, people, page), when);
}

function Limits({ queue: { concurrency, ratePerMinute }, page: { text } }: { queue: Queue; page: PageContext }) {
  const limits = [
    concurrency !== null && text.queues.atOnce(concurrency),
    ratePerMinute !== null && text.queues.ratePerMinute(ratePerMinute),
  ].filter(Boolean);
  return limits.length > 0 ? <>{limits.join(', ')}</> : <span class="dim">{text.queuesPage.noLimits}</span>;
}

function Actions({ queue, page }: { queue: Queue; page: PageContext }) {
  const say = page.text.queuesPage;
  const { name } = queue;
  const act = queue.paused ? 'resume' : 'pause';
  return (
    <div class="actions">
      <Action
        id={`${act}-${name}`}
        {...say[act]}
        title={say[act].title(name)}
        action={page.links.queueAction(name, act)}
        page={page}
      />
      <Action
        id={`limits-${name}`}
        {...say.edit}
        title={say.edit.title(name)}
        action={page.links.queueAction(name, 'limits')}
        page={page}
      >
        <NumberField name="concurrency" label={say.edit.concurrency} value={queue.concurrency} />
        <NumberField name="ratePerMinute" label={say.edit.ratePerMinute} value={queue.ratePerMinute} />
      </Action>
    </div>
  );
}

function NumberField({ name, label, value }: { name: string; label: string; value: number | null }) {
  return (
    <label class="field">
      <span>{label}</span>
      <input type="number" name={name} min={1} max={1_000_000} step={1} value={value ?? ''} />
    </label>
  );
}
