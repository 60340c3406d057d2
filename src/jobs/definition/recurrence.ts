import { Cron, CronPattern } from 'croner';
import { offsetSpanAt } from '../../common/clinic-time';

/** What a cron expression says of a wall clock. It knows no zone: its times are milliseconds as if read in UTC. */
interface WallSchedule {
  /** The hour field names each of the 24 hours, as `*` and `0-23` do. */
  everyHour: boolean;
  /** The first matching wall time after `wall`; null when there is none before the year 3000. */
  next: (wall: number) => number | null;
}

const FORM = { mode: '5-or-6-parts' } as const;
const HOUR = 60 * 60 * 1000;
const SCHEDULES_KEPT = 1000;

const schedules = new Map<string, WallSchedule>();

/** Why `cron` cannot be used, as a sentence; null when it can. */
export function cronProblem(cron: string): string | null {
  try {
    return scheduleOf(cron).next(0) === null ? `Cron "${cron}" names a date that never comes.` : null;
  } catch (error) {
    // croner prefixes its sentences with the name of its class.
    const reason = error instanceof Error ? error.message.replace(/^CronPattern: /, '') : String(error);
    return `Cron "${cron}" is refused: ${reason}`;
  }
}

/**
 * The first instant after `after` at which `cron` is due by the clocks of `timeZone` (IANA); null when it never is.
 * `cron` has 5 fields, or 6 with seconds first; of day of month and day of week, when both are given, one suffices.
 *
 * When the clocks change:
 * - An hour field that names every hour follows elapsed time: it is due in both passes of a repeated hour, and what is
 *   due hourly stays 60 minutes apart where an hour is skipped.
 * - Any other hour field is a set of fixed hours, lists, ranges and steps too (the change breaks the rhythm of "every
 *   second hour" anyway). Each of its times is due once, the earlier time where the clocks show it twice.
 * - All that falls into a gap is due once, at the gap's end. A job of every hour loses nothing in a gap of whole hours,
 *   so for it this holds only of other gaps (Lord Howe's half hour).
 *
 * @throws Error when `cron` or `timeZone` is not valid.
 */
export function nextOccurrence(cron: string, timeZone: string, after: Date): Date | null {
  for (const instant of occurrencesAfter(cron, timeZone, after.getTime())) return new Date(instant);
  return null;
}

/** The occurrences after `after`, up to and including `until`, in order; at most the first `limit` of them. */
export function occurrencesBetween(cron: string, timeZone: string, after: Date, until: Date, limit: number): Date[] {
  const found: Date[] = [];
  for (const instant of occurrencesAfter(cron, timeZone, after.getTime())) {
    if (found.length >= limit || instant > until.getTime()) break;
    found.push(new Date(instant));
  }
  return found;
}

/**
 * Walks the spans between changes of the clocks. Within one, a wall time and its instant differ by a constant; at its
 * start the wall has jumped, over a gap or back to times it has shown before.
 */
function* occurrencesAfter(cron: string, timeZone: string, after: number): Generator<number, void> {
  const { everyHour, next } = scheduleOf(cron);
  for (let span = offsetSpanAt(after, timeZone); ; span = offsetSpanAt(span.end, timeZone)) {
    const { start, end, offset, offsetBefore } = span;
    const opensAt = start + offset;
    const shownUntil = start + offsetBefore;
    let wall = Math.max(after + offset, (everyHour ? opensAt : Math.max(opensAt, shownUntil)) - 1);

    if (start > after && skips(shownUntil, opensAt)) {
      yield start;
      wall = opensAt;
    }
    for (;;) {
      const due = next(wall);
      if (due === null) return;
      if (due - offset >= end) break;
      yield due - offset;
      wall = due;
    }
  }

  function skips(from: number, to: number): boolean {
    if (to <= from || (everyHour && (to - from) % HOUR === 0)) return false;
    const skipped = next(from - 1);
    return skipped !== null && skipped < to;
  }
}

function scheduleOf(cron: string): WallSchedule {
  const known = schedules.get(cron);
  if (known) return known;

  const fields = cron.trim().split(/\s+/).length;
  if (fields !== 5 && fields !== 6) throw new Error(`it has ${fields} fields, not 5 or 6 (seconds first).`);
  const { hour } = new CronPattern(cron, undefined, FORM);
  // At offset 0 croner reckons with the calendar alone; its own rules for changing clocks are not ours.
  const calendar = new Cron(cron, { ...FORM, utcOffset: 0 });
  const schedule: WallSchedule = {
    everyHour: hour.every(Boolean),
    next: (wall) => calendar.nextRun(new Date(wall))?.getTime() ?? null,
  };
  // Expressions come from admins too, so there may be any number of them.
  if (schedules.size >= SCHEDULES_KEPT) schedules.clear();
  schedules.set(cron, schedule);
  return schedule;
}
