import { h } from 'preact';
import { aJobDetailView, aShell, fromNow } from '../../../test/builders/dashboard-view';
import { TEXTS } from '../dashboard-text';
import type { JobDetailView, ShellView, ShownState } from '../dashboard.view-model';
import { LANGUAGES } from '../../common/language';
import { JobPage } from './job.page';
import { renderPage } from './render-page';

const STATES: readonly ShownState[] = [
  'scheduled',
  'enqueued',
  'processing',
  'succeeded',
  'failed',
  'deleted',
  'awaiting',
];
const CASES = STATES.flatMap((state) => LANGUAGES.map((language) => [state, language] as const));

const render = (change: Partial<JobDetailView> = {}, shell: Partial<ShellView> = {}) =>
  renderPage(h(JobPage, { shell: aShell(shell), job: aJobDetailView(change) }));

describe('job page', () => {
  it.each(CASES)('shows a %s job in %s', (state, language) => {
    const html = render({ state }, { language });
    expect(html).toContain(`<span class="state ${state}">${TEXTS[language].states[state]}</span>`);
    expect(html).toContain(TEXTS[language].jobNumber('84102'));
  });

  it.each<[string, Partial<JobDetailView>]>([
    ['Runs in 1 h', { state: 'scheduled' }],
    ['Attempt 2 of 10 failed; next try in 12 s', { state: 'scheduled', attempt: 2, dueAt: fromNow(12_500) }],
    ['Due for 2.0 s, waiting for a free worker', { state: 'enqueued', dueAt: fromNow(-2000) }],
    ['Running for 12 s', { state: 'processing', startedAt: fromNow(-12_000) }],
    [
      'Started 4 ms after it was due and took 15 ms',
      { state: 'succeeded', dueAt: fromNow(-100), startedAt: fromNow(-96), finishedAt: fromNow(-81) },
    ],
    ['Failed for good after 1 of 10 attempts', { state: 'failed', attempt: 1 }],
    ['Superseded by a later job', { state: 'deleted', reason: 'superseded' }],
    ['Starts when job 7 has succeeded', { state: 'awaiting', parent: { id: '7', type: 'a.b', state: 'processing' } }],
  ])('says "%s"', (sentence, change) => {
    expect(render(change)).toContain(sentence);
  });

  it('escapes payload, error, log, history and result', () => {
    const evil = '<script>alert(1)</script>';
    const html = render({
      payload: { evil },
      result: evil,
      lastError: `${evil}\n${evil}`,
      reason: evil,
      key: evil,
      log: [{ at: fromNow(-1), level: 'info', message: evil }],
      history: [{ state: 'failed', at: fromNow(-1), reason: evil, data: { [evil]: evil } }],
      related: [{ kind: evil, id: '1', href: null, detail: evil, at: null }],
    });
    expect(html).not.toContain('<script>');
    expect(html.match(/&lt;script>/g)?.length).toBeGreaterThanOrEqual(10);
  });

  it('tells the history with the gaps between its steps', () => {
    const html = render(
      {
        state: 'succeeded',
        history: [
          { state: 'waiting', at: fromNow(-97_200_000), reason: null, data: { dueAt: fromNow(0).toISOString() } },
          { state: 'processing', at: fromNow(4), reason: null, data: { server: 'worker-2', attempt: 1 } },
          { state: 'succeeded', at: fromNow(19), reason: null, data: { deliveryId: 3310 } },
        ],
      },
      { now: fromNow(60_000) },
    );
    const words = html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
    expect(words).toContain('4 Jan 12:00:00 Scheduled for 5 Jan 15:00:00');
    expect(words).toContain('1 d 3 h later Due');
    expect(words).toContain('15:00:00.004 4 ms later Processing on worker-2, attempt 1');
    expect(words).toContain('15:00:00.019 15 ms later Succeeded deliveryId 3310');
  });

  it('shows what the job concerns, what it continues and what continues it', () => {
    const html = render({
      related: [{ kind: 'appointment', id: '2305', href: '/a/2305', detail: 'Dr Dan Ionescu', at: fromNow(3_600_000) }],
      parent: { id: '7', type: 'a.first', state: 'succeeded' },
      continuations: [{ id: '9', type: 'a.last', state: 'awaiting' }],
    });
    expect(html).toContain('<a class="in-text" href="/a/2305">Appointment 2305</a>');
    expect(html).toContain('href="/hangfire/jobs/details/7"');
    expect(html).toContain('href="/hangfire/jobs/details/9"');
  });

  it('says that a failed job is kept until someone decides, and when another one goes', () => {
    expect(render({ state: 'failed' })).toContain('until someone decides');
    expect(render({ state: 'succeeded', expiresAt: fromNow(86_400_000) })).toContain('6 Jan 15:00:00');
  });

  it('has words for an empty log and an empty history', () => {
    expect(render()).toContain('This job has written no log');
    expect(render({}, { language: 'ro' })).toContain('Încă nu s-a întâmplat nimic');
  });
});
