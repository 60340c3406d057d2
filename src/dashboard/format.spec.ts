import { formatFor } from './format';

const ZONE = 'Europe/Bucharest';
const en = formatFor('en', ZONE);
const ro = formatFor('ro', ZONE);
const now = new Date('2027-01-05T13:00:00.000Z');
const after = (ms: number) => new Date(now.getTime() + ms);
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('format', () => {
  it.each([
    [0, '0 ms', '0 ms'],
    [18.9, '18 ms', '18 ms'],
    [999, '999 ms', '999 ms'],
    [1290, '1.2 s', '1,2 s'],
    [9999, '9.9 s', '9,9 s'],
    [59_999, '59 s', '59 s'],
    [4 * MINUTE + 10 * SECOND, '4 min 10 s', '4 min 10 s'],
    [3 * HOUR + 59 * SECOND, '3 h', '3 h'],
    [DAY + 3 * HOUR, '1 d 3 h', '1 zi 3 h'],
    [2 * DAY, '2 d', '2 zile'],
    [20 * DAY + HOUR, '20 d', '20 de zile'],
    [-5, '0 ms', '0 ms'],
  ])('writes a span of %d ms', (ms, english, romanian) => {
    expect(en.duration(ms)).toBe(english);
    expect(ro.duration(ms)).toBe(romanian);
  });

  it.each([
    [-3 * MINUTE - 40 * SECOND, '3 min ago', 'acum 3 min'],
    [-2 * DAY - HOUR, '2 d ago', 'acum 2 zile'],
    [-999, 'now', 'acum'],
    [1500, 'in 1 s', 'peste 1 s'],
    [4 * MINUTE + 10 * SECOND, 'in 4 min 10 s', 'peste 4 min 10 s'],
    [25 * DAY, 'in 25 d', 'peste 25 de zile'],
  ])('tells the past coarsely and the future finely: %d ms', (ms, english, romanian) => {
    expect(en.relative(after(ms), now)).toBe(english);
    expect(ro.relative(after(ms), now)).toBe(romanian);
  });

  it("writes moments in the clinic's zone, and the year only when it is another", () => {
    expect(en.moment(after(HOUR), now)).toBe('today 16:00');
    expect(en.moment(after(SECOND), now)).toBe('today 15:00:01');
    expect(en.moment(after(10 * HOUR), now)).toBe('6 Jan 01:00');
    expect(en.moment(after(-10 * DAY), now)).toBe('26 Dec 2026 15:00');
    expect(ro.moment(after(DAY), now)).toBe('6 ian. 15:00');
    expect(ro.moment(after(HOUR), now)).toBe('azi 16:00');
    expect(en.stamp(after(4), now)).toBe('5 Jan 15:00:00');
  });

  it('writes the exact moment with its milliseconds and its offset, which tells the two 03:30 of October apart', () => {
    const [first, second] = ['2026-10-25T00:30:00.004Z', '2026-10-25T01:30:00.004Z'].map((at) =>
      en.exact(new Date(at)),
    );
    expect(first).toContain('25 Oct 2026 03:30:00.004');
    expect(second).toContain('25 Oct 2026 03:30:00.004');
    expect(first).not.toBe(second);
  });

  it('writes midnight as 00:00', () => {
    expect(en.hour(new Date('2027-01-05T22:00:00.000Z'))).toBe('00:00');
  });

  it('groups digits and writes percentages as the language does', () => {
    expect(en.number(84_103)).toBe('84,103');
    expect(ro.number(84_103)).toBe('84.103');
    expect(en.percent(42)).toBe('42%');
  });
});
