import { type LocalDate, type LocalTime, weekdayOf } from '../common/clinic-time';
import type { Language } from '../common/language';

const MINUTE = 60_000;
const MINUTES_AN_HOUR = 60;
const HOURS_A_DAY = 24;

// Spelled out, because the runtime's own tables change their commas from one Node release to the next.
const MONTHS: Record<Language, readonly string[]> = {
  en: 'January February March April May June July August September October November December'.split(' '),
  ro: 'ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie'.split(' '),
};

const ROMANIAN_WEEKDAYS = {
  Sunday: 'duminică',
  Monday: 'luni',
  Tuesday: 'marți',
  Wednesday: 'miercuri',
  Thursday: 'joi',
  Friday: 'vineri',
  Saturday: 'sâmbătă',
} as const;

type Unit = 'minute' | 'hour' | 'day';

const ROMANIAN_UNITS: Record<Unit, { one: string; many: string }> = {
  minute: { one: 'un minut', many: 'minute' },
  hour: { one: 'o oră', many: 'ore' },
  day: { one: 'o zi', many: 'zile' },
};

/** The date in words, such as "Tuesday, 5 January 2027" or "marți, 5 ianuarie 2027". */
export function dateText(date: LocalDate, language: Language): string {
  const [year = '', month = '', day = ''] = date.split('-');
  const weekday = weekdayOf(date);
  const name = language === 'ro' ? ROMANIAN_WEEKDAYS[weekday] : weekday;
  return `${name}, ${Number(day)} ${MONTHS[language][Number(month) - 1]} ${year}`;
}

/** The zone with the offset it has at that moment, such as "Europe/Bucharest, UTC+2". */
export function zoneText(visit: { date: LocalDate; time: LocalTime; timeZone: string; startsAt: Date }): string {
  const minutes = Math.round((Date.parse(`${visit.date}T${visit.time}Z`) - visit.startsAt.getTime()) / MINUTE);
  const hours = Math.trunc(Math.abs(minutes) / MINUTES_AN_HOUR);
  const rest = Math.abs(minutes) % MINUTES_AN_HOUR;
  const offset =
    minutes === 0 ? '' : `${minutes < 0 ? '−' : '+'}${hours}${rest ? `:${String(rest).padStart(2, '0')}` : ''}`;
  return `${visit.timeZone}, UTC${offset}`;
}

/**
 * How far `at` is from `now`, as one says it: "in 1 hour", "in 47 minutes", "in 1 day and 2 hours", "peste o oră",
 * "peste 47 de minute". Exact to the minute below a day and to the hour beyond; "now" from half a minute before.
 */
export function remainingText(at: Date, now: Date, language: Language): string {
  const minutes = Math.round((at.getTime() - now.getTime()) / MINUTE);
  if (minutes <= 0) return language === 'ro' ? 'acum' : 'now';
  const amounts = amountsOf(minutes).map(([count, unit]) => amountText(count, unit, language));
  return language === 'ro' ? `peste ${amounts.join(' și ')}` : `in ${amounts.join(' and ')}`;
}

function amountsOf(minutes: number): [number, Unit][] {
  const wholeHours = Math.round(minutes / MINUTES_AN_HOUR);
  const amounts: [number, Unit][] =
    minutes >= MINUTES_AN_HOUR * HOURS_A_DAY
      ? [
          [Math.floor(wholeHours / HOURS_A_DAY), 'day'],
          [wholeHours % HOURS_A_DAY, 'hour'],
        ]
      : [
          [Math.floor(minutes / MINUTES_AN_HOUR), 'hour'],
          [minutes % MINUTES_AN_HOUR, 'minute'],
        ];
  return amounts.filter(([count]) => count > 0);
}

function amountText(count: number, unit: Unit, language: Language): string {
  if (language === 'en') return `${count} ${unit}${count === 1 ? '' : 's'}`;
  if (count === 1) return ROMANIAN_UNITS[unit].one;
  return `${count} ${takesDe(count) ? 'de ' : ''}${ROMANIAN_UNITS[unit].many}`;
}

/** Romanian counts "19 minute" but "20 de minute", "101 minute" but "120 de minute". */
function takesDe(count: number): boolean {
  const rest = count % 100;
  return count !== 0 && (rest === 0 || rest >= 20);
}
