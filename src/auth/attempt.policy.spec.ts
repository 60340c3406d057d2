import { type AttemptRule, type AttemptState, afterAttempt, secondsToWait } from './attempt.policy';

const RULE: AttemptRule = { allowed: 3, withinMs: 900_000, firstBlockMs: 60_000 };
const START = new Date('2027-01-05T12:00:00Z');
const at = (seconds: number) => new Date(START.getTime() + seconds * 1000);

/** The state after attempts at these seconds. */
const after = (rule: AttemptRule, ...seconds: number[]) =>
  seconds.reduce<AttemptState | null>((state, second) => afterAttempt(rule, state, at(second)), null);

const waitAfter = (rule: AttemptRule, ...seconds: number[]) => {
  const state = after(rule, ...seconds);
  return state && secondsToWait(state, at(seconds.at(-1) ?? 0));
};

describe('attempts', () => {
  it('are free as long as there are fewer than allowed', () => {
    expect(waitAfter(RULE, 0)).toBe(0);
    expect(waitAfter(RULE, 0, 1)).toBe(0);
  });

  it('have to wait from the last allowed one on, each time twice as long', () => {
    expect(waitAfter(RULE, 0, 1, 2)).toBe(60);
    expect(waitAfter(RULE, 0, 1, 2, 62)).toBe(120);
    expect(waitAfter(RULE, 0, 1, 2, 62, 182)).toBe(240);
  });

  it('never wait longer than a day', () => {
    expect(waitAfter(RULE, ...Array<number>(60).fill(0))).toBe(86_400);
  });

  it('are forgotten when the time is over in which they are counted', () => {
    expect(waitAfter(RULE, 0, 1, 899)).toBe(60);
    expect(waitAfter(RULE, 0, 1, 900)).toBe(0);
  });

  it('are remembered beyond a wait, so that it does not begin anew at once', () => {
    expect(waitAfter(RULE, 0, 1, 2, 900)).toBe(120);
    expect(waitAfter(RULE, 0, 1, 2, 962)).toBe(0);
  });

  it('wait for the counting to begin anew where there is no doubling', () => {
    const hourly: AttemptRule = { allowed: 2, withinMs: 3_600_000, firstBlockMs: null };
    expect(waitAfter(hourly, 0, 600)).toBe(3000);
    expect(waitAfter(hourly, 0, 600, 3600)).toBe(0);
  });

  it('wait for whole seconds, rounded up', () => {
    expect(secondsToWait({ blockedUntil: new Date(START.getTime() + 1) }, START)).toBe(1);
    expect(secondsToWait({ blockedUntil: START }, START)).toBe(0);
    expect(secondsToWait({ blockedUntil: null }, START)).toBe(0);
  });
});
