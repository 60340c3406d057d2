import { Agenda } from './agenda';

const DAY = 24 * 60 * 60 * 1000;

describe('the agenda of a worker', () => {
  let now: number;
  let called: number;
  let agenda: Agenda;

  beforeEach(() => {
    jest.useFakeTimers();
    now = 1_000;
    called = 0;
    agenda = new Agenda(
      () => called++,
      () => now,
    );
  });
  afterEach(() => {
    agenda.close();
    jest.useRealTimers();
  });

  const pass = (ms: number) => {
    now += ms;
    jest.advanceTimersByTime(ms);
  };

  it('calls when the time of a queue has come, and not before', () => {
    agenda.set('mail', 500);
    pass(499);
    expect([called, agenda.isDue('mail')]).toEqual([0, false]);
    pass(1);
    expect([called > 0, agenda.isDue('mail'), agenda.isDue('default')]).toEqual([true, true, false]);
  });

  it('calls at once for what is due or overdue', () => {
    agenda.hasten('mail', -100);
    expect([called, agenda.isDue('mail')]).toEqual([1, true]);
    agenda.set('default', 0);
    expect(agenda.isDue('default')).toBe(true);
  });

  it('lets an earlier belief stand when a later one is hinted, and not the other way round', () => {
    agenda.hasten('mail', 100);
    agenda.hasten('mail', 900);
    pass(100);
    expect(agenda.isDue('mail')).toBe(true);
    agenda.set('mail', 900);
    agenda.hasten('mail', 50);
    pass(50);
    expect(agenda.isDue('mail')).toBe(true);
  });

  it('believes SQL over what it believed before', () => {
    agenda.hasten('mail', 100);
    agenda.set('mail', 900);
    pass(100);
    expect(agenda.isDue('mail')).toBe(false);
    agenda.set('mail', null);
    pass(2 * DAY);
    expect(agenda.isDue('mail')).toBe(false);
  });

  it('keeps what was hinted after SQL was asked', () => {
    const mark = agenda.mark();
    agenda.hasten('mail', 100);
    agenda.set('mail', null, mark);
    agenda.set('default', null, mark);
    pass(100);
    expect([agenda.isDue('mail'), agenda.isDue('default')]).toEqual([true, false]);
    agenda.set('mail', null, agenda.mark());
    expect(agenda.isDue('mail')).toBe(false);
  });

  it('keeps a due belief that a late hint repeated while SQL was asked', () => {
    agenda.hasten('mail', 0);
    const mark = agenda.mark();
    agenda.hasten('mail', 0);
    agenda.set('mail', null, mark);
    expect(agenda.isDue('mail')).toBe(true);
  });

  it('waits longer than a timer can', () => {
    agenda.set('mail', 60 * DAY);
    for (let day = 0; day < 59; day++) pass(DAY);
    expect(agenda.isDue('mail')).toBe(false);
    pass(DAY);
    expect([agenda.isDue('mail'), called > 0]).toEqual([true, true]);
  });

  it('keeps one timer, for the earliest of its queues', () => {
    agenda.set('a', 3_000);
    agenda.set('b', 1_000);
    agenda.set('c', 2_000);
    expect(jest.getTimerCount()).toBe(1);
    pass(1_000);
    expect([agenda.isDue('b'), agenda.isDue('c'), jest.getTimerCount()]).toEqual([true, false, 1]);
    pass(1_000);
    expect(agenda.isDue('c')).toBe(true);
  });

  it('leaves no timer behind when it is closed', () => {
    agenda.set('a', 3_000);
    agenda.close();
    expect([jest.getTimerCount(), agenda.isDue('a')]).toEqual([0, false]);
  });
});
