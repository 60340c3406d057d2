import fc from 'fast-check';
import { offsetsFor, planReminders } from './reminder.policy';

const START = new Date('2027-01-05T13:00:00Z');
const before = (minutes: number) => new Date(START.getTime() - minutes * 60_000);

describe('the reminders of a visit', () => {
  it('are due their minutes before the start, each worth sending until the next, the last until five minutes before', () => {
    expect(planReminders(START, [1440, 60], before(2000))).toEqual([
      { offset: 1440, dueAt: before(1440), deadline: before(60), late: false },
      { offset: 60, dueAt: before(60), deadline: before(5), late: false },
    ]);
  });

  it('are late once their time has come', () => {
    const late = (now: Date) => planReminders(START, [1440, 60], now).map((reminder) => reminder.late);
    expect(late(new Date(before(1440).getTime() - 1))).toEqual([false, false]);
    expect(late(before(1440))).toEqual([true, false]);
    expect(late(before(60))).toEqual([true, true]);
  });

  it('each end before the next begins, and before the visit', () => {
    const offsets = fc.uniqueArray(fc.integer({ min: 10, max: 43_200 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(offsets, (offered) => {
        const planned = planReminders(START, offsetsFor(offered, null), before(50_000));
        const edges = planned.flatMap(({ dueAt, deadline }) => [dueAt.getTime(), deadline.getTime()]);
        expect(edges).toEqual([...edges].sort((a, b) => a - b));
        expect(planned.every(({ dueAt, deadline }) => dueAt < deadline && deadline < START)).toBe(true);
        expect(planned).toHaveLength(offered.length);
      }),
    );
  });
});

describe('a patient', () => {
  it('gets all that the clinic offers, or those of them they chose', () => {
    expect(offsetsFor([60, 1440], null)).toEqual([1440, 60]);
    expect(offsetsFor([1440, 60], [60, 30])).toEqual([60]);
    expect(offsetsFor([1440, 60], [])).toEqual([]);
  });
});
