import type { ComponentChildren } from 'preact';
import type { InvariantView, OverviewView } from '../dashboard.view-model';
import type { PageContext } from './page-context';
import { Card, Pill } from './parts';

interface Props {
  overview: OverviewView;
  page: PageContext;
}

/** What must hold whatever happens, each with how that is known. */
export function PromisesCard({ overview, page }: Props) {
  const { text, shell } = page;
  const say = text.promises;
  return (
    <Card id="promises" title={say.title}>
      <ul class="plain holds">
        <Reminders overview={overview} page={page} />
        {overview.invariants.map((invariant) => (
          <Verified key={invariant.name} invariant={invariant} page={page} />
        ))}
        <Promise title={say.truth} holds page={page}>
          {say.truthIn(shell.storage)}
        </Promise>
        <Promise title={say.redis} holds={overview.transport.wipeable} page={page}>
          {overview.transport.kind === 'database' ? say.noRedis : say.redisHolds}
        </Promise>
      </ul>
    </Card>
  );
}

function Reminders({ overview: { health }, page }: Props) {
  const { text, format, now } = page;
  const say = text.promises;
  const missing = health.problems.find((problem) => problem.kind === 'reminders-missing');
  const { checkedAt } = health;
  return (
    <Promise title={say.reminders} holds={checkedAt && !missing} page={page}>
      {missing ? say.lacking(missing.count) : say.allIn(health.coveredAppointments)}
      {checkedAt && ` · ${text.health.checked(format.relative(checkedAt, now))}`}
    </Promise>
  );
}

function Verified({ invariant, page }: { invariant: InvariantView; page: PageContext }) {
  const { text, format, now } = page;
  const { name, checked, healed, broken, checkedAt } = invariant;
  const words: Readonly<Record<string, string>> = text.promises.invariants;
  return (
    <Promise title={words[name] ?? name} holds={broken === 0} page={page}>
      {text.promises.found(checked, healed, broken)} · {text.health.checked(format.relative(checkedAt, now))}
    </Promise>
  );
}

interface PromiseProps {
  title: string;
  /** Null: nobody has looked yet. */
  holds: boolean | null;
  page: PageContext;
  children: ComponentChildren;
}

function Promise({ title, holds, page: { text }, children }: PromiseProps) {
  const say = text.promises;
  return (
    <li>
      <div>
        {title}
        <div class="dim small">{children}</div>
      </div>
      <Pill tone={holds === null ? 'quiet' : holds ? 'ok' : 'bad'}>
        {holds === null ? say.unknown : holds ? say.holds : say.broken}
      </Pill>
    </li>
  );
}
