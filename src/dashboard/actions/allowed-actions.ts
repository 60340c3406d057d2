import type { JobActionName, JobList } from '../dashboard-links';
import type { ShownState } from '../dashboard.view-model';

/** What may be done to a job by its state, as the engine's rules have it. */
const ALLOWED: Readonly<Record<ShownState, readonly JobActionName[]>> = {
  scheduled: ['run-now', 'cancel'],
  enqueued: ['cancel'],
  processing: ['cancel'],
  succeeded: ['requeue'],
  failed: ['requeue', 'cancel'],
  deleted: ['requeue'],
  awaiting: ['run-now', 'cancel'],
};

/** In the order in which they are offered: what one most likely wants comes first. */
export const actionsOn = (state: ShownState): readonly JobActionName[] => ALLOWED[state];

/** What is offered for many jobs of a list at once; what was found by a search may be in any state. */
export function bulkActionsOn(list: JobList | 'search'): readonly JobActionName[] {
  if (list === 'search') return ['run-now', 'requeue', 'cancel'];
  return list === 'retries' ? ALLOWED.scheduled : ALLOWED[list];
}
