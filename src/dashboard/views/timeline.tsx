import type { HistoryView, RelatedView } from '../dashboard.view-model';
import { reasonText } from '../dashboard-text';
import type { PageContext } from './page-context';
import { EmptyState, RelatedName } from './parts';
import { timelineOf, type TimelineEvent, type TimelineStep } from './job-timeline';

/** What a step's own sentence says already. */
const SPOKEN = new Set(['dueAt', 'server', 'attempt', 'reason']);
/** Steps nearer to each other than this are told apart by milliseconds. */
const CLOSE = 10_000;

interface Props {
  history: readonly HistoryView[];
  related: readonly RelatedView[];
  page: PageContext;
}

export function Timeline({ history, related, page }: Props) {
  const steps = timelineOf(history, page.now, related);
  if (steps.length === 0) return <EmptyState title={page.text.job.noHistory} />;
  return (
    <ol class="line">
      {steps.map((step, index) => (
        <li key={index} class={lookOf(step)}>
          <div class="when">
            <StepTime step={step} before={steps[index - 1]} page={page} />
            <span class="gap">
              {step.ahead
                ? page.format.relative(step.at, page.now)
                : step.gapMs !== null && page.text.job.later(page.format.duration(step.gapMs))}
            </span>
          </div>
          <div class="what">
            <StepText step={step} page={page} />
          </div>
        </li>
      ))}
    </ol>
  );
}

function lookOf(step: TimelineStep): string {
  const look = [step.change ? `at-${step.change.state}` : step.event ? 'at-event' : 'at-due'];
  if (step.again) look.push('again');
  if (step.ahead) look.push('ahead');
  return look.join(' ');
}

function StepTime({ step, before, page }: { step: TimelineStep; before?: TimelineStep; page: PageContext }) {
  const { format, now } = page;
  const showDay = !before || format.day(before.at) !== format.day(step.at);
  const close = step.gapMs !== null && step.gapMs < CLOSE;
  return (
    <time dateTime={step.at.toISOString()} title={format.exact(step.at)}>
      {showDay && `${format.date(step.at, now)} `}
      {format.time(step.at, close)}
    </time>
  );
}

function StepText({ step, page }: { step: TimelineStep; page: PageContext }) {
  const { text, format } = page;
  if (step.event) return <EventText event={step.event} page={page} />;
  if (!step.change) return <strong>{text.job.dueStep}</strong>;
  const { entry, state, dueAt } = step.change;
  const { server, attempt } = entry.data;
  const rest = Object.entries(entry.data).filter(([name, value]) => !SPOKEN.has(name) && value !== null);
  return (
    <>
      <strong>{text.states[state]}</strong>
      {state === 'scheduled' && dueAt && (
        <>
          {` ${text.job.forTime} `}
          <time dateTime={dueAt.toISOString()} title={format.exact(dueAt)}>
            {format.day(dueAt) === format.day(entry.at) ? format.time(dueAt) : format.stamp(dueAt, entry.at)}
          </time>
        </>
      )}
      {typeof server === 'string' && ` ${text.job.onServer} ${server}`}
      {typeof attempt === 'number' && `, ${text.job.attempt(attempt)}`}
      {entry.reason !== null && <p class="dim">{reasonText(text, entry.reason)}</p>}
      {rest.length > 0 && (
        <dl class="data-list">
          {rest.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

/** `Booked: Appointment 2305`, `E-mail delivery 3310: sent`. */
function EventText({ event: { what, related }, page }: { event: TimelineEvent; page: PageContext }) {
  const { text } = page;
  if (related.kind === 'appointment') {
    return (
      <>
        {what === 'began' ? text.job.booked : text.job.visit} <RelatedName related={related} page={page} />
      </>
    );
  }
  return (
    <>
      <RelatedName related={related} page={page} />
      {related.detail !== null && ` · ${related.detail}`}
    </>
  );
}
