import {
  type InstantRange,
  type LocalDate,
  type LocalTime,
  type LocalSlot,
  crossesMidnight,
  instantOf,
} from '../common/clinic-time';

/** What a visit is measured by: the clinic's zone, and how many minutes it lasts. */
export interface VisitMeasure {
  zone: string;
  minutes: number;
}

/** From a visit's start to its end; null when the clocks skip its start or it would run into the next day. */
export function visitRange(slot: LocalSlot, { zone, minutes }: VisitMeasure): InstantRange | null {
  const from = instantOf(slot, zone);
  if (!from || crossesMidnight(slot, minutes)) return null;
  return { from, to: new Date(from.getTime() + minutes * 60_000) };
}

/** Those of `hours` at which a visit on `date` can still start: after `now`, and clear of what is `taken`. */
export function freeHours<H extends { hour: LocalTime }>(
  hours: readonly H[],
  date: LocalDate,
  taken: readonly InstantRange[],
  { now, ...measure }: VisitMeasure & { now: Date },
): H[] {
  return hours.filter(({ hour }) => {
    const visit = visitRange({ date, time: hour }, measure);
    return visit !== null && visit.from > now && !taken.some(({ from, to }) => from < visit.to && visit.from < to);
  });
}
