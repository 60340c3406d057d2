import { Temporal } from 'temporal-polyfill';

/** A calendar date as read on a wall: `yyyy-MM-dd`. */
export type LocalDate = string;
/** A time of day as read on a wall: `HH:mm`. */
export type LocalTime = string;

/** A date and time as read on a clinic's wall: what was promised to a patient. Instants derive from it. */
export interface LocalSlot {
  date: LocalDate;
  time: LocalTime;
}

/** From `from` up to, and without, `to`. */
export interface InstantRange {
  from: Date;
  to: Date;
}

/** A stretch of time in which a zone keeps one offset. All in milliseconds; the wall reads `instant + offset`. */
export interface OffsetSpan {
  /** Its first instant; -Infinity for a zone's first span. */
  start: number;
  /** The next span's first instant; Infinity for a zone's last span. */
  end: number;
  offset: number;
  /** The offset of the span before; its own for a zone's first span. */
  offsetBefore: number;
}

export const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

const MINUTES_A_DAY = 24 * 60;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

const spansByZone = new Map<string, OffsetSpan[]>();

/** Whether `zone` is an IANA name, spelled as IANA spells it. Offsets such as `+02:00` are none: they know no DST. */
export function isTimeZone(zone: string): boolean {
  if (!/^[A-Z]/.test(zone)) return false;
  try {
    return new Temporal.ZonedDateTime(0n, zone).timeZoneId === zone;
  } catch {
    return false;
  }
}

/** Whether `text` is `yyyy-MM-dd` and that day is in the calendar: `2026-02-30` is not. */
export function isRealDate(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return DATE.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/**
 * The instant at which the zone's clocks show `slot`: the earlier one where they show it twice, null where a change of
 * the clocks skips it.
 *
 * @throws RangeError when the slot is not a real date and time, or the zone is unknown.
 */
export function instantOf(slot: LocalSlot, zone: string): Date | null {
  const wall = Temporal.PlainDateTime.from(`${slot.date}T${slot.time}`);
  const zoned = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const shown = zoned.epochMilliseconds + millisecondsOffset(zoned);
  return shown === Date.parse(`${slot.date}T${slot.time}Z`) ? new Date(zoned.epochMilliseconds) : null;
}

/** What the zone's clocks show at `instant`, in whole minutes. */
export function localOf(instant: Date, zone: string): LocalSlot {
  const wall = zonedAt(instant.getTime(), zone).toPlainDateTime();
  return {
    date: wall.toPlainDate().toString(),
    time: wall.toPlainTime().toString({ smallestUnit: 'minute', roundingMode: 'trunc' }),
  };
}

export function weekdayOf(date: LocalDate): Weekday {
  // A calendar date has the same weekday everywhere; Sunday is 0, as in WEEKDAYS.
  return WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay() as 0 | 1 | 2 | 3 | 4 | 5 | 6];
}

/** The date `days` later; earlier when negative. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** The local day, which lasts 23 or 25 hours when the clocks change. */
export function dayRange(date: LocalDate, zone: string): InstantRange {
  const day = Temporal.PlainDate.from(date);
  return rangeOf(day, day.add({ days: 1 }), zone);
}

/** The local week, Monday to Sunday, that `date` is in. */
export function weekRange(date: LocalDate, zone: string): InstantRange {
  const day = Temporal.PlainDate.from(date);
  const monday = day.subtract({ days: day.dayOfWeek - 1 });
  return rangeOf(monday, monday.add({ weeks: 1 }), zone);
}

/** The local month that `date` is in. */
export function monthRange(date: LocalDate, zone: string): InstantRange {
  const first = Temporal.PlainDate.from(date).with({ day: 1 });
  return rangeOf(first, first.add({ months: 1 }), zone);
}

/** Whether a slot of `minutes` minutes runs into the next day; one that ends at midnight sharp does not. */
export function crossesMidnight(slot: LocalSlot, minutes: number): boolean {
  const [hour = 0, minute = 0] = slot.time.split(':').map(Number);
  return hour * 60 + minute + minutes > MINUTES_A_DAY;
}

/**
 * The span of constant offset that holds `instant` (milliseconds since the epoch). Spans are kept: the zone database is
 * asked about each only once.
 */
export function offsetSpanAt(instant: number, zone: string): OffsetSpan {
  const spans = spansByZone.get(zone) ?? [];
  const known = spans.find((span) => span.start <= instant && instant < span.end);
  if (known) return known;

  const zoned = zonedAt(instant, zone);
  const offset = millisecondsOffset(zoned);
  // 'previous' looks strictly before, and the span starts at its transition.
  const start = zoned.add({ nanoseconds: 1 }).getTimeZoneTransition('previous');
  const span = {
    start: start?.epochMilliseconds ?? -Infinity,
    end: zoned.getTimeZoneTransition('next')?.epochMilliseconds ?? Infinity,
    offset,
    offsetBefore: start ? millisecondsOffset(start.subtract({ nanoseconds: 1 })) : offset,
  };
  spansByZone.set(zone, [...spans, span]);
  return span;
}

function rangeOf(first: Temporal.PlainDate, next: Temporal.PlainDate, zone: string): InstantRange {
  return { from: startOf(first, zone), to: startOf(next, zone) };
}

function startOf(day: Temporal.PlainDate, zone: string): Date {
  // Without a time, Temporal takes the day's first instant, which is not 00:00 where a gap swallows midnight.
  return new Date(day.toZonedDateTime(zone).epochMilliseconds);
}

/** `instant` (milliseconds since the epoch) with what the zone's clocks show then. */
export function zonedAt(instant: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
}

function millisecondsOffset(zoned: Temporal.ZonedDateTime): number {
  return zoned.offsetNanoseconds / 1e6;
}
