import type { ComponentChildren } from 'preact';
import type { JobLinkView, RelatedView, ShownState } from '../dashboard.view-model';
import { reasonText } from '../dashboard-text';
import type { PageContext } from './page-context';

export type Tone = ShownState | 'ok' | 'warn' | 'bad' | 'quiet';

export function Pill({ tone, title, children }: { tone: Tone; title?: string; children: ComponentChildren }) {
  return (
    <span class={`state ${tone}`} title={title}>
      {children}
    </span>
  );
}

export function StatePill({ state, page }: { state: ShownState; page: PageContext }) {
  return <Pill tone={state}>{page.text.states[state]}</Pill>;
}

/** How long ago or how soon, with the exact moment on hover. */
export function Relative({ at, page }: { at: Date | null; page: PageContext }) {
  if (!at) return <None />;
  return (
    <time dateTime={at.toISOString()} title={page.format.exact(at)}>
      {page.format.relative(at, page.now)}
    </time>
  );
}

/** The clinic's date and time, with the exact moment on hover. */
export function Moment({ at, page }: { at: Date | null; page: PageContext }) {
  if (!at) return <None />;
  return (
    <time dateTime={at.toISOString()} title={page.format.exact(at)}>
      {page.format.moment(at, page.now)}
    </time>
  );
}

/** The date and the time to the second: for what is read as a record. */
export function Stamp({ at, page }: { at: Date; page: PageContext }) {
  return (
    <time dateTime={at.toISOString()} title={page.format.exact(at)}>
      {page.format.stamp(at, page.now)}
    </time>
  );
}

export function None() {
  return <span class="dim">–</span>;
}

export function EmptyState({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <strong>{title}</strong>
      {children && <span class="dim">{children}</span>}
    </div>
  );
}

interface CardProps {
  title: string;
  /** Names the section for anchors and for the refresh. */
  id: string;
  aside?: ComponentChildren;
  children: ComponentChildren;
}

export function Card({ title, id, aside, children }: CardProps) {
  return (
    <section class="card" id={id} aria-labelledby={`${id}-title`}>
      <div class="card-head">
        <h2 id={`${id}-title`}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

export interface Column<Row> {
  title: string;
  numeric?: boolean;
  /** Holds buttons. */
  actions?: boolean;
  /** Takes what room the other columns leave. */
  wide?: boolean;
  cell: (row: Row) => ComponentChildren;
}

interface TableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  /** Stays a table where the screen is narrow: for few, short columns. */
  compact?: boolean;
  /** Unique on the page: the refresh knows a row again by it. */
  rowId: (row: Row) => string;
  /** What of a row a reader must be told of when it changes while they read. */
  seen?: (row: Row) => string;
}

/** Where the screen is narrow each row becomes a block whose cells say their column's title themselves. */
export function DataTable<Row>({ label, columns, rows, compact = false, rowId, seen }: TableProps<Row>) {
  const look = (column: Column<Row>) =>
    [column.numeric && 'num', column.wide && 'wide', column.actions && 'do'].filter(Boolean).join(' ');
  return (
    <table class={compact ? undefined : 'blocks'} aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.title} scope="col" class={look(column) || undefined}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowId(row)} id={rowId(row)} data-seen={seen?.(row)}>
            {columns.map((column) => (
              <td key={column.title} class={look(column) || undefined} data-label={column.title}>
                <div>{column.cell(row)}</div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A type's name, which may break after its dot. */
export function JobType({ type }: { type: string }) {
  const dot = type.indexOf('.') + 1;
  return (
    <span class="type">
      <span>{type.slice(0, dot)}</span>
      <wbr />
      <span>{type.slice(dot)}</span>
    </span>
  );
}

export function JobLink({ id, page }: { id: string; page: PageContext }) {
  return (
    <a class="job-id" href={page.links.job(id)}>
      {id}
    </a>
  );
}

export function JobLinks({ jobs, page }: { jobs: readonly JobLinkView[]; page: PageContext }) {
  return (
    <ul class="plain">
      {jobs.map((job) => (
        <li key={job.id}>
          <JobLink id={job.id} page={page} /> <JobType type={job.type} /> <StatePill state={job.state} page={page} />
        </li>
      ))}
    </ul>
  );
}

export function RelatedName({ related: { kind, id, href }, page }: { related: RelatedView; page: PageContext }) {
  const names = page.text.related;
  // The cast is what `hasOwn` has just found out.
  const name = Object.hasOwn(names, kind) ? names[kind as keyof typeof names](id) : `${kind} ${id}`;
  return href === null ? (
    <>{name}</>
  ) : (
    <a class="in-text" href={href}>
      {name}
    </a>
  );
}

/** `Appointment 2311 · Dr Dan Ionescu · 5 Jan 15:00`. */
export function Related({ related, page }: { related: RelatedView; page: PageContext }) {
  const { detail, at } = related;
  return (
    <>
      <RelatedName related={related} page={page} />
      {(detail !== null || at) && (
        <span class="dim">
          {detail !== null && ` · ${detail}`}
          {at && ' · '}
          {at && <Moment at={at} page={page} />}
        </span>
      )}
    </>
  );
}

interface ErrorProps {
  error: string;
  reason: string | null;
  /** Whether the stack is shown from the start. */
  open?: boolean;
  page: PageContext;
}

/** The first line is what happened; the rest, for who wants it, is folded away. */
export function ErrorText({ error, reason, open, page }: ErrorProps) {
  const end = error.indexOf('\n');
  const message = end < 0 ? error : error.slice(0, end);
  const stack = end < 0 ? '' : error.slice(end + 1).trimEnd();
  return (
    <>
      <strong class="message">{message}</strong>
      {reason !== null && <div class="dim">{reasonText(page.text, reason)}</div>}
      {stack !== '' && (
        <details open={open}>
          <summary>{page.text.stack}</summary>
          <pre class="dim">{stack}</pre>
        </details>
      )}
    </>
  );
}

export function Json({ value }: { value: unknown }) {
  return <pre>{JSON.stringify(value, null, 2) ?? ''}</pre>;
}

/** `appointmentId 2311, sequence 0`: enough of a payload to know a job by in a list. */
export function payloadLine(payload: unknown): string {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return JSON.stringify(payload) ?? '';
  return Object.entries(payload)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}
