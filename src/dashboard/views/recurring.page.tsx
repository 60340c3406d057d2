import type { ShellView } from '../dashboard.view-model';
import type { RecurringPageView } from '../pages/page-views';
import { cronText } from './cron-text';
import { Action } from './forms';
import { Layout } from './layout';
import { pageContext, type PageContext } from './page-context';
import { type Column, DataTable, EmptyState, JobLink, JobType, Moment, None, Pill, Relative, StatePill } from './parts';

type Recurring = RecurringPageView['jobs'][number];
interface CellProps {
  job: Recurring;
  page: PageContext;
}

const MISFIRES = ['once', 'each', 'skip'] as const;

export function RecurringPage({ shell, view }: { shell: ShellView; view: RecurringPageView }) {
  const page = pageContext(shell);
  const { text } = page;
  const title = text.recurringPage.title;
  return (
    <Layout page={page} title={title} current="recurring">
      <div class="row">
        <h1 class="grow">{title}</h1>
        <span class="dim">{text.recurringPage.about(view.jobs.length)}</span>
      </div>
      <section class="card" aria-label={title}>
        {view.jobs.length === 0 ? (
          <EmptyState title={text.recurringPage.empty} />
        ) : (
          <DataTable
            label={title}
            rows={view.jobs}
            rowId={(job) => `recurring-${job.id}`}
            columns={columnsOf(view, page)}
          />
        )}
      </section>
    </Layout>
  );
}

function columnsOf(view: RecurringPageView, page: PageContext): Column<Recurring>[] {
  const { text } = page;
  const say = text.recurringPage;
  const columns: Column<Recurring>[] = [
    { title: text.columns.job, wide: true, cell: (job) => <Name job={job} page={page} /> },
    { title: say.schedule, wide: true, cell: (job) => <Schedule job={job} page={page} /> },
    { title: say.next, cell: (job) => <Next job={job} page={page} /> },
    { title: say.last, cell: (job) => <Last job={job} view={view} page={page} /> },
  ];
  if (page.shell.visitor.mayAct) {
    columns.push({ title: text.action.label, actions: true, cell: (job) => <Actions job={job} page={page} /> });
  }
  return columns;
}

function Name({ job, page: { text } }: CellProps) {
  return (
    <>
      <JobType type={job.id} />
      <div class="dim small">
        {job.queue}
        {job.type !== job.id && ` · ${job.type}`}
      </div>
      {!job.enabled && <Pill tone="quiet">{text.recurringPage.disabled}</Pill>}
    </>
  );
}

function Schedule({ job, page: { text } }: CellProps) {
  const say = text.recurringPage;
  const words = cronText(job.cron, text);
  return (
    <>
      <code>{job.cron}</code>{' '}
      {job.edited && (
        <Pill tone="warn" title={say.editedHint}>
          {say.edited}
        </Pill>
      )}
      <div class="small">{words}</div>
      <div class="dim small">
        {job.timeZone} · {say.misfires[job.misfire]}
      </div>
    </>
  );
}

function Next({ job, page }: CellProps) {
  const [first, ...others] = job.next.map((at) => new Date(at));
  if (!first) return <None />;
  return (
    <>
      <Relative at={first} page={page} />
      <div class="dim small">
        <Moment at={first} page={page} />
      </div>
      {others.length > 0 && (
        <details>
          <summary class="small">{page.text.recurringPage.nextFive}</summary>
          <ol class="small">
            {[first, ...others].map((at) => (
              <li key={at.toISOString()}>
                <Moment at={at} page={page} />
              </li>
            ))}
          </ol>
        </details>
      )}
    </>
  );
}

function Last({ job, view, page }: CellProps & { view: RecurringPageView }) {
  const { lastJobId, lastRunAt, error } = job;
  const state = lastJobId === null ? undefined : view.lastStates.get(lastJobId);
  return (
    <>
      {lastRunAt === null ? (
        <span class="dim">{page.text.recurringPage.never}</span>
      ) : (
        <Relative at={new Date(lastRunAt)} page={page} />
      )}
      {lastJobId !== null && (
        <div class="small">
          {state === undefined ? (
            <span class="dim">{page.text.jobNumber(lastJobId)}</span>
          ) : (
            <>
              <JobLink id={lastJobId} page={page} /> <StatePill state={state} page={page} />
            </>
          )}
        </div>
      )}
      {error !== null && <div class="message small">{error}</div>}
    </>
  );
}

function Actions({ job, page }: CellProps) {
  const say = page.text.recurringPage;
  const { id } = job;
  const toggle = job.enabled ? 'disable' : 'enable';
  return (
    <div class="actions">
      <Action
        id={`trigger-${id}`}
        {...say.trigger}
        title={say.trigger.title(id)}
        action={page.links.recurringAction(id, 'trigger')}
        page={page}
      />
      <Action
        id={`edit-${id}`}
        {...say.edit}
        title={say.edit.title(id)}
        action={page.links.recurringAction(id, 'change')}
        page={page}
      >
        <EditFields job={job} page={page} />
      </Action>
      <Action
        id={`${toggle}-${id}`}
        {...say[toggle]}
        title={say[toggle].title(id)}
        action={page.links.recurringAction(id, toggle)}
        page={page}
      />
    </div>
  );
}

function EditFields({ job, page: { text } }: CellProps) {
  const say = text.recurringPage.edit;
  return (
    <>
      <label class="field">
        <span>{say.cron}</span>
        <input name="cron" value={job.cron} required maxLength={100} autocomplete="off" spellcheck={false} />
        <small class="dim">{say.cronHint}</small>
      </label>
      <label class="field">
        <span>{say.zone}</span>
        <input name="timeZone" value={job.timeZone} required maxLength={64} autocomplete="off" spellcheck={false} />
      </label>
      <label class="field">
        <span>{say.misfire}</span>
        <select name="misfire">
          {MISFIRES.map((misfire) => (
            <option key={misfire} value={misfire} selected={misfire === job.misfire}>
              {text.recurringPage.misfires[misfire]}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}
