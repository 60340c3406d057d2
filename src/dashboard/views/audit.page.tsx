import type { ShellView } from '../dashboard.view-model';
import type { AuditPageView } from '../pages/page-views';
import { DateChoice, Older, Words } from './filters';
import { Layout } from './layout';
import { pageContext, type PageContext } from './page-context';
import { type Column, DataTable, EmptyState, Json, None, Pill, Stamp } from './parts';
import { personText } from './people';

type Entry = AuditPageView['entries'][number];

const REFUSED = '-refused';

export function AuditPage({ shell, view }: { shell: ShellView; view: AuditPageView }) {
  const page = pageContext(shell);
  const { text, links } = page;
  const say = text.auditPage;
  const { filter } = view;
  const isFiltered = Object.values(filter).some((value) => value !== '');
  return (
    <Layout page={page} title={say.title} current="audit">
      <div class="row">
        <h1 class="grow">{say.title}</h1>
        <span class="dim">{say.about}</span>
      </div>
      <section class="card" aria-label={say.title}>
        <form class="row filter" method="get" action={links.page('audit')} aria-label={text.filter.label}>
          <Words name="action" label={say.action} value={filter.action} hint={say.actionHint} />
          <Words name="target" label={say.target} value={filter.target} hint={say.targetHint} />
          <Words name="who" label={say.who} value={filter.who} hint={say.whoHint} />
          <DateChoice name="from" label={say.from} value={filter.from} />
          <DateChoice name="to" label={say.to} value={filter.to} />
          <button class="btn">{text.filter.apply}</button>
          {isFiltered && <a href={links.page('audit')}>{text.filter.clear}</a>}
        </form>
        {view.notThat && <p class="warn-text">{say.notThat}</p>}
        {view.entries.length === 0 ? (
          <EmptyState title={isFiltered ? say.emptyFiltered : say.empty} />
        ) : (
          <DataTable
            label={say.title}
            rows={view.entries}
            rowId={(entry) => `entry-${entry.id}`}
            columns={columnsOf(view, page)}
          />
        )}
      </section>
      <Older isOlder={view.isOlder} newest={links.page('audit', { ...filter })} next={view.next} page={page} />
    </Layout>
  );
}

function columnsOf({ people }: AuditPageView, page: PageContext): Column<Entry>[] {
  const { text } = page;
  const say = text.auditPage;
  return [
    { title: say.at, cell: (entry) => <Stamp at={new Date(entry.at)} page={page} /> },
    {
      title: say.who,
      cell: ({ who }) => <span title={who ?? undefined}>{personText(who, people, page)}</span>,
    },
    { title: say.action, cell: (entry) => <What entry={entry} page={page} /> },
    { title: say.target, cell: (entry) => <Target entry={entry} page={page} /> },
    { title: say.reason, wide: true, cell: ({ reason }) => reason ?? <None /> },
    { title: say.details, cell: (entry) => <Details entry={entry} page={page} /> },
  ];
}

function What({ entry: { action, data }, page }: { entry: Entry; page: PageContext }) {
  if (!action.endsWith(REFUSED)) return <>{action}</>;
  const code = data['code'];
  return (
    <>
      {action.slice(0, -REFUSED.length)}{' '}
      <Pill tone="bad" title={typeof code === 'string' ? code : undefined}>
        {page.text.refusedPill}
      </Pill>
    </>
  );
}

/** Where a target has a page, its name leads there. */
function Target({ entry: { targetType, targetId }, page: { links } }: { entry: Entry; page: PageContext }) {
  const name = `${targetType} ${targetId}`;
  if (targetType === 'job') return <a href={links.job(targetId)}>{name}</a>;
  if (targetType === 'appointment') return <a href={links.search({ q: targetId })}>{name}</a>;
  if (targetType === 'queue') return <a href={links.page('queues')}>{name}</a>;
  if (targetType === 'recurring-job') return <a href={links.page('recurring')}>{name}</a>;
  return <span class="break">{name}</span>;
}

function Details({ entry: { data }, page }: { entry: Entry; page: PageContext }) {
  if (Object.keys(data).length === 0) return <None />;
  return (
    <details>
      <summary>{page.text.auditPage.details}</summary>
      <Json value={data} />
    </details>
  );
}
