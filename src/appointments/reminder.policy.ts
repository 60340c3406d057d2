/** How long before the start the last reminder still makes sense, in minutes. */
export const LAST_CALL = 5;

const MINUTE = 60_000;

/** One reminder that an appointment is to have. */
export interface PlannedReminder {
  /** Minutes before the start. */
  offset: number;
  dueAt: Date;
  /** When it is no longer worth sending: the next one is due, or the visit is about to begin. */
  deadline: Date;
  /** Its time had come before it could be planned, so it is not sent. */
  late: boolean;
}

/** The offsets that a patient wants of those the clinic offers (null: all), the earliest reminder first. */
export function offsetsFor(offered: readonly number[], chosen: readonly number[] | null): number[] {
  return offered.filter((offset) => !chosen || chosen.includes(offset)).sort((a, b) => b - a);
}

/** When the reminders of a visit are due; `offsets` are minutes before its start, the largest first. */
export function planReminders(startsAt: Date, offsets: readonly number[], now: Date): PlannedReminder[] {
  const before = (minutes: number) => new Date(startsAt.getTime() - minutes * MINUTE);
  return offsets.map((offset, index) => {
    const dueAt = before(offset);
    return { offset, dueAt, deadline: before(offsets[index + 1] ?? LAST_CALL), late: dueAt <= now };
  });
}

/** A reminder that was promised, as far as another plan looks at it. */
export interface StandingReminder {
  offset: number;
  /** Whether its time is still to come, or at hand. */
  planned: boolean;
  /** Whether it was taken back: it can be promised again. */
  takenBack: boolean;
}

/** What turns standing reminders into those that are wanted. */
export interface PlanChange {
  /** Offsets of planned reminders to take back. */
  end: number[];
  /** Reminders to promise, among them some of `end` whose deadline is another now. */
  plan: PlannedReminder[];
}

/**
 * How the reminders of one visit become those `wanted`, the largest offset first. What was sent or skipped stays, and so
 * does what is wanted and being sent at this moment: each is sent at most once.
 */
export function changePlan(
  standing: readonly StandingReminder[],
  wanted: readonly PlannedReminder[],
  startsAt: Date,
): PlanChange {
  const byOffset = new Map(standing.map((each) => [each.offset, each]));
  const before = planReminders(
    startsAt,
    standing.flatMap(({ offset, takenBack }) => (takenBack ? [] : [offset])).sort((a, b) => b - a),
    startsAt,
  );
  const deadlines = new Map(before.map(({ offset, deadline }) => [offset, deadline.getTime()]));
  const change: PlanChange = { end: [], plan: [] };
  for (const each of wanted) {
    const there = byOffset.get(each.offset);
    const again = there?.planned && !each.late && deadlines.get(each.offset) !== each.deadline.getTime();
    if (again) change.end.push(each.offset);
    if (again || !there || (there.takenBack && !each.late)) change.plan.push(each);
  }
  const kept = new Set(wanted.map(({ offset }) => offset));
  change.end.push(...standing.flatMap(({ offset, planned }) => (planned && !kept.has(offset) ? [offset] : [])));
  return change;
}
