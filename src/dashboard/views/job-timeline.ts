import type { HistoryView, ShownState } from '../dashboard.view-model';

/** A moment in a job's life. */
export interface TimelineStep {
  at: Date;
  /** Since the step before it; null for the first and for what is still ahead. */
  gapMs: number | null;
  /** Not there yet. */
  ahead: boolean;
  /** It had been running and was put back. */
  again: boolean;
  /** The change of state; null for the moment a job fell due, which nobody writes down. */
  change: { entry: HistoryView; state: ShownState; dueAt: Date | null } | null;
}

/**
 * The stored changes, oldest first, and between them the moments at which the job fell due: the engine writes nothing
 * merely because time passes, yet how late a job started is seen only against its due time.
 */
export function timelineOf(history: readonly HistoryView[], now: Date): TimelineStep[] {
  const steps: TimelineStep[] = [];
  const add = (at: Date, change: TimelineStep['change'], again = false) => {
    const before = steps.at(-1);
    const ahead = at > now;
    steps.push({ at, change, ahead, again, gapMs: before && !ahead ? at.getTime() - before.at.getTime() : null });
  };
  history.forEach((entry, index) => {
    const dueAt = instantOf(entry.data['dueAt']);
    const isWaiting = entry.state === 'waiting' || entry.state === 'scheduled' || entry.state === 'enqueued';
    const dueLater = isWaiting && dueAt !== null && dueAt > entry.at;
    const again = isWaiting && history[index - 1]?.state === 'processing';
    add(entry.at, { entry, dueAt, state: shownState(entry, dueLater) }, again);
    const next = history[index + 1];
    if (dueLater && (!next || dueAt <= next.at)) add(dueAt, null);
  });
  return steps;
}

function shownState(entry: HistoryView, dueLater: boolean): ShownState {
  if (entry.state !== 'waiting') return entry.state;
  return dueLater ? 'scheduled' : 'enqueued';
}

function instantOf(value: unknown): Date | null {
  if (value instanceof Date) return value;
  if (typeof value !== 'string') return null;
  const instant = new Date(value);
  return Number.isNaN(instant.getTime()) ? null : instant;
}
