import { freeHours } from './free-hours.policy';

describe('freeHours', () => {
  const measure = { zone: 'Europe/Bucharest', minutes: 60, now: new Date('2026-01-01T00:00:00Z') };
  const free = (hours: string[], date: string, taken: [from: string, to: string][] = [], change = {}) =>
    freeHours(
      hours.map((hour) => ({ hour })),
      date,
      taken.map(([from, to]) => ({ from: new Date(from), to: new Date(to) })),
      { ...measure, ...change },
    ).map((each) => each.hour);

  it('leaves out the hour of an appointment, by the clock of the clinic', () => {
    // 2026-07-06 10:00 in Bucharest is 07:00 UTC.
    const taken: [string, string][] = [['2026-07-06T07:00:00Z', '2026-07-06T08:00:00Z']];
    expect(free(['09:00', '10:00', '11:00'], '2026-07-06', taken)).toEqual(['09:00', '11:00']);
  });

  it('leaves out every start whose visit would overlap an appointment', () => {
    const taken: [string, string][] = [['2026-07-06T07:00:00Z', '2026-07-06T08:00:00Z']];
    expect(free(['09:00', '09:30', '10:30', '11:00'], '2026-07-06', taken)).toEqual(['09:00', '11:00']);
  });

  it('leaves out what is past, and what starts at this very moment', () => {
    const now = new Date('2026-07-06T07:00:00Z');
    expect(free(['09:00', '10:00', '11:00'], '2026-07-06', [], { now })).toEqual(['11:00']);
  });

  it('leaves out the hour that the clocks skip', () => {
    expect(free(['02:00', '03:00', '04:00'], '2026-03-29')).toEqual(['02:00', '04:00']);
  });

  it('leaves out what would run into the next day', () => {
    expect(free(['22:30', '23:00', '23:30'], '2026-07-06')).toEqual(['22:30', '23:00']);
  });
});
