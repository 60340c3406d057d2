import { h } from 'preact';
import { anOverviewView, aShell, fromNow } from '../../../test/builders/dashboard-view';
import type { OverviewView, ShellView } from '../dashboard.view-model';
import { OverviewPage } from './overview.page';
import { renderPage } from './render-page';

const HOUR = 3_600_000;

const bucket = (hoursAgo: number, ended: Partial<OverviewView['history']['buckets'][number]> = {}) => ({
  from: fromNow(-hoursAgo * HOUR),
  succeeded: 0,
  failed: 0,
  deleted: 0,
  ...ended,
});
const render = (history: OverviewView['history'], shell: Partial<ShellView> = {}) =>
  renderPage(h(OverviewPage, { shell: aShell(shell), overview: anOverviewView({ history }) }));

describe('the graph of what has ended', () => {
  const day = {
    period: 'day' as const,
    buckets: [bucket(2, { succeeded: 4000, failed: 1 }), bucket(1), bucket(0, { succeeded: 2000, deleted: 500 })],
  };

  it('stacks what succeeded, was deleted and failed, and lets one failure among thousands be seen', () => {
    const html = render(day);
    expect(html).toContain('13:00: 4,000 succeeded, 1 failed, 0 deleted');
    expect(html).toMatch(/<rect class="bar of-failed" [^>]*height="2%"/);
    expect(html.match(/<rect class="bar /g)).toHaveLength(4);
    expect(html).toContain('aria-label="What has ended: 6,000 succeeded · 1 failed · 500 deleted"');
  });

  it('is a table too, of the hours in which something ended', () => {
    expect(render(day)).toMatch(/<td>15:00<\/td><td class="num">2,000<\/td><td class="num">500<\/td><td class="num">0/);
    expect(render(day)).not.toContain('<td>14:00</td>');
  });

  it('names dates where it shows a week', () => {
    const week = { period: 'week' as const, buckets: [bucket(24, { succeeded: 3 }), bucket(0, { failed: 1 })] };
    expect(render(week, { language: 'ro' })).toContain('4 ian.: 3 reușite, 0 eșuate, 0 șterse');
  });

  it('says that nothing has ended', () => {
    expect(render({ period: 'day', buckets: [bucket(1), bucket(0)] })).toContain('Nothing has ended in this time');
  });
});
