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
