import { h } from 'preact';
import { aJobsView, aJobView, aShell, fromNow } from '../../../test/builders/dashboard-view';
import { JOB_LISTS } from '../dashboard-links';
import { TEXTS } from '../dashboard-text';
import type { JobsView, ShellView } from '../dashboard.view-model';
import { LANGUAGES } from '../../common/language';
import { JobsPage } from './jobs.page';
import { renderPage } from './render-page';

const LISTS: readonly JobsView['list'][] = [...JOB_LISTS, 'search'];
const CASES = LISTS.flatMap((list) => LANGUAGES.map((language) => [list, language] as const));

const render = (change: Partial<JobsView> = {}, shell: Partial<ShellView> = {}) =>
  renderPage(h(JobsPage, { shell: aShell(shell), view: aJobsView(change) }));
const headings = (html: string) => [...html.matchAll(/<th [^>]*>(.*?)<\/th>/g)].map((match) => match[1]);

describe('jobs page', () => {
  it.each(CASES)('shows the list %s in %s, and says so when it is empty', (list, language) => {
    const words = TEXTS[language].lists[list];
    const empty = render({ list }, { language });
    expect(empty).toContain(`<html lang="${language}">`);
    expect(empty).toContain(`<h1 class="grow">${words.title}</h1>`);
    expect(empty).toContain(words.empty);
    const full = render({ list, jobs: [aJobView()], total: 1 }, { language });
    expect(full).toContain('href="/hangfire/jobs/details/84102"');
    expect(full).not.toContain(words.empty);
  });

  it.each<[JobsView['list'], string[]]>([
    ['enqueued', ['Job', 'Type', 'Queue', 'Created', 'Due']],
    ['scheduled', ['Job', 'Type', 'Queue', 'Scheduled', 'Runs']],
    ['processing', ['Job', 'Type', 'Server', 'Attempts', 'Progress', 'Started']],
    ['succeeded', ['Job', 'Type', 'Queue', 'Late by', 'Took', 'Succeeded']],
    ['failed', ['Job', 'Type', 'Error', 'Attempts', 'Failed']],
    ['deleted', ['Job', 'Type', 'Why', 'Deleted']],
    ['awaiting', ['Job', 'Type', 'Waits for', 'Since']],
    ['retries', ['Job', 'Type', 'Error', 'Attempts', 'Created', 'Next try']],
    ['search', ['Job', 'Type', 'State', 'Queue', 'Created']],
  ])('has the columns of the list %s', (list, columns) => {
    expect(headings(render({ list, jobs: [aJobView()] }))).toEqual(columns);
  });

  it('folds a stack away and escapes it, the payload and the filter', () => {
    const html = render({
      list: 'failed',
      filter: { type: '"><script>x', queue: null },
      jobs: [
        aJobView({
          state: 'failed',
          lastError: 'Boom <script>alert(1)</script>\n    at <img src=x onerror=alert(2)>',
          reason: 'attempts-spent',
          payload: { name: '<script>alert(3)</script>' },
        }),
      ],
    });
    expect(html).toContain('<strong class="message">Boom &lt;script>alert(1)&lt;/script></strong>');
    expect(html).toMatch(/<details><summary>Stack<\/summary><pre class="dim"> {4}at &lt;img/);
    expect(html).toContain('All attempts are spent');
    expect(html).not.toMatch(/<script>|<img/);
  });

  it('says which attempt of how many a retry has behind it and when the next one is', () => {
    const html = render({ list: 'retries', jobs: [aJobView({ attempt: 3, dueAt: fromNow(92_000) })] });
    expect(html).toContain('3 of 10');
    expect(html).toContain('in 1 min 32 s');
    expect(html).toContain('today 15:01:32');
  });

  it('warns when the server that holds a job is gone', () => {
    const job = aJobView({ state: 'processing', server: 'worker-2', serverAlive: false, startedAt: fromNow(-70_000) });
    expect(render({ list: 'processing', jobs: [job] })).toContain('Server gone');
    expect(render({ list: 'processing', jobs: [{ ...job, serverAlive: true }] })).not.toContain('Server gone');
  });

  it('measures lateness from due to started and the run from started to finished', () => {
    const job = aJobView({ dueAt: fromNow(-1000), startedAt: fromNow(-996), finishedAt: fromNow(-981) });
    const html = render({ list: 'succeeded', jobs: [job] });
    expect(html).toContain('<div>4 ms</div>');
    expect(html).toContain('<div>15 ms</div>');
  });

  it('gives every instant its exact moment on hover', () => {
    const html = render({ jobs: [aJobView()] });
    expect(html).toContain('<time datetime="2027-01-05T14:00:00.000Z" title="5 Jan 2027 16:00:00.000');
  });

  it('shows the filter that is set, keeps it from tab to tab, and offers to drop it', () => {
    const filter = { type: null, queue: 'mail' };
    const html = render({ list: 'failed', filter, queues: ['mail', 'default'], counts: { retries: 3 } });
    expect(html).toContain('<option value="mail" selected>mail</option>');
    expect(html).toContain('href="/hangfire/retries?queue=mail"');
    expect(html).toContain('No job here matches the filter');
    expect(html).toContain('<a href="/hangfire/jobs/failed">Show all</a>');
  });

  it('leads to the neighbouring pages, and says where the list ends', () => {
    const html = render({ list: 'failed', jobs: [aJobView()], previous: null, next: '/hangfire/jobs/failed?cursor=x' });
    expect(html).toContain('href="/hangfire/jobs/failed?cursor=x" rel="next">Older →</a>');
    expect(html).toContain('aria-disabled="true">← Newer</span>');
    expect(render({ list: 'scheduled', next: '?c' })).toContain('Later →');
  });

  it('keeps what was searched for in the box, the title and the filter', () => {
    const html = render({ list: 'search', search: 'appointment=<42>' });
    expect(html).toContain('value="appointment=&lt;42>"');
    expect(html).toContain('Jobs found for “appointment=&lt;42>”');
    expect(html).toContain('<input type="hidden" name="q"');
  });

  it('marks the list in the header where it has a place of its own', () => {
    expect(render({ list: 'failed' })).toMatch(/href="\/hangfire\/jobs\/failed" aria-current="page" id="page-failed"/);
    expect(render({ list: 'deleted' })).toMatch(/aria-current="page" id="page-jobs"/);
  });
});
