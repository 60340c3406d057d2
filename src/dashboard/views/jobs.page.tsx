import type { JobsView, ShellView } from '../dashboard.view-model';
import { JOB_LISTS, type DashboardPage } from '../dashboard-links';
import { Choice } from './filters';
import { jobColumns } from './job-columns';
import { Layout } from './layout';
import { pageContext, type PageContext } from './page-context';
import { DataTable, EmptyState } from './parts';
import { isSelectable, SELECTION, SelectionBar, SelectionFields } from './selection';

/** Lists of what is still to come read forward in time, the others back from now. */
const ORDER: Readonly<Record<JobsView['list'], 'soonest' | 'oldest' | 'newest'>> = {
  scheduled: 'soonest',
  enqueued: 'oldest',
  processing: 'oldest',
  succeeded: 'newest',
  awaiting: 'newest',
  retries: 'soonest',
  failed: 'newest',
  deleted: 'newest',
  search: 'newest',
};

export function JobsPage({ shell, view }: { shell: ShellView; view: JobsView }) {
  const page = pageContext(shell);
  const { text } = page;
  const list = text.lists[view.list];
  const title = view.list === 'search' && view.search !== '' ? text.searchTitle(view.search) : list.title;
  return (
    <Layout page={page} title={title} current={pageOf(view.list, shell)} search={view.search}>
      <div class="row">
        <h1 class="grow">{title}</h1>
        <span class="dim">
          <strong class="ink">{text.jobs(view.total)}</strong> · {list.about}
        </span>
      </div>
      <Tabs view={view} page={page} />
      <section class="card" aria-label={title}>
        <Filter view={view} page={page} />
        {view.jobs.length === 0 ? (
          <Nothing view={view} page={page} />
        ) : (
          <form method="get" action={page.links.bulk()} id={SELECTION} data-changed={text.bulk.changed}>
            {isSelectable(view, page) && <SelectionFields view={view} />}
            {isSelectable(view, page) && <SelectionBar view={view} page={page} />}
            <DataTable
              label={title}
              columns={jobColumns(view.list, page)}
              rows={view.jobs}
              rowId={(job) => `job-${job.id}`}
              seen={(job) => `${job.state} ${job.attempt}`}
            />
          </form>
        )}
      </section>
      <Paging view={view} page={page} />
    </Layout>
  );
}

/** A list that has its own place in the header is marked there, the others under "Jobs". */
function pageOf(list: JobsView['list'], shell: ShellView): DashboardPage | null {
  if (list === 'search') return null;
  const own = list === 'retries' || list === 'failed' ? list : 'jobs';
  return shell.nav.some((item) => item.page === own) ? own : 'jobs';
}

function Tabs({ view, page }: { view: JobsView; page: PageContext }) {
  return (
    <nav class="tabs" aria-label={page.text.columns.state}>
      {JOB_LISTS.map((list) => {
        const count = view.counts[list];
        return (
          <a
            key={list}
            id={`tab-${list}`}
            href={page.links.list(list, view.filter)}
            aria-current={list === view.list ? 'page' : undefined}
          >
            {page.text.lists[list].tab}
            {count !== undefined && (
              <span class={`count${list === 'failed' && count !== 0 ? ' bad' : ''}`}>{page.count(count)}</span>
            )}
          </a>
        );
      })}
    </nav>
  );
}

const isFiltered = ({ filter }: JobsView) => filter.type !== null || filter.queue !== null;

/** The list without its filter. */
function plainAddress(view: JobsView, { links }: PageContext): string {
  return view.list === 'search' ? links.search({ q: view.search }) : links.list(view.list);
}

function Filter({ view, page }: { view: JobsView; page: PageContext }) {
  const { text, links } = page;
  const action = view.list === 'search' ? links.search() : links.list(view.list);
  return (
    <form class="row filter" method="get" action={action} aria-label={text.filter.label}>
      {view.list === 'search' && <input type="hidden" name="q" value={view.search} />}
      <Choice name="type" label={text.filter.type} value={view.filter.type} options={view.types} page={page} />
      <Choice name="queue" label={text.filter.queue} value={view.filter.queue} options={view.queues} page={page} />
      <button class="btn">{text.filter.apply}</button>
      {isFiltered(view) && <a href={plainAddress(view, page)}>{text.filter.clear}</a>}
    </form>
  );
}

function Nothing({ view, page }: { view: JobsView; page: PageContext }) {
  const { text } = page;
  if (!isFiltered(view)) return <EmptyState title={text.lists[view.list].empty} />;
  return (
    <EmptyState title={text.emptyFiltered}>
      <a href={plainAddress(view, page)}>{text.showAll}</a>
    </EmptyState>
  );
}

function Paging({ view, page: { text } }: { view: JobsView; page: PageContext }) {
  const order = ORDER[view.list];
  const { back, onward } = text.paging[order];
  return (
    <nav class="row paging" aria-label={text.pagesOfList}>
      <span class="dim grow">{text.paging[order].order}</span>
      {(view.previous !== null || view.next !== null) && (
        <>
          <Step label={`← ${back}`} href={view.previous} rel="prev" />
          <Step label={`${onward} →`} href={view.next} rel="next" />
        </>
      )}
    </nav>
  );
}

function Step({ label, href, rel }: { label: string; href: string | null; rel: 'prev' | 'next' }) {
  return href === null ? (
    <span class="btn" aria-disabled="true">
      {label}
    </span>
  ) : (
    <a class="btn" href={href} rel={rel}>
      {label}
    </a>
  );
}
