import fc from 'fast-check';
import { type StandingReminder, changePlan, offsetsFor, planReminders } from './reminder.policy';

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

describe('another choice of reminders', () => {
  const standing = (offset: number, state: 'planned' | 'sent' | 'taken back' = 'planned'): StandingReminder => ({
    offset,
    planned: state === 'planned',
    takenBack: state === 'taken back',
  });
  const change = (there: StandingReminder[], offsets: number[], now = before(2000)) => {
    const { end, plan } = changePlan(there, planReminders(START, offsets, now), START);
    return { end, plan: plan.map(({ offset, deadline, late }) => ({ offset, deadline, late })) };
  };

  it('that is the same changes nothing', () => {
    expect(change([standing(1440), standing(60)], [1440, 60])).toEqual({ end: [], plan: [] });
  });

  it('takes back what is not wanted and promises what is, again where it was taken back before', () => {
    expect(change([standing(60)], [])).toEqual({ end: [60], plan: [] });
    const wanted = { end: [], plan: [{ offset: 1440, deadline: before(60), late: false }] };
    expect(change([standing(60)], [1440, 60])).toEqual(wanted);
    expect(change([standing(1440, 'taken back'), standing(60)], [1440, 60])).toEqual(wanted);
  });

  it('gives a reminder another deadline when the next one is another', () => {
    expect(change([standing(1440), standing(60)], [1440])).toEqual({
      end: [1440, 60],
      plan: [{ offset: 1440, deadline: before(5), late: false }],
    });
  });

  it('leaves alone what was sent, and what is being sent', () => {
    expect(change([standing(1440, 'sent'), standing(60)], [1440, 60], before(100))).toEqual({ end: [], plan: [] });
    expect(change([standing(1440), standing(60)], [1440], before(1440))).toEqual({ end: [60], plan: [] });
  });

  it('promises nothing whose time has passed', () => {
    expect(change([standing(1440, 'taken back')], [1440], before(100))).toEqual({ end: [], plan: [] });
    expect(change([], [1440], before(100)).plan).toMatchObject([{ offset: 1440, late: true }]);
  });

  it('ends, whatever it was before, with what a booking would have', () => {
    const offsets = fc.uniqueArray(fc.constantFrom(20, 60, 120, 1440, 4320), { maxLength: 5 });
    fc.assert(
      fc.property(offsets, offsets, (first, then) => {
        const [old, wanted] = [first.sort((a, b) => b - a), then.sort((a, b) => b - a)];
        const { end, plan } = changePlan(
          old.map((each) => standing(each)),
          planReminders(START, wanted, before(9000)),
          START,
        );
        const kept = planReminders(START, old, before(9000)).filter(({ offset }) => !end.includes(offset));
        const result = [...kept, ...plan].sort((a, b) => b.offset - a.offset);
        expect(result).toEqual(planReminders(START, wanted, before(9000)));
      }),
    );
  });
});
