import type { ServerFigures } from '../jobs/store/job-figures';
import { isAlive } from '../jobs/upkeep/alive';
import type { ServerView } from './dashboard.view-model';

/** `known` are the names of all queues. */
export function serverView(server: ServerFigures, known: readonly string[], now: Date): ServerView {
  const { host, pid, role, queues, running, workers, startedAt, heartbeatAt } = server;
  const servesAll = known.length > 0 && known.every((queue) => queues.includes(queue));
  return {
    name: host,
    pid,
    role: role === 'api' || role === 'worker' ? role : 'all',
    queues: servesAll ? 'all' : queues,
    running,
    workers,
    startedAt,
    heartbeatAt,
    alive: isAlive(server, now),
  };
}
