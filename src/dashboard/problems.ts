import type { AlertKind } from '../alerts/alert.state';
import type { OutcomeFigures, QueueFigures, ServerFigures } from '../jobs/store/job-figures';
import type { PromiseReport } from '../jobs/promises';
import type { BrokerState } from '../jobs/transport/job-transport';
import { countOf, type Count } from './count';
import type { Problem } from './dashboard.view-model';
import { isAlive } from '../jobs/upkeep/alive';
import { mailTally } from '../notifications/mail-tally';

/** Workers look every second: what has been due for longer than this is late. */
const LATE_MS = 60_000;
const SKEW_MS = 30_000;

/** What health is judged by. */
export interface Signs {
  now: Date;
  queues: readonly QueueFigures[];
  servers: readonly ServerFigures[];
  /** Queues that this process is configured with: some server is to serve each. */
  configured: readonly string[];
  /** Failed for good in the last day. */
  failed: Count;
  /** How the attempts to send mail of the last hour or so ended. */
  mail: readonly OutcomeFigures[];
  promises: PromiseReport | null;
  /** Those that are open. */
  alerts: readonly AlertKind[];
  broker: BrokerState;
  clockSkewMs: number;
}

/** What is wrong, one of a kind; empty when all is well. */
export function problemsOf(signs: Signs): Problem[] {
  return [
    ...promiseProblems(signs),
    ...serverProblems(signs),
    ...queueProblems(signs),
    ...mailProblems(signs),
    ...(signs.broker === 'down' ? [{ kind: 'transport-down' } as const] : []),
    ...(countOf(signs.failed) > 0 ? [{ kind: 'failures', count: signs.failed } as const] : []),
    ...(signs.alerts.length > 0 ? [{ kind: 'alerts', alerts: signs.alerts } as const] : []),
    ...(Math.abs(signs.clockSkewMs) > SKEW_MS ? [{ kind: 'clock-skew', ms: signs.clockSkewMs } as const] : []),
  ];
}

function promiseProblems({ promises }: Signs): Problem[] {
  return promises && countOf(promises.missing) > 0 ? [{ kind: 'reminders-missing', count: promises.missing }] : [];
}

function serverProblems({ servers, queues, configured, now }: Signs): Problem[] {
  const silent = servers.filter((server) => !isAlive(server, now)).map(({ host, pid }) => `${host}:${pid}`);
  const problems: Problem[] = silent.length > 0 ? [{ kind: 'servers-silent', names: silent }] : [];
  const workers = servers.filter((server) => server.workers > 0 && isAlive(server, now));
  if (workers.length === 0) return [...problems, { kind: 'no-server' }];
  const wanted = [...configured, ...queues.filter(({ due }) => countOf(due) > 0).map(({ name }) => name)];
  const unserved = [...new Set(wanted)].filter((queue) => !workers.some((server) => server.queues.includes(queue)));
  return unserved.length > 0 ? [...problems, { kind: 'queues-unserved', queues: unserved }] : problems;
}

/** What waits in a paused queue is not late: someone has decided so. */
function queueProblems({ queues, now }: Signs): Problem[] {
  const paused = queues.filter((queue) => queue.paused).map(({ name }) => name);
  const [oldest] = queues
    .flatMap((queue) => (queue.paused ? [] : (queue.oldestDueAt ?? [])))
    .sort((a, b) => a.getTime() - b.getTime());
  return [
    ...(oldest && now.getTime() - oldest.getTime() > LATE_MS ? [{ kind: 'late', oldestDueAt: oldest } as const] : []),
    ...(paused.length > 0 ? [{ kind: 'queues-paused', queues: paused } as const] : []),
  ];
}

/** A few mails that bounce are failed jobs; mail is failing when as many are refused as are taken. */
function mailProblems({ mail }: Signs): Problem[] {
  const { taken, refused } = mailTally(mail);
  return refused > 0 && refused >= taken ? [{ kind: 'mail-failing', count: refused }] : [];
}
