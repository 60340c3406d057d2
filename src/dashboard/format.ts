import { romanian } from './count';
import type { Language } from '../common/language';
import { LOCALES } from './language';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How instants, spans and numbers are written in one language and one zone. Spans are in milliseconds. */
export interface Format {
  number(n: number): string;
  /** `42%` of 0 to 100. */
  percent(n: number): string;
  /** `18 ms`, `1.2 s`, `4 min 10 s`, `1 d 3 h`: at most two units, never rounded up. */
  duration(ms: number): string;
  /** `3 min ago`, `in 4 min 10 s`, `now` within a second. The future is told more finely, for one waits for it. */
  relative(at: Date, now: Date): string;
  /** `5 Jan`, with the year when it is not that of `now`. */
  date(at: Date, now: Date): string;
  /** `today 14:00` (`14:00:05` off the minute) on the day of `now`, else `5 Jan 14:00`. */
  moment(at: Date, now: Date): string;
  /** `5 Jan 14:00:05`. */
  stamp(at: Date, now: Date): string;
  /** `5 Jan 2027`. */
  day(at: Date): string;
  /** `14:00`. */
  hour(at: Date): string;
  /** `14:00:05`, or `14:00:05.004`. */
  time(at: Date, withMilliseconds?: boolean): string;
  /** `5 Jan 2027 14:00:05.004 EET`. */
  exact(at: Date): string;
}

interface Words {
  now: string;
  today: string;
  days: (n: number) => string;
  ago: (span: string) => string;
  ahead: (span: string) => string;
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    now: 'now',
    today: 'today',
    days: (n) => `${n} d`,
    ago: (span) => `${span} ago`,
    ahead: (span) => `in ${span}`,
  },
  ro: {
    now: 'acum',
    today: 'azi',
    days: (n) => romanian(n, '# zi', '# zile', '# de zile'),
    ago: (span) => `acum ${span}`,
    ahead: (span) => `peste ${span}`,
  },
};

const made = new Map<string, Format>();

/** The format of a language and an IANA zone, made once: building `Intl` objects costs more than using them. */
export function formatFor(language: Language, timeZone: string): Format {
  const key = `${language} ${timeZone}`;
  const format = made.get(key) ?? createFormat(language, timeZone);
  made.set(key, format);
  return format;
}

function createFormat(language: Language, timeZone: string): Format {
  const locale = LOCALES[language];
  const words = WORDS[language];
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone, hourCycle: 'h23', ...options });
    return (at: Date) => format.format(at);
  };
  const number = new Intl.NumberFormat(locale);
  const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent' });

  const day = dates({ day: 'numeric', month: 'short', year: 'numeric' });
  const dayOfYear = dates({ day: 'numeric', month: 'short' });
  const year = dates({ year: 'numeric' });
  const hour = dates({ hour: '2-digit', minute: '2-digit' });
  const seconds = dates({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const milliseconds = dates({ hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 });
  const date = (at: Date, now: Date) => (year(at) === year(now) ? dayOfYear(at) : day(at));
  const zone = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'short' });
  const zoneName = (at: Date) => zone.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? timeZone;

  const two = (ms: number, large: number, largeUnit: (n: number) => string, small: number, smallUnit: string) => {
    const rest = Math.floor((ms % large) / small);
    return largeUnit(Math.floor(ms / large)) + (rest > 0 ? ` ${rest} ${smallUnit}` : '');
  };
  const duration = (span: number): string => {
    const ms = Math.max(0, Math.floor(span));
    if (ms < SECOND) return `${ms} ms`;
    if (ms < 10 * SECOND) return `${tenths.format(Math.floor(ms / 100) / 10)} s`;
    if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s`;
    if (ms < HOUR) return two(ms, MINUTE, (n) => `${n} min`, SECOND, 's');
    if (ms < DAY) return two(ms, HOUR, (n) => `${n} h`, MINUTE, 'min');
    if (ms < 10 * DAY) return two(ms, DAY, words.days, HOUR, 'h');
    return words.days(Math.floor(ms / DAY));
  };
  const coarse = (ms: number): string => {
    if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s`;
    if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
    if (ms < DAY) return `${Math.floor(ms / HOUR)} h`;
    return words.days(Math.floor(ms / DAY));
  };

  return {
    number: (n) => number.format(n),
    percent: (n) => percent.format(n / 100),
    duration,
    relative(at, now) {
      const ahead = at.getTime() - now.getTime();
      if (Math.abs(ahead) < SECOND) return words.now;
      return ahead > 0 ? words.ahead(ahead < MINUTE ? coarse(ahead) : duration(ahead)) : words.ago(coarse(-ahead));
    },
    date,
    moment(at, now) {
      if (day(at) !== day(now)) return `${date(at, now)} ${hour(at)}`;
      return `${words.today} ${at.getTime() % MINUTE === 0 ? hour(at) : seconds(at)}`;
    },
    stamp: (at, now) => `${date(at, now)} ${seconds(at)}`,
    day,
    hour,
    time: (at, withMilliseconds = false) => (withMilliseconds ? milliseconds(at) : seconds(at)),
    exact: (at) => `${day(at)} ${milliseconds(at)} ${zoneName(at)}`,
  };
}
