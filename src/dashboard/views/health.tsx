import type { ComponentChildren } from 'preact';
import { alertTitle } from '../../alerts/alert-text';
import type { HealthView, Problem } from '../dashboard.view-model';
import type { DashboardPage, DashboardLinks } from '../dashboard-links';
import { countOf } from '../count';
import type { PageContext } from './page-context';
import { Pill } from './parts';

type Severity = 'warn' | 'bad';

/** Bad is what breaks a promise; a warning is what might, or what costs only speed. */
const SEVERITY: Readonly<Record<Problem['kind'], Severity>> = {
  alerts: 'bad',
  'reminders-missing': 'bad',
  'no-server': 'bad',
  'queues-unserved': 'bad',
  'servers-silent': 'warn',
  late: 'bad',
  failures: 'bad',
  'mail-failing': 'bad',
  'queues-paused': 'warn',
  'transport-down': 'warn',
  'not-verified': 'warn',
  'clock-skew': 'warn',
};

/** The one sentence that an admin comes for: all is on its way, or what is wrong and where to look. */
export function Health({ health, page }: { health: HealthView; page: PageContext }) {
  const { text } = page;
  const [first, ...others] = problemsOf(health).toSorted((a, b) => weight(b) - weight(a));
  const level = first ? SEVERITY[first.kind] : 'ok';
  return (
    <div class={`health ${level}`}>
      <div class="row">
        <h1>{first ? <ProblemText problem={first} page={page} /> : text.health.headline}</h1>
        <Pill tone={level}>{text.health[level]}</Pill>
        <span class="grow"></span>
        <span class="dim">
          <Checked health={health} page={page} />
        </span>
      </div>
      {others.length > 0 && (
        <ul class="problems" aria-label={text.health.alsoWrong}>
          {others.map((problem) => (
            <li key={problem.kind} class={SEVERITY[problem.kind]}>
              <ProblemText problem={problem} page={page} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** What nobody has verified is not called healthy. */
function problemsOf({ problems, checkedAt }: HealthView): readonly Problem[] {
  return problems.length === 0 && !checkedAt ? [{ kind: 'not-verified', since: null }] : problems;
}

const weight = (problem: Problem) => (SEVERITY[problem.kind] === 'bad' ? 1 : 0);

/** The sentence leads to where one looks into it. */
function ProblemText({ problem, page }: { problem: Problem; page: PageContext }) {
  const href = placeOf(problem, page.links, new Set(page.shell.nav.map((item) => item.page)));
  const sentence = sentenceOf(problem, page);
  if (href === null) return <>{sentence}</>;
  return (
    <a class="lead" href={href}>
      {sentence} <span aria-hidden="true">→</span>
    </a>
  );
}

function Checked({ health, page }: { health: HealthView; page: PageContext }): ComponentChildren {
  const { text, format, now } = page;
  if (!health.checkedAt) return null;
  const missing = health.problems.some((problem) => problem.kind === 'reminders-missing');
  const covered =
    countOf(health.coveredAppointments) === 0
      ? text.health.noneAhead
      : text.health.allCovered(health.coveredAppointments);
  return (
    <>
      <time dateTime={health.checkedAt.toISOString()} title={format.exact(health.checkedAt)}>
        {text.health.checked(format.relative(health.checkedAt, now))}
      </time>
      {!missing && ` · ${covered}`}
    </>
  );
}

/** Where one looks into a problem, among the pages that there are. */
function placeOf(problem: Problem, links: DashboardLinks, pages: ReadonlySet<DashboardPage>): string | null {
  const when = (page: DashboardPage) => (pages.has(page) ? links.page(page) : null);
  switch (problem.kind) {
    case 'failures':
      return links.list('failed');
    case 'late':
      return links.list('enqueued');
    case 'mail-failing':
      return when('mail') ?? links.list('retries');
    case 'queues-paused':
    case 'queues-unserved':
      return when('queues');
    case 'no-server':
    case 'servers-silent':
      return when('servers');
    default:
      return null;
  }
}

function sentenceOf(problem: Problem, { text, format, now, shell }: PageContext): string {
  const say = text.problems;
  switch (problem.kind) {
    case 'alerts':
      return say.alerts(problem.alerts.map((kind) => alertTitle(kind, shell.language)).join('; '));
    case 'reminders-missing':
      return say.remindersMissing(problem.count);
    case 'no-server':
      return say.noServer;
    case 'queues-unserved':
      return say.queuesUnserved(problem.queues.join(', '), problem.queues.length);
    case 'servers-silent':
      return say.serversSilent(problem.names.join(', '), problem.names.length);
    case 'late':
      return say.late(format.duration(now.getTime() - problem.oldestDueAt.getTime()));
    case 'failures':
      return say.failures(problem.count);
    case 'mail-failing':
      return say.mailFailing(problem.count);
    case 'queues-paused':
      return say.queuesPaused(problem.queues.join(', '), problem.queues.length);
    case 'transport-down':
      return say.transportDown;
    case 'not-verified':
      return say.notVerified(problem.since && format.relative(problem.since, now));
    case 'clock-skew':
      return say.clockSkew(format.duration(Math.abs(problem.ms)));
  }
}
