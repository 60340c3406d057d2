import type { ShellView } from '../dashboard.view-model';
import { countOf } from '../count';
import type { BulkPageView } from '../pages/page-views';
import { ChangeForm, Reason } from './forms';
import { Layout } from './layout';
import { pageContext, type PageContext } from './page-context';
import { Card, DataTable, EmptyState, JobLink, JobType, Related, StatePill } from './parts';

interface Props {
  view: BulkPageView;
  page: PageContext;
}

/** What an action on many jobs would touch, before it touches it. */
export function BulkPage({ shell, view }: { shell: ShellView; view: BulkPageView }) {
  const page = pageContext(shell);
  const { text } = page;
  const nothing = countOf(view.matched) === 0;
  const title = nothing ? text.bulk.nothing : text.bulk.titles[view.action](view.matched);
  return (
    <Layout page={page} title={title} current="jobs" still>
      <div class="row">
        <h1 class="grow">{title}</h1>
      </div>
      {nothing ? (
        <section class="card">
          <EmptyState title={text.bulk.nothing}>
            {text.bulk.nothingHint} <a href={listAddress(view, page)}>{text.bulk.back}</a>
          </EmptyState>
        </section>
      ) : (
        <>
          <Decision view={view} page={page} />
          <Touched view={view} page={page} />
        </>
      )}
    </Layout>
  );
}

function Decision({ view, page }: Props) {
  const { text, links } = page;
  const { action, matched, unable } = view;
  return (
    <section class="card" aria-label={text.action.label}>
      <ChangeForm action={links.bulk()} page={page} class="fields decision">
        <p>{text.jobActions[action].aboutMany}</p>
        <Meant view={view} page={page} />
        {unable.size > 0 && <p class="warn-text">{text.bulk.unable(unable.size)}</p>}
        <p class="dim">{typeof matched === 'number' ? text.bulk.onlyAllowed : text.bulk.later}</p>
        <Fields view={view} />
        <Reason id="bulk" page={page} />
        <div class="row">
          {page.shell.visitor.mayAct && (
            <button class={`btn ${action === 'cancel' ? 'bad' : 'primary'}`}>
              {text.bulk.submits[action](matched)}
            </button>
          )}
          <a class="btn" href={listAddress(view, page)}>
            {text.action.close}
          </a>
        </div>
      </ChangeForm>
    </section>
  );
}

/** The filter that says which jobs are meant, where it is not a choice of some. */
function Meant({ view: { ids, list, filter }, page: { text } }: Props) {
  if (ids) return null;
  const say = text.bulk.filters;
  const facts = [
    [say.list, text.lists[list].tab],
    [say.search, filter.search],
    [say.type, filter.type],
    [say.queue, filter.queue],
  ] as const;
  return (
    <dl class="data-list">
      {facts.map(
        ([name, value]) =>
          value !== null && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

function Fields({ view: { action, list, filter, ids } }: { view: BulkPageView }) {
  return (
    <>
      <input type="hidden" name="do" value={action} />
      <input type="hidden" name="list" value={list} />
      {filter.type !== null && <input type="hidden" name="type" value={filter.type} />}
      {filter.queue !== null && <input type="hidden" name="queue" value={filter.queue} />}
      {filter.search !== null && <input type="hidden" name="q" value={filter.search} />}
      {ids ? (
        ids.map((id) => <input key={id} type="hidden" name="job" value={id} />)
      ) : (
        <input type="hidden" name="all" value="1" />
      )}
    </>
  );
}

function Touched({ view: { jobs, matched, unable }, page }: Props) {
  const { text } = page;
  const isAll = countOf(matched) === jobs.length;
  return (
    <Card
      id="touched"
      title={text.bulk.touches}
      aside={!isAll && <span class="dim">{text.bulk.sample(jobs.length, matched)}</span>}
    >
      <DataTable
        label={text.bulk.touches}
        rows={jobs}
        rowId={(job) => `job-${job.id}`}
        columns={[
          { title: text.columns.job, cell: (job) => <JobLink id={job.id} page={page} /> },
          {
            title: text.columns.type,
            wide: true,
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
          { title: text.columns.queue, cell: (job) => job.queue },
          {
            title: text.columns.state,
            cell: (job) => (
              <>
                <StatePill state={job.state} page={page} />
                {unable.has(job.id) && <span class="dim small"> {text.bulk.stays}</span>}
              </>
            ),
          },
        ]}
      />
    </Card>
  );
}

function listAddress({ list, filter: { search, ...filter } }: BulkPageView, { links }: PageContext): string {
  return list === 'search' ? links.search({ q: search, ...filter }) : links.list(list, filter);
}
