import { type LocalSlot, addDays, crossesMidnight, instantOf, localOf } from '../common/clinic-time';

/** How far ahead of today, in the clinic's dates, a visit may be. */
export const HORIZON_DAYS = 365;
/** Open appointments of one patient on one local date. */
export const DAILY_LIMIT = 5;
/** Open appointments of one patient in all. */
export const OPEN_LIMIT = 20;

const DAY_MS = 24 * 60 * 60_000;

/** A wall time that exists, with the instants that follow from it. */
export interface VisitTime extends LocalSlot {
  timeZone: string;
  startsAt: Date;
  endsAt: Date;
}

/** What the calendar already holds where a visit is wanted; the visit itself is not counted. */
export interface Occupancy {
  /** Open appointments of the doctor that overlap it. */
  ofDoctor: number;
  /** Open appointments of the patient that overlap it. */
  ofPatient: number;
  /** Open appointments of the patient on its local date. */
  onDate: number;
  /** Open appointments of the patient. */
  open: number;
}

/**
 * Reads a wall time in `timeZone` as a visit of `minutes` minutes, or says why it cannot be one: these rules rest on time
 * alone. Today counts by the clinic's calendar, so the last day of the horizon is open until its end.
 */
export function visitAt(
  slot: LocalSlot,
  { timeZone, minutes, now }: { timeZone: string; minutes: number; now: Date },
): VisitTime | 'in-past' | 'beyond-horizon' | 'nonexistent-time' | 'outside-hours' {
  const startsAt = instantOf(slot, timeZone);
  // A time that the clocks skip has no instant; the wall still tells whether it would lie behind.
  const past = startsAt ? startsAt <= now : wallText(slot) <= wallText(localOf(now, timeZone));
  if (past) return 'in-past';
  // Most times are so near that no calendar has to be asked.
  const near = startsAt !== null && startsAt.getTime() - now.getTime() < (HORIZON_DAYS - 1) * DAY_MS;
  if (!near && slot.date > addDays(localOf(now, timeZone).date, HORIZON_DAYS)) return 'beyond-horizon';
  if (!startsAt) return 'nonexistent-time';
  if (crossesMidnight(slot, minutes)) return 'outside-hours';
  return { ...slot, timeZone, startsAt, endsAt: new Date(startsAt.getTime() + minutes * 60_000) };
}

/** Why a visit does not fit into the calendar; null when it does. */
export function occupancyRefusal(
  found: Occupancy,
): 'slot-taken' | 'patient-overlap' | 'daily-limit' | 'open-limit' | null {
  if (found.ofDoctor > 0) return 'slot-taken';
  if (found.ofPatient > 0) return 'patient-overlap';
  if (found.onDate >= DAILY_LIMIT) return 'daily-limit';
  if (found.open >= OPEN_LIMIT) return 'open-limit';
  return null;
}

function wallText({ date, time }: LocalSlot): string {
  return `${date}T${time}`;
}
