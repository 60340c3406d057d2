import type { HistoryView, RelatedView, ShownState } from '../dashboard.view-model';

/** A moment in a job's life. */
export interface TimelineStep {
  at: Date;
  /** Since the step before it; null for the first and for what is still ahead. */
  gapMs: number | null;
  /** Not there yet. */
  ahead: boolean;
  /** It had been running and was put back. */
  again: boolean;
  /** The change of state; null for what is none. */
  change: { entry: HistoryView; state: ShownState; dueAt: Date | null } | null;
  /** What happened to something that the job concerns; without it and a change, the job fell due. */
  event: TimelineEvent | null;
}

/** `began` is when the thing itself came to be, such as an appointment that was booked; `came` is its own moment. */
export interface TimelineEvent {
  what: 'began' | 'came';
  related: RelatedView;
}

/**
 * The stored changes, oldest first, and between them the moments at which the job fell due: the engine writes nothing
 * merely because time passes, yet how late a job started is seen only against its due time. Around them stands what
 * happened to what the job concerns, from the booking to the delivery.
 */
export function timelineOf(
  history: readonly HistoryView[],
  now: Date,
  related: readonly RelatedView[] = [],
): TimelineStep[] {
  // A change comes after what was begun at the same instant, and before what came of it.
  const steps = [
    ...related.flatMap((each) => (each.since ? [eventStep(each.since, 'began', each)] : [])),
    ...changesOf(history),
    ...related.flatMap((each) => (each.at ? [eventStep(each.at, 'came', each)] : [])),
  ].toSorted((a, b) => a.at.getTime() - b.at.getTime());
  return steps.map((step, index) => {
    const before = steps[index - 1];
    const ahead = step.at > now;
    return { ...step, ahead, gapMs: before && !ahead ? step.at.getTime() - before.at.getTime() : null };
  });
}

type Moment = Omit<TimelineStep, 'ahead' | 'gapMs'>;

const eventStep = (at: Date, what: TimelineEvent['what'], related: RelatedView): Moment => ({
  at,
  again: false,
  change: null,
  event: { what, related },
});

function changesOf(history: readonly HistoryView[]): Moment[] {
  const steps: Moment[] = [];
  const add = (at: Date, change: TimelineStep['change'], again = false) =>
    steps.push({ at, change, again, event: null });
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
