import type { ShellView } from '../dashboard.view-model';
import { reasonText } from '../dashboard-text';
import type { MailPageView } from '../pages/page-views';
import { Choice, Older, Words } from './filters';
import { Action } from './forms';
import { Layout } from './layout';
import { pageContext, type PageContext } from './page-context';
import { Card, type Column, DataTable, EmptyState, None, Pill, Relative, Stamp, type Tone } from './parts';

type Delivery = MailPageView['deliveries'][number];
interface CellProps {
  delivery: Delivery;
  page: PageContext;
}

const STATES = ['pending', 'sending', 'sent', 'failed', 'unknown', 'skipped'] as const;
const TONES: Readonly<Record<Delivery['state'], Tone>> = {
  pending: 'quiet',
  sending: 'processing',
  sent: 'ok',
  failed: 'bad',
  unknown: 'warn',
  skipped: 'quiet',
};
/** Out of these leads only sending again by hand. */
const RESENDABLE: readonly Delivery['state'][] = ['failed', 'unknown', 'skipped'];
/** How the ledger writes that a mail went into a file. */
const WRITTEN = /^written to ([\w.@-]+\.eml)$/;
const MINUTE = 60_000;

export function MailPage({ shell, view }: { shell: ShellView; view: MailPageView }) {
  const page = pageContext(shell);
  const { text, links } = page;
  const say = text.mailPage;
  const isFiltered = view.filter.state !== null || view.filter.appointmentId !== null;
  return (
    <Layout page={page} title={say.title} current="mail">
      <div class="row">
        <h1 class="grow">{say.title}</h1>
        <span class="dim">{say.about}</span>
      </div>
      <section class="card" aria-label={say.title}>
        <form class="row filter" method="get" action={links.page('mail')} aria-label={text.filter.label}>
          <Choice
            name="state"
            label={say.state}
            value={view.filter.state}
            options={STATES.map((state) => [state, say.states[state]] as const)}
            page={page}
          />
          <Words name="appointmentId" label={say.appointment} value={view.filter.appointmentId ?? ''} />
          <button class="btn">{text.filter.apply}</button>
          {isFiltered && <a href={links.page('mail')}>{text.filter.clear}</a>}
        </form>
        {view.deliveries.length === 0 ? (
          <EmptyState title={isFiltered ? say.emptyFiltered : say.empty} />
        ) : (
          <DataTable
            label={say.title}
            rows={view.deliveries}
            rowId={(delivery) => `delivery-${delivery.id}`}
            columns={columnsOf(page)}
          />
        )}
      </section>
      <Older isOlder={view.isOlder} newest={links.page('mail', view.filter)} next={view.next} page={page} />
      {view.files && <Files files={view.files} page={page} />}
    </Layout>
  );
}

function columnsOf(page: PageContext): Column<Delivery>[] {
  const { text, format } = page;
  const say = text.mailPage;
  const instant = (at: string | null) => (at === null ? <None /> : <Relative at={new Date(at)} page={page} />);
  const columns: Column<Delivery>[] = [
    { title: say.delivery, cell: (delivery) => <span class="id">{delivery.id}</span> },
    { title: say.kind, wide: true, cell: (delivery) => <Kind delivery={delivery} page={page} /> },
    {
      title: say.state,
      cell: ({ state }) => <Pill tone={TONES[state]}>{say.states[state]}</Pill>,
    },
    { title: say.answer, wide: true, cell: (delivery) => <Answer delivery={delivery} page={page} /> },
    { title: say.attempts, numeric: true, cell: ({ attempts }) => format.number(attempts) },
    { title: say.written, numeric: true, cell: ({ createdAt }) => instant(createdAt) },
    { title: say.ended, numeric: true, cell: ({ finishedAt }) => instant(finishedAt) },
  ];
  if (page.shell.visitor.mayAct) {
    columns.push({
      title: text.action.label,
      actions: true,
      cell: (delivery) => <Resend delivery={delivery} page={page} />,
    });
  }
  return columns;
}

function Kind({ delivery: { kind, offset, appointmentId, jobId }, page }: CellProps) {
  const { text, links, format } = page;
  const { kinds, before, job } = text.mailPage;
  const name = kinds[KINDS.find((each) => each === kind) ?? 'created'];
  return (
    <>
      {name}
      {offset > 0 && ` ${before(format.duration(offset * MINUTE))}`}
      <div class="small">
        <a href={links.search({ q: appointmentId })}>{text.related.appointment(appointmentId)}</a>
        {jobId !== null && (
          <span class="dim">
            {' · '}
            <a href={links.job(jobId)}>{job(jobId)}</a>
          </span>
        )}
      </div>
    </>
  );
}

const KINDS = ['created', 'modified', 'cancelled', 'reminder'] as const;

function Answer({ delivery: { response, reason }, page }: CellProps) {
  const file = response === null ? null : WRITTEN.exec(response)?.[1];
  return (
    <>
      {reason !== null && <div>{reasonText(page.text, reason)}</div>}
      {file ? (
        <a href={page.links.mailFile(file)}>{page.text.mailPage.show}</a>
      ) : (
        response !== null && <code class="dim">{response}</code>
      )}
      {reason === null && response === null && <None />}
    </>
  );
}

function Resend({ delivery: { id, state }, page }: CellProps) {
  if (!RESENDABLE.includes(state)) return null;
  const say = page.text.mailPage.resend;
  return (
    <div class="actions">
      <Action id={`resend-${id}`} {...say} title={say.title(id)} action={page.links.resend(id)} page={page} />
    </div>
  );
}

function Files({ files, page }: { files: NonNullable<MailPageView['files']>; page: PageContext }) {
  const { text, links } = page;
  const say = text.mailPage;
  return (
    <Card id="mail-files" title={say.files} aside={<span class="dim">{say.filesAbout}</span>}>
      {files.newest.length === 0 ? (
        <EmptyState title={say.noFiles} />
      ) : (
        <DataTable
          label={say.files}
          rows={files.newest}
          rowId={(file) => `file-${file.name}`}
          columns={[
            {
              title: say.subject,
              wide: true,
              cell: (file) => <a href={links.mailFile(file.name)}>{file.subject}</a>,
            },
            { title: say.to, cell: (file) => file.to },
            { title: say.written, numeric: true, cell: (file) => <Stamp at={file.writtenAt} page={page} /> },
          ]}
        />
      )}
      {files.more > 0 && <p class="dim small">{say.moreFiles(files.more)}</p>}
    </Card>
  );
}
