import fc from 'fast-check';
import { dateText, remainingText, zoneText } from './wording';

const NOW = new Date('2027-01-05T12:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const after = (milliseconds: number) => new Date(NOW.getTime() + milliseconds);

describe('the remaining time', () => {
  it.each([
    [HOUR, 'in 1 hour', 'peste o oră'],
    [47 * MINUTE, 'in 47 minutes', 'peste 47 de minute'],
    [MINUTE, 'in 1 minute', 'peste un minut'],
    [2 * MINUTE, 'in 2 minutes', 'peste 2 minute'],
    [19 * MINUTE, 'in 19 minutes', 'peste 19 minute'],
    [20 * MINUTE, 'in 20 minutes', 'peste 20 de minute'],
    [90 * MINUTE, 'in 1 hour and 30 minutes', 'peste o oră și 30 de minute'],
    [2 * HOUR + MINUTE, 'in 2 hours and 1 minute', 'peste 2 ore și un minut'],
    [20 * HOUR, 'in 20 hours', 'peste 20 de ore'],
    [DAY, 'in 1 day', 'peste o zi'],
    [DAY + 2 * HOUR, 'in 1 day and 2 hours', 'peste o zi și 2 ore'],
    [2 * DAY, 'in 2 days', 'peste 2 zile'],
    [20 * DAY, 'in 20 days', 'peste 20 de zile'],
    [101 * DAY, 'in 101 days', 'peste 101 zile'],
    [119 * DAY, 'in 119 days', 'peste 119 zile'],
    [120 * DAY, 'in 120 days', 'peste 120 de zile'],
    [200 * DAY, 'in 200 days', 'peste 200 de zile'],
    [0, 'now', 'acum'],
    [-HOUR, 'now', 'acum'],
  ])('%d ms away is "%s" and "%s"', (distance, english, romanian) => {
    expect(remainingText(after(distance), NOW, 'en')).toBe(english);
    expect(remainingText(after(distance), NOW, 'ro')).toBe(romanian);
  });

  it('is rounded to the nearest minute, so a reminder that runs seconds late still says what was promised', () => {
    expect(remainingText(after(HOUR - 29_000), NOW, 'en')).toBe('in 1 hour');
    expect(remainingText(after(HOUR - 31_000), NOW, 'en')).toBe('in 59 minutes');
    expect(remainingText(after(31_000), NOW, 'en')).toBe('in 1 minute');
  });

  it('is rounded to the nearest hour beyond a day', () => {
    expect(remainingText(after(2 * DAY - 10 * MINUTE), NOW, 'en')).toBe('in 2 days');
    expect(remainingText(after(DAY + 40 * MINUTE), NOW, 'en')).toBe('in 1 day and 1 hour');
    expect(remainingText(after(DAY - MINUTE), NOW, 'en')).toBe('in 23 hours and 59 minutes');
  });

  it('is never off by more than half its smallest unit', () => {
    const units: Record<string, number> = { minute: MINUTE, hour: HOUR, day: DAY };
    fc.assert(
      fc.property(fc.integer({ min: 31_000, max: 400 * DAY }), (distance) => {
        const text = remainingText(after(distance), NOW, 'en');
        const said = [...text.matchAll(/(\d+) (minute|hour|day)/g)].reduce(
          (sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ''] ?? NaN),
          0,
        );
        expect(Math.abs(said - distance)).toBeLessThanOrEqual((distance >= DAY ? HOUR : MINUTE) / 2 + 30_000);
      }),
    );
  });
});

describe('the date', () => {
  it.each([
    ['2027-01-05', 'Tuesday, 5 January 2027', 'marți, 5 ianuarie 2027'],
    ['2026-03-29', 'Sunday, 29 March 2026', 'duminică, 29 martie 2026'],
    ['2028-02-29', 'Tuesday, 29 February 2028', 'marți, 29 februarie 2028'],
    ['2026-12-05', 'Saturday, 5 December 2026', 'sâmbătă, 5 decembrie 2026'],
  ])('%s is "%s" and "%s"', (date, english, romanian) => {
    expect(dateText(date, 'en')).toBe(english);
    expect(dateText(date, 'ro')).toBe(romanian);
  });
});

describe('the zone', () => {
  it.each([
    ['Europe/Bucharest', '2027-01-05', '15:00', '2027-01-05T13:00:00Z', 'Europe/Bucharest, UTC+2'],
    ['Europe/Bucharest', '2027-07-05', '15:00', '2027-07-05T12:00:00Z', 'Europe/Bucharest, UTC+3'],
    ['Asia/Kolkata', '2027-01-05', '15:00', '2027-01-05T09:30:00Z', 'Asia/Kolkata, UTC+5:30'],
    ['America/St_Johns', '2027-01-05', '15:00', '2027-01-05T18:30:00Z', 'America/St_Johns, UTC−3:30'],
    ['UTC', '2027-01-05', '15:00', '2027-01-05T15:00:00Z', 'UTC, UTC'],
  ])('%s on %s carries its offset of that day', (timeZone, date, time, startsAt, text) => {
    expect(zoneText({ timeZone, date, time, startsAt: new Date(startsAt) })).toBe(text);
  });
});
