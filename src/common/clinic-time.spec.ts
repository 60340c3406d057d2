import fc from 'fast-check';
import {
  type LocalSlot,
  WEEKDAYS,
  addDays,
  crossesMidnight,
  dayRange,
  instantOf,
  isRealDate,
  isTimeZone,
  localOf,
  monthRange,
  offsetSpanAt,
  weekRange,
  weekdayOf,
} from './clinic-time';

const BUCHAREST = 'Europe/Bucharest';
const HOUR = 60 * 60 * 1000;

const zones = fc.constantFrom(
  BUCHAREST,
  'America/St_Johns',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Africa/Casablanca',
  'Asia/Kathmandu',
  'UTC',
);
const instants = fc
  .integer({ min: Date.UTC(2005, 0, 1) / 60_000, max: Date.UTC(2045, 0, 1) / 60_000 })
  .map((minute) => new Date(minute * 60_000));
const dates = instants.map((instant) => instant.toISOString().slice(0, 10));
const slots = instants.map((instant): LocalSlot => {
  const text = instant.toISOString();
  return { date: text.slice(0, 10), time: text.slice(11, 16) };
});

const at = (date: string, time: string, zone = BUCHAREST) => instantOf({ date, time }, zone)?.toISOString() ?? null;
const hours = ({ from, to }: { from: Date; to: Date }) => (to.getTime() - from.getTime()) / HOUR;

describe('zones', () => {
  it('takes every zone that the runtime knows, and the older names of them', () => {
    for (const zone of [...Intl.supportedValuesOf('timeZone'), 'UTC', 'Europe/Kiev', 'Asia/Calcutta', 'Etc/GMT+2']) {
      expect([zone, isTimeZone(zone)]).toEqual([zone, true]);
    }
  });

  it.each(['', '+02:00', '+02', '-0330', 'Z', 'GMT+2', 'europe/bucharest', 'Europe/Atlantis', 'Europe/Bucharest '])(
    'refuses "%s"',
    (zone) => expect(isTimeZone(zone)).toBe(false),
  );
});

describe('wall time to instant', () => {
  it('reads the wall in winter and in summer', () => {
    expect(at('2026-01-15', '09:00')).toBe('2026-01-15T07:00:00.000Z');
    expect(at('2026-07-15', '09:00')).toBe('2026-07-15T06:00:00.000Z');
  });

  it('knows that 03:00 to 03:59 do not exist when the clocks go forward', () => {
    expect(at('2026-03-29', '02:59')).toBe('2026-03-29T00:59:00.000Z');
    expect(at('2026-03-29', '03:00')).toBeNull();
    expect(at('2026-03-29', '03:59')).toBeNull();
    expect(at('2026-03-29', '04:00')).toBe('2026-03-29T01:00:00.000Z');
  });

  it('takes the earlier of the two 03:30 when the clocks go back', () => {
    expect(at('2026-10-25', '03:30')).toBe('2026-10-25T00:30:00.000Z');
    expect(at('2026-10-25', '04:00')).toBe('2026-10-25T02:00:00.000Z');
  });

  it('knows half-hour changes and a day that a whole country skipped', () => {
    expect(at('2026-10-04', '02:15', 'Australia/Lord_Howe')).toBeNull();
    expect(at('2026-10-04', '02:30', 'Australia/Lord_Howe')).toBe('2026-10-03T15:30:00.000Z');
    expect(at('2026-04-05', '01:45', 'Australia/Lord_Howe')).toBe('2026-04-04T14:45:00.000Z');
    expect(at('2011-12-30', '12:00', 'Pacific/Apia')).toBeNull();
  });

  it('refuses what is no date and time, and an unknown zone', () => {
    expect(() => at('2026-02-30', '09:00')).toThrow(RangeError);
    expect(() => at('2026-02-28', '24:30')).toThrow(RangeError);
    expect(() => at('2026-02-28', '09:00', 'Europe/Atlantis')).toThrow(RangeError);
  });

  it('gives an instant at which the zone shows just that time, or none when it never shows it', () => {
    fc.assert(
      fc.property(slots, zones, (slot, zone) => {
        const instant = instantOf(slot, zone);
        if (instant) expect(localOf(instant, zone)).toEqual(slot);
        else expect(momentsShowing(slot, zone)).toEqual([]);
      }),
    );
  });

  it('comes back to the instant a wall time was read at, or to the earlier one that shows the same', () => {
    fc.assert(
      fc.property(instants, zones, (instant, zone) => {
        const slot = localOf(instant, zone);
        const earliest = momentsShowing(slot, zone)[0];
        expect(instantOf(slot, zone)).toEqual(earliest);
      }),
    );
  });

  /** Every instant at which the zone shows `slot`: tried with each offset there is, in quarters of an hour. */
  function momentsShowing(slot: LocalSlot, zone: string): Date[] {
    const asUtc = Date.parse(`${slot.date}T${slot.time}Z`);
    const found: Date[] = [];
    for (let offset = 15 * HOUR; offset >= -15 * HOUR; offset -= HOUR / 4) {
      const instant = new Date(asUtc - offset);
      const shown = localOf(instant, zone);
      if (shown.date === slot.date && shown.time === slot.time) found.push(instant);
    }
    return found;
  }
});

describe('instant to wall time', () => {
  it('agrees with the formatter of the runtime', () => {
    const expected = (instant: Date, zone: string) =>
      // Swedish writes dates as ISO does: 2026-10-25 03:30.
      new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(instant);
    fc.assert(
      fc.property(instants, zones, (instant, zone) => {
        const { date, time } = localOf(instant, zone);
        expect(`${date} ${time}`).toBe(expected(instant, zone));
      }),
    );
  });

  it('drops seconds instead of rounding them up', () => {
    expect(localOf(new Date('2026-12-31T21:59:59.999Z'), BUCHAREST)).toEqual({ date: '2026-12-31', time: '23:59' });
  });
});

describe('dates', () => {
  it.each([
    ['2026-02-28', true],
    ['2026-02-29', false],
    ['2028-02-29', true],
    ['2026-02-30', false],
    ['2026-13-01', false],
    ['2026-00-10', false],
    ['2026-1-1', false],
    ['20260101', false],
    ['2026-01-01T00:00', false],
    ['2026-01-01\n', false],
    ['', false],
  ])('says of %j whether it is in the calendar: %s', (text, real) => expect(isRealDate(text)).toBe(real));

  it('names the weekday', () => {
    expect(weekdayOf('2026-03-29')).toBe('Sunday');
    expect(weekdayOf('2026-03-30')).toBe('Monday');
    expect(weekdayOf('2026-10-24')).toBe('Saturday');
    fc.assert(
      fc.property(dates, (date) => {
        expect(weekdayOf(date)).toBe(WEEKDAYS[new Date(date).getUTCDay()]);
      }),
    );
  });

  it('adds days over the ends of months, years and changes of the clocks', () => {
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
    expect(addDays('2026-03-28', 2)).toBe('2026-03-30');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    fc.assert(
      fc.property(dates, fc.integer({ min: -800, max: 800 }), (date, days) => {
        expect(addDays(addDays(date, days), -days)).toBe(date);
        expect(Date.parse(addDays(date, days)) - Date.parse(date)).toBe(days * 24 * HOUR);
      }),
    );
  });
});

describe('ranges', () => {
  it('counts 23 hours on the day the clocks go forward and 25 on the day they go back', () => {
    expect(dayRange('2026-03-29', BUCHAREST)).toEqual({
      from: new Date('2026-03-28T22:00:00Z'),
      to: new Date('2026-03-29T21:00:00Z'),
    });
    expect(hours(dayRange('2026-03-29', BUCHAREST))).toBe(23);
    expect(hours(dayRange('2026-10-25', BUCHAREST))).toBe(25);
    expect(hours(dayRange('2026-10-04', 'Australia/Lord_Howe'))).toBe(23.5);
  });

  it('begins a day at 01:00 where midnight is skipped', () => {
    const { from } = dayRange('2018-11-04', 'America/Sao_Paulo');
    expect(localOf(from, 'America/Sao_Paulo')).toEqual({ date: '2018-11-04', time: '01:00' });
  });

  it('takes the week from Monday to Sunday', () => {
    for (const date of ['2026-03-23', '2026-03-26', '2026-03-29']) {
      expect(weekRange(date, BUCHAREST)).toEqual({
        from: new Date('2026-03-22T22:00:00Z'),
        to: new Date('2026-03-29T21:00:00Z'),
      });
    }
  });

  it('takes the month from its first day to its last', () => {
    expect(monthRange('2026-12-31', BUCHAREST)).toEqual({
      from: new Date('2026-11-30T22:00:00Z'),
      to: new Date('2026-12-31T22:00:00Z'),
    });
  });

  it('gives each instant to the day that the wall shows, and to the week and month around that day', () => {
    fc.assert(
      fc.property(instants, zones, (instant, zone) => {
        const { date } = localOf(instant, zone);
        const day = dayRange(date, zone);
        expect(day.from <= instant && instant < day.to).toBe(true);
        expect(dayRange(addDays(date, 1), zone).from).toEqual(day.to);
        for (const around of [weekRange(date, zone), monthRange(date, zone)]) {
          expect(around.from <= day.from && day.to <= around.to).toBe(true);
        }
      }),
    );
  });
});

describe('a slot at the end of the day', () => {
  it.each([
    ['23:00', 60, false],
    ['23:00', 61, true],
    ['23:30', 60, true],
    ['00:00', 24 * 60, false],
    ['09:00', 60, false],
  ])('at %s for %d minutes crosses midnight: %s', (time, minutes, crosses) =>
    expect(crossesMidnight({ date: '2026-05-04', time }, minutes)).toBe(crosses),
  );
});

describe('spans of constant offset', () => {
  it('end and begin where the clocks change', () => {
    const summer = {
      start: Date.parse('2026-03-29T01:00:00Z'),
      end: Date.parse('2026-10-25T01:00:00Z'),
      offset: 3 * HOUR,
      offsetBefore: 2 * HOUR,
    };
    expect(offsetSpanAt(summer.start, BUCHAREST)).toEqual(summer);
    expect(offsetSpanAt(summer.end - 1, BUCHAREST)).toEqual(summer);
    expect(offsetSpanAt(summer.start - 1, BUCHAREST)).toMatchObject({ end: summer.start, offset: 2 * HOUR });
    expect(offsetSpanAt(summer.end, BUCHAREST)).toMatchObject({ start: summer.end, offsetBefore: 3 * HOUR });
  });

  it('never end in a zone without changes', () => {
    expect(offsetSpanAt(0, 'UTC')).toEqual({ start: -Infinity, end: Infinity, offset: 0, offsetBefore: 0 });
  });
});
