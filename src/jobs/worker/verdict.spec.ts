import { Permanent, checkedOutcome, skip, snooze } from '../definition/outcome';
import type { ClaimedJob } from '../store/job-store';
import { HoldLost, JobDeadlineReached, JobTimedOut, ShuttingDown } from './abort-reasons';
import { type Ending, completionOf } from './verdict';

const NOW = new Date('2027-01-05T12:00:00.000Z');
const MINUTE = 60_000;
const definition = { backoff: (attempt: number) => attempt * MINUTE, retention: { succeeded: 111, failed: 222 } };

const aClaimed = (changes: Partial<ClaimedJob> = {}): ClaimedJob => ({
  id: 7,
  type: 'test.run',
  queue: 'default',
  payload: '{}',
  claim: 4,
  attempt: 2,
  maxAttempts: 3,
  deaths: 0,
  dueAt: NOW,
  deadline: null,
  startedAt: NOW,
  traceParent: null,
  ...changes,
});
const verdict = (ending: Ending, changes: Partial<ClaimedJob> = {}, of = definition) =>
  completionOf(aClaimed(changes), of, ending, NOW, 0.5);

describe('what becomes of a job', () => {
  it('whose attempt returned: it succeeded', () => {
    expect(verdict({ outcome: undefined })).toEqual({
      id: 7,
      claim: 4,
      state: 'succeeded',
      reason: null,
      data: null,
      attempt: 2,
      delayMs: null,
      error: null,
      keepMs: 111,
    });
  });

  it('that was skipped: it is deleted, with the reason', () => {
    expect(verdict({ outcome: skip('visit-over') })).toMatchObject({
      state: 'deleted',
      reason: 'visit-over',
      attempt: 2,
      keepMs: 111,
    });
  });

  it('that was put off: it waits, with its attempt given back', () => {
    expect(verdict({ outcome: snooze(5_000) })).toMatchObject({
      state: 'waiting',
      reason: 'snoozed',
      attempt: 1,
      delayMs: 5_000,
      data: '{"dueAt":"2027-01-05T12:00:05.000Z"}',
      keepMs: null,
    });
  });

  it('whose deadline had passed: it failed, with its attempt given back', () => {
    expect(verdict({ expired: true })).toMatchObject({
      state: 'failed',
      reason: 'deadline-passed',
      attempt: 1,
      keepMs: 222,
    });
  });

  it('whose attempt threw: it is tried again by the curve of its type', () => {
    const { data, ...rest } = verdict({ error: new TypeError('no') });
    expect(rest).toMatchObject({
      state: 'waiting',
      reason: 'retry',
      attempt: 2,
      delayMs: 2 * MINUTE,
      error: 'TypeError: no',
    });
    expect(JSON.parse(data ?? '')).toMatchObject({ dueAt: '2027-01-05T12:02:00.000Z', error: 'TypeError: no' });
  });

  it('whose last attempt threw: it failed', () => {
    expect(verdict({ error: new Error('no') }, { attempt: 3 })).toMatchObject({
      state: 'failed',
      reason: 'attempts-spent',
      keepMs: 222,
    });
  });

  it('whose next attempt would come at its deadline or later: it failed', () => {
    const due = NOW.getTime() + 2 * MINUTE;
    const error = new Error('no');
    for (const deadline of [new Date(due), new Date(due - 1)]) {
      expect(verdict({ error }, { deadline })).toMatchObject({ state: 'failed', reason: 'deadline-passed' });
    }
    expect(verdict({ error }, { deadline: new Date(due + 1) })).toMatchObject({ state: 'waiting' });
  });

  it('that reached its deadline while it ran: it failed, whatever attempts are left', () => {
    expect(verdict({ error: new JobDeadlineReached() })).toMatchObject({ state: 'failed', reason: 'deadline-passed' });
  });

  it('that said trying again is no use: it failed, with its own reason', () => {
    expect(verdict({ error: new Permanent('gone', 'no-address') })).toMatchObject({
      state: 'failed',
      reason: 'no-address',
      error: 'Permanent: gone',
    });
    expect(verdict({ error: new Permanent('gone') })).toMatchObject({ reason: 'permanent' });
  });

  it('that took too long or lost its hold: it is tried again', () => {
    for (const error of [new JobTimedOut(5), new HoldLost()]) {
      expect(verdict({ error })).toMatchObject({ state: 'waiting', reason: 'retry', attempt: 2 });
    }
  });

  it('whose server stops: it is handed back with its attempt, due as it was, even after the last', () => {
    for (const attempt of [1, 3]) {
      expect(verdict({ error: new ShuttingDown() }, { attempt })).toMatchObject({
        state: 'waiting',
        reason: 'handed-back',
        attempt: attempt - 1,
        delayMs: null,
      });
    }
  });

  it.each([['text'], [undefined], [null], [{ message: 5 }]])('that threw %p: there is no telling why', (thrown) => {
    expect(verdict({ error: thrown })).toMatchObject({
      state: 'waiting',
      error: 'A handler threw something that is not an Error.',
    });
  });

  it.each([
    [
      'throws',
      (): number => {
        throw new Error('the curve');
      },
    ],
    ['gives no number', () => NaN],
    ['gives an endless wait', () => Infinity],
    ['gives a wait of less than nothing', () => -1],
  ])('whose curve %s: Hangfire’s stands in', (_, backoff) => {
    const { delayMs } = verdict({ error: new Error('no') }, {}, { ...definition, backoff });
    expect(delayMs).toBe((1 + 15 + 15 * 2) * 1000);
  });
});

describe('what a handler answers', () => {
  it('is nothing, a skip or a snooze', () => {
    expect([checkedOutcome(undefined), checkedOutcome(null as never)]).toEqual([undefined, undefined]);
    for (const outcome of [skip('x'), snooze(0), snooze(1e9)]) expect(checkedOutcome(outcome)).toBe(outcome);
  });

  it.each([[true], ['skip'], [{}], [{ outcome: 'dance' }], [snooze(NaN)], [snooze(-1)], [snooze(Infinity)]])(
    'is refused when it is %p',
    (answer) => {
      expect(() => checkedOutcome(answer as never)).toThrow(TypeError);
    },
  );
});
