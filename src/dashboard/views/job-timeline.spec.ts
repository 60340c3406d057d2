import { fromNow, NOW } from '../../../test/builders/dashboard-view';
import type { HistoryView } from '../dashboard.view-model';
import { timelineOf } from './job-timeline';

const entry = (state: HistoryView['state'], ms: number, data: HistoryView['data'] = {}): HistoryView => ({
  state,
  at: fromNow(ms),
  reason: null,
  data,
});
const told = (history: HistoryView[]) =>
  timelineOf(history, NOW).map((step) => [step.change?.state ?? 'due', step.gapMs, step.ahead]);

describe('job timeline', () => {
  it('puts the due moment between the scheduling and the start, so that lateness is seen', () => {
    const history = [
      entry('waiting', -60_000, { dueAt: fromNow(-1000).toISOString() }),
      entry('processing', -996),
      entry('succeeded', -981),
    ];
    expect(told(history)).toEqual([
      ['scheduled', null, false],
      ['due', 59_000, false],
      ['processing', 4, false],
      ['succeeded', 15, false],
    ]);
  });

  it('shows a due moment that is still ahead as such', () => {
    expect(told([entry('waiting', -60_000, { dueAt: fromNow(5000) })])).toEqual([
      ['scheduled', null, false],
      ['due', null, true],
    ]);
  });

  it('calls a waiting job enqueued when it was due at once', () => {
    expect(told([entry('waiting', -10, { dueAt: fromNow(-10) }), entry('processing', -8)])).toEqual([
      ['enqueued', null, false],
      ['processing', 2, false],
    ]);
  });

  it('leaves the due moment out when something happened before it', () => {
    const history = [entry('waiting', -60_000, { dueAt: fromNow(60_000) }), entry('deleted', -1000)];
    expect(told(history).map(([state]) => state)).toEqual(['scheduled', 'deleted']);
  });

  it('marks a run that was put back', () => {
    const history = [entry('enqueued', -9000), entry('processing', -8000), entry('waiting', -7000)];
    expect(timelineOf(history, NOW).map((step) => step.again)).toEqual([false, false, true]);
  });

  it('takes a due time that is no instant for none', () => {
    expect(told([entry('waiting', -10, { dueAt: 'soon' })])).toEqual([['enqueued', null, false]]);
  });

  it('runs from what the job concerns came to be to what came of it', () => {
    const appointment = {
      kind: 'appointment',
      id: '7',
      href: null,
      detail: null,
      since: fromNow(-60_000),
      at: fromNow(3_600_000),
    };
    const delivery = { kind: 'delivery', id: '3', href: null, detail: 'sent', at: fromNow(-900) };
    const history = [
      entry('waiting', -60_000, { dueAt: fromNow(-1000) }),
      entry('processing', -996),
      entry('succeeded', -900),
    ];
    const steps = timelineOf(history, NOW, [appointment, delivery]);
    expect(steps.map((step) => [step.change?.state ?? step.event?.what ?? 'due', step.gapMs, step.ahead])).toEqual([
      ['began', null, false],
      ['scheduled', 0, false],
      ['due', 59_000, false],
      ['processing', 4, false],
      ['succeeded', 96, false],
      ['came', 0, false],
      ['came', null, true],
    ]);
  });
});
