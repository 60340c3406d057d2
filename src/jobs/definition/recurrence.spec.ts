import fc from 'fast-check';
import { cronProblem, nextOccurrence, occurrencesBetween } from './recurrence';

const BUCHAREST = 'Europe/Bucharest';
const LORD_HOWE = 'Australia/Lord_Howe';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What is due after `from`, up to and including `to`, as UTC times of day: `00:30`, or `00:30:05` with seconds. */
function due(cron: string, zone: string, from: string, to: string): string[] {
  return occurrencesBetween(cron, zone, new Date(from), new Date(to), 1000).map((at) =>
    at
      .toISOString()
      .slice(11, 19)
      .replace(/^(..:..):00$/, '$1'),
  );
}

describe('cron expressions', () => {
  it.each([
    '* * * * *',
    '7 * * * *',
    '*/10 * * * * *',
    '0 30 3 * * *',
    '0 9 * * MON-FRI',
    '0 9 1,15 JAN *',
    '0 0 29 2 *',
    ' 0 9  * * * ',
  ])('takes "%s"', (cron) => expect(cronProblem(cron)).toBeNull());

  it.each([
    '',
    'daily',
    '@daily',
    '* * * *',
    '* * * * * * *',
    '60 * * * *',
    '0 24 * * *',
    '0 0 0 * *',
    '0 0 * 13 *',
    '0 0 * * 8',
    '5-1 * * * *',
    '*/0 * * * *',
    'x * * * *',
    '2026-10-25T03:30:00',
  ])('refuses "%s" with a sentence that quotes it', (cron) => {
    expect(cronProblem(cron)).toContain(`Cron "${cron}" is refused: `);
    expect(() => nextOccurrence(cron, BUCHAREST, new Date(0))).toThrow();
  });

  it('says when no date can ever match', () => {
    expect(cronProblem('0 0 30 2 *')).toBe('Cron "0 0 30 2 *" names a date that never comes.');
    expect(nextOccurrence('0 0 30 2 *', BUCHAREST, new Date(0))).toBeNull();
  });

  it('refuses a zone that does not exist', () => {
    expect(() => nextOccurrence('0 9 * * *', 'Europe/Atlantis', new Date(0))).toThrow(RangeError);
  });
});

describe('on ordinary days', () => {
  const next = (cron: string, after: string, zone = BUCHAREST) =>
    nextOccurrence(cron, zone, new Date(after))?.toISOString();

  it('reads five fields as minutes first and six as seconds first', () => {
    expect(next('30 9 * * *', '2026-01-10T00:00:00Z')).toBe('2026-01-10T07:30:00.000Z');
    expect(next('15 30 9 * * *', '2026-01-10T00:00:00Z')).toBe('2026-01-10T07:30:15.000Z');
  });

  it('is strictly after the given instant, to the millisecond', () => {
    expect(next('30 9 * * *', '2026-01-10T07:29:59.999Z')).toBe('2026-01-10T07:30:00.000Z');
    expect(next('30 9 * * *', '2026-01-10T07:30:00.000Z')).toBe('2026-01-11T07:30:00.000Z');
    expect(next('30 9 * * *', '2026-01-10T07:30:00.001Z')).toBe('2026-01-11T07:30:00.000Z');
  });

  it('keeps to the wall through the year', () => {
    expect(next('0 9 * * *', '2026-03-28T12:00:00Z')).toBe('2026-03-29T06:00:00.000Z');
    expect(next('0 9 * * *', '2026-10-24T12:00:00Z')).toBe('2026-10-25T07:00:00.000Z');
  });

  it('takes dates, weekdays, and either of them when both are given', () => {
    expect(next('0 9 * * MON-FRI', '2026-05-01T12:00:00Z')).toBe('2026-05-04T06:00:00.000Z');
    expect(next('0 0 29 2 *', '2026-01-01T00:00:00Z')).toBe('2028-02-28T22:00:00.000Z');
    expect(next('0 0 13 * FRI', '2026-05-09T00:00:00Z')).toBe('2026-05-12T21:00:00.000Z');
    expect(next('0 0 13 * FRI', '2026-05-13T00:00:00Z')).toBe('2026-05-14T21:00:00.000Z');
  });

  it('lists up to and including the end, and no more than asked for', () => {
    expect(due('0 * * * *', 'UTC', '2026-01-01T01:00:00Z', '2026-01-01T03:00:00Z')).toEqual(['02:00', '03:00']);
    const from = new Date('2026-01-01T00:00:00Z');
    expect(occurrencesBetween('* * * * * *', 'UTC', from, new Date(from.getTime() + DAY), 3)).toEqual(
      [1000, 2000, 3000].map((ms) => new Date(from.getTime() + ms)),
    );
    expect(occurrencesBetween('* * * * *', 'UTC', from, new Date(from.getTime() + DAY), 0)).toEqual([]);
    expect(occurrencesBetween('* * * * *', 'UTC', from, from, 5)).toEqual([]);
  });
});

describe('when the clocks go forward: Bucharest skips 03:00 to 03:59 at 01:00Z', () => {
  const night = (cron: string) => due(cron, BUCHAREST, '2026-03-29T00:00:00Z', '2026-03-29T03:00:00Z');

  it.each([
    ['a fixed time in the gap is due at its end', '30 3 * * *', ['01:00']],
    ['several in the gap are due once', '*/5 3 * * *', ['01:00']],
    ['several in the gap, by seconds, are due once', '*/5 * 3 * * *', ['01:00']],
    ['what is due at its end anyway is due once', '30,0 3,4 * * *', ['01:00', '01:30']],
    ['a step over hours that falls into the gap is due at its end', '0 */3 * * *', ['01:00', '03:00']],
    ['what is due after the gap is unharmed', '30 4 * * *', ['01:30']],
    ['an hourly job stays hourly', '7 * * * *', ['00:07', '01:07', '02:07']],
    ['a job of every half hour stays so', '*/30 * * * *', ['00:30', '01:00', '01:30', '02:00', '02:30', '03:00']],
    ['an hour of 0-23 is every hour', '7 0-23 * * *', ['00:07', '01:07', '02:07']],
  ])('%s: %s', (_, cron, times) => expect(night(cron)).toEqual(times));

  it('is due at the end of the gap only on days the expression names', () => {
    expect(night('30 3 * * SUN')).toEqual(['01:00']);
    expect(night('30 3 * * MON')).toEqual([]);
    expect(night('30 3 30 3 *')).toEqual([]);
  });

  it('finds the end of the gap from just before it, and not again from it', () => {
    const end = new Date('2026-03-29T01:00:00Z');
    expect(nextOccurrence('30 3 * * *', BUCHAREST, new Date(end.getTime() - 1))).toEqual(end);
    expect(nextOccurrence('30 3 * * *', BUCHAREST, end)).toEqual(new Date('2026-03-30T00:30:00Z'));
  });
});

describe('when the clocks go back: Bucharest shows 03:00 to 03:59 twice, from 00:00Z and from 01:00Z', () => {
  const night = (cron: string) => due(cron, BUCHAREST, '2026-10-24T22:59:00Z', '2026-10-25T02:30:00Z');

  it.each([
    ['a fixed time is due once, the earlier', '30 3 * * *', ['00:30']],
    ['several are due once each', '*/20 3 * * *', ['00:00', '00:20', '00:40']],
    ['a list of hours is fixed', '30 3,4 * * *', ['00:30', '02:30']],
    ['a range of hours is fixed', '30 2-4 * * *', ['23:30', '00:30', '02:30']],
    ['a step over hours is fixed', '0 */3 * * *', ['00:00']],
    ['an hourly job follows elapsed time', '7 * * * *', ['23:07', '00:07', '01:07', '02:07']],
    [
      'a job of every half hour too',
      '0,30 * * * *',
      ['23:00', '23:30', '00:00', '00:30', '01:00', '01:30', '02:00', '02:30'],
    ],
  ])('%s: %s', (_, cron, times) => expect(night(cron)).toEqual(times));

  it('keeps each minute, and each second, through both passes', () => {
    const [from, to] = [new Date('2026-10-24T23:00:00Z'), new Date('2026-10-25T03:00:00Z')];
    expect(occurrencesBetween('* * * * *', BUCHAREST, from, to, 1000)).toHaveLength(4 * 60);
    expect(occurrencesBetween('* * * * * *', BUCHAREST, from, to, 20_000)).toHaveLength(4 * 3600);
  });

  it('is not due in the second pass, asked from within either', () => {
    const tomorrow = new Date('2026-10-26T01:30:00Z');
    expect(nextOccurrence('30 3 * * *', BUCHAREST, new Date('2026-10-25T00:30:00Z'))).toEqual(tomorrow);
    expect(nextOccurrence('30 3 * * *', BUCHAREST, new Date('2026-10-25T01:10:00Z'))).toEqual(tomorrow);
  });
});

describe('where the change is half an hour: Lord Howe', () => {
  const forward = (cron: string) => due(cron, LORD_HOWE, '2026-10-03T14:00:00Z', '2026-10-03T17:00:00Z');
  const back = (cron: string) => due(cron, LORD_HOWE, '2026-04-04T14:00:00Z', '2026-04-04T17:00:00Z');

  it('is due at the end of the gap, 02:30 = 15:30Z, whether the hour is fixed or not', () => {
    expect(forward('15 2 * * *')).toEqual(['15:30']);
    expect(forward('15 * * * *')).toEqual(['14:45', '15:30', '16:15']);
    expect(forward('*/10 2 * * *')).toEqual(['15:30', '15:40', '15:50']);
    expect(forward('45 * * * *')).toEqual(['14:15', '15:15', '15:45', '16:45']);
  });

  it('shows 01:30 to 01:59 twice, for every hour but not for fixed ones', () => {
    expect(back('45 1 * * *')).toEqual(['14:45']);
    expect(back('45 * * * *')).toEqual(['14:45', '15:15', '16:15']);
    expect(back('15 * * * *')).toEqual(['14:15', '15:45', '16:45']);
  });
});

describe('around any change of the clocks', () => {
  // Each with a moment a few hours before it.
  const changes = fc.constantFrom(
    { zone: BUCHAREST, from: Date.UTC(2026, 2, 28, 22) },
    { zone: BUCHAREST, from: Date.UTC(2026, 9, 24, 22) },
    { zone: LORD_HOWE, from: Date.UTC(2026, 9, 3, 12) },
    { zone: LORD_HOWE, from: Date.UTC(2026, 3, 4, 12) },
    { zone: 'America/Sao_Paulo', from: Date.UTC(2018, 10, 4, 0) }, // skips midnight
    { zone: 'America/St_Johns', from: Date.UTC(2011, 2, 13, 0) }, // skips from 00:01
    { zone: 'America/St_Johns', from: Date.UTC(2011, 10, 6, 0) }, // back from 00:01 to yesterday's 23:01
    { zone: 'Africa/Casablanca', from: Date.UTC(2026, 1, 15, 0) }, // back for Ramadan
    { zone: 'Pacific/Apia', from: Date.UTC(2011, 11, 30, 7) }, // skips a day
  );
  const minuteFields = fc.oneof(
    fc.constantFrom('*', '*/15', '*/7', '0', '30', '10-40/10'),
    fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { minLength: 1, maxLength: 4 }).map(String),
  );
  const hourFields = fc.oneof(
    fc.constantFrom('*', '0-23', '*/2', '*/3', '0-4', '1,2,3'),
    fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 1, maxLength: 6 }).map(String),
  );
  const crons = fc.record({ minute: minuteFields, hour: hourFields });
  const starts = fc.integer({ min: 0, max: 5 * 60 * 60 }).map((seconds) => seconds * 1000);

  it('agrees with a walk over every minute', () => {
    fc.assert(
      fc.property(changes, crons, starts, ({ zone, from }, { minute, hour }, start) => {
        const after = new Date(from + start);
        const until = new Date(from + 8 * HOUR);
        const found = occurrencesBetween(`${minute} ${hour} * * *`, zone, after, until, 1000);
        expect(found).toEqual(walk(minute, hour, zone, from, until).filter((at) => at > after));
      }),
      { numRuns: 200 },
    );
  });

  it('lists what asking one by one gives, each after the one before', () => {
    fc.assert(
      fc.property(changes, crons, starts, ({ zone, from }, { minute, hour }, start) => {
        const cron = `${minute} ${hour} * * *`;
        let last = new Date(from + start);
        for (const at of occurrencesBetween(cron, zone, last, new Date(from + DAY), 40)) {
          expect(nextOccurrence(cron, zone, last)).toEqual(at);
          expect(at.getTime()).toBeGreaterThan(last.getTime());
          last = at;
        }
      }),
    );
  });

  const clocks = new Map<string, Intl.DateTimeFormat>();

  /** The rules once more, told minute by minute with the runtime's own clock; slow, and nothing like the code. */
  function walk(minuteField: string, hourField: string, zone: string, from: number, until: Date): Date[] {
    const minutes = members(minuteField, 60);
    const hours = members(hourField, 24);
    const everyHour = hours.size === 24;
    const matches = (wall: number) => minutes.has(wall % 60) && hours.has(Math.floor(wall / 60) % 24);

    const shown = new Set<number>();
    const found: Date[] = [];
    let before = wallMinute(from - DAY / 4 - MINUTE, zone);
    for (let at = from - DAY / 4; at <= until.getTime(); at += MINUTE) {
      const wall = wallMinute(at, zone);
      const skipped = Array.from({ length: Math.max(0, wall - before - 1) }, (_, index) => before + 1 + index);
      const unharmed = everyHour && skipped.length % 60 === 0;
      const isDue = matches(wall) && (everyHour || !shown.has(wall));
      if (isDue || (!unharmed && skipped.some(matches))) found.push(new Date(at));
      shown.add(wall);
      before = wall;
    }
    return found;
  }

  function members(field: string, size: number): Set<number> {
    const all = Array.from({ length: size }, (_, index) => index);
    return new Set(
      field.split(',').flatMap((part) => {
        const [range = '', step = '1'] = part.split('/');
        const [first = 0, last = first] = range === '*' ? [0, size - 1] : range.split('-').map(Number);
        return all.filter((n) => n >= first && n <= last && (n - first) % Number(step) === 0);
      }),
    );
  }

  /** What the wall shows, in minutes. Swedish writes dates nearly as ISO does. */
  function wallMinute(at: number, zone: string): number {
    let clock = clocks.get(zone);
    if (!clock) {
      clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
      clocks.set(zone, clock);
    }
    return Date.parse(`${clock.format(at).replace(' ', 'T')}Z`) / MINUTE;
  }
});

describe('through a whole year', () => {
  const zones = fc.constantFrom(BUCHAREST, LORD_HOWE, 'America/St_Johns', 'Africa/Casablanca', 'UTC');
  const from = new Date('2026-01-01T12:00:00Z');
  const to = new Date('2027-01-01T12:00:00Z');

  it('a job at a fixed time is due once a day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 59 }), fc.integer({ min: 0, max: 23 }), zones, (minute, hour, zone) => {
        expect(occurrencesBetween(`${minute} ${hour} * * *`, zone, from, to, 1000)).toHaveLength(365);
      }),
      { numRuns: 30 },
    );
  });

  it('an hourly job is due every 60 minutes where changes are of whole hours', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 59 }), fc.constantFrom(BUCHAREST, 'Africa/Casablanca'), (minute, zone) => {
        const found = occurrencesBetween(`${minute} * * * *`, zone, from, to, 10_000);
        expect(found).toHaveLength(365 * 24);
        expect(new Set(found.map((at, n) => at.getTime() - n * HOUR)).size).toBe(1);
      }),
      { numRuns: 5 },
    );
  });
});
