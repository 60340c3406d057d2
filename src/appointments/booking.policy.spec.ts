import fc from 'fast-check';
import { addDays, localOf } from '../common/clinic-time';
import { type Occupancy, occupancyRefusal, visitAt } from './booking.policy';

const ZONE = 'Europe/Bucharest';

const at = (date: string, time: string, now: string, minutes = 60) =>
  visitAt({ date, time }, { timeZone: ZONE, minutes, now: new Date(now) });

describe('a time asked for', () => {
  it('becomes a visit with its instants', () => {
    expect(at('2027-01-05', '15:00', '2026-12-01T00:00:00Z')).toEqual({
      date: '2027-01-05',
      time: '15:00',
      timeZone: ZONE,
      startsAt: new Date('2027-01-05T13:00:00Z'),
      endsAt: new Date('2027-01-05T14:00:00Z'),
    });
  });

  it('is refused from the moment it begins', () => {
    expect(at('2027-01-05', '15:00', '2027-01-05T12:59:59.999Z')).toHaveProperty('startsAt');
    expect(at('2027-01-05', '15:00', '2027-01-05T13:00:00.000Z')).toBe('in-past');
    expect(at('2020-01-05', '15:00', '2027-01-05T13:00:00.000Z')).toBe('in-past');
  });

  it('may be up to 365 days ahead by the calendar of the clinic, to the end of that day', () => {
    const lateEvening = '2026-06-30T21:30:00Z'; // already 1 July in the clinic
    expect(at('2027-07-01', '23:00', lateEvening)).toHaveProperty('startsAt');
    expect(at('2027-07-02', '00:00', lateEvening)).toBe('beyond-horizon');
    expect(at('9999-12-31', '10:00', lateEvening)).toBe('beyond-horizon');
  });

  it('is refused when the clocks skip it', () => {
    expect(at('2026-03-29', '02:59', '2026-03-01T00:00:00Z')).toHaveProperty(
      'startsAt',
      new Date('2026-03-29T00:59:00Z'),
    );
    expect(at('2026-03-29', '03:00', '2026-03-01T00:00:00Z')).toBe('nonexistent-time');
    expect(at('2026-03-29', '03:59', '2026-03-01T00:00:00Z')).toBe('nonexistent-time');
    expect(at('2026-03-29', '04:00', '2026-03-01T00:00:00Z')).toHaveProperty(
      'startsAt',
      new Date('2026-03-29T01:00:00Z'),
    );
  });

  it('is the earlier one when the clocks show it twice', () => {
    expect(at('2026-10-25', '03:30', '2026-10-01T00:00:00Z')).toHaveProperty(
      'startsAt',
      new Date('2026-10-25T00:30:00Z'),
    );
  });

  it('that never was is in the past before it is nonexistent, and beyond the horizon likewise', () => {
    expect(at('2025-03-30', '03:30', '2026-03-01T00:00:00Z')).toBe('in-past');
    expect(at('2026-03-29', '03:30', '2026-03-29T01:10:00Z')).toBe('in-past');
    expect(at('2028-03-26', '03:30', '2026-03-01T00:00:00Z')).toBe('beyond-horizon');
  });

  it('may end at midnight and not after', () => {
    expect(at('2027-01-05', '23:00', '2026-12-01T00:00:00Z')).toHaveProperty(
      'endsAt',
      new Date('2027-01-05T22:00:00Z'),
    );
    expect(at('2027-01-05', '23:01', '2026-12-01T00:00:00Z')).toBe('outside-hours');
    expect(at('2027-01-05', '16:30', '2026-12-01T00:00:00Z', 480)).toBe('outside-hours');
  });

  it('lasts the minutes of a slot and lies ahead, within the horizon, whenever it is taken', () => {
    const instants = fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
    const minutesOfDay = fc.integer({ min: 0, max: 24 * 60 - 1 });
    fc.assert(
      fc.property(
        instants,
        fc.integer({ min: -3, max: 370 }),
        minutesOfDay,
        fc.constantFrom(15, 60, 480),
        (now, days, of, minutes) => {
          const today = localOf(now, ZONE).date;
          const time = new Date(of * 60_000).toISOString().slice(11, 16);
          const visit = visitAt({ date: addDays(today, days), time }, { timeZone: ZONE, minutes, now });
          if (days < 0) expect(visit).toBe('in-past');
          if (days > 365) expect(visit).toBe('beyond-horizon');
          if (typeof visit === 'string') return;
          expect(visit.startsAt > now).toBe(true);
          expect(visit.endsAt.getTime() - visit.startsAt.getTime()).toBe(minutes * 60_000);
          expect(localOf(visit.startsAt, ZONE)).toEqual({ date: visit.date, time });
        },
      ),
    );
  });
});

describe('the calendar', () => {
  const free: Occupancy = { ofDoctor: 0, ofPatient: 0, onDate: 4, open: 19 };

  it.each<[string | null, Partial<Occupancy>]>([
    [null, {}],
    ['slot-taken', { ofDoctor: 1 }],
    ['patient-overlap', { ofPatient: 1 }],
    ['daily-limit', { onDate: 5 }],
    ['open-limit', { open: 20 }],
    ['slot-taken', { ofDoctor: 1, ofPatient: 1, onDate: 5, open: 20 }],
    ['patient-overlap', { ofPatient: 1, onDate: 5, open: 20 }],
    ['daily-limit', { onDate: 5, open: 20 }],
  ])('refuses with %s in this order: %j', (code, occupancy) => {
    expect(occupancyRefusal({ ...free, ...occupancy })).toBe(code);
  });
});
