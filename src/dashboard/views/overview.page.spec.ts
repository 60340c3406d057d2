import { h } from 'preact';
import { aJobView, anOverviewView, aShell, fromNow } from '../../../test/builders/dashboard-view';
import type { OverviewView, Problem, ShellView } from '../dashboard.view-model';
import { OverviewPage } from './overview.page';
import { renderPage } from './render-page';

const render = (change: Partial<OverviewView> = {}, shell: Partial<ShellView> = {}) =>
  renderPage(h(OverviewPage, { shell: aShell(shell), overview: anOverviewView(change) }));
const withProblems = (problems: Problem[], shell: Partial<ShellView> = {}) =>
  render({ health: { problems, checkedAt: fromNow(-12_000), coveredAppointments: 7 } }, shell);
const heading = (html: string) => /<h1>(.*?)<\/h1>/.exec(html)?.[1]?.replace(/<[^>]+>/g, '');

describe('overview page', () => {
  it('says first that all is on its way, in both languages', () => {
    expect(heading(render())).toBe('Everything that was promised is on its way');
    expect(heading(render({}, { language: 'ro' }))).toBe('Tot ce s-a promis este pe drum');
    expect(render()).toContain('all 1,281 future appointments have their reminders');
  });

  it('does not call healthy what nobody has verified', () => {
    const html = render({ health: { problems: [], checkedAt: null, coveredAppointments: 0 } });
    expect(heading(html)).toBe('The promises have not been checked yet');
  });

  it('makes the gravest problem the headline, whatever its place, and lists the others', () => {
    const html = withProblems([
      { kind: 'queues-paused', queues: ['default'] },
      { kind: 'reminders-missing', count: 3 },
    ]);
    expect(heading(html)).toBe('3 future appointments lack a reminder');
    expect(html).toContain('Queue default is paused');
    expect(html).not.toContain('have their reminders');
  });

  it('leads to where a problem is looked into, among the pages there are', () => {
    const paused: Problem[] = [{ kind: 'queues-paused', queues: ['default'] }];
    expect(withProblems(paused)).not.toContain('href="/hangfire/queues"');
    expect(withProblems(paused, { nav: [{ page: 'queues', count: null }] })).toContain(
      'class="lead" href="/hangfire/queues"',
    );
  });

  it.each<[Problem, string, string]>([
    [
      { kind: 'alerts', alerts: ['late', 'redis-down'] },
      'alerted: Work is late; Redis',
      'alertați: Sarcinile întârzie; Redis',
    ],
    [{ kind: 'no-server' }, 'No server is alive', 'Niciun server nu este activ'],
    [{ kind: 'queues-unserved', queues: ['mail'] }, 'serves the queue mail', 'nu deservește coada mail'],
    [{ kind: 'servers-silent', names: ['a', 'b'] }, 'The servers a, b have', 'Serverele a, b nu'],
    [{ kind: 'late', oldestDueAt: fromNow(-480_000) }, 'has waited 8 min', 'așteaptă de 8 min'],
    [{ kind: 'failures', count: 1 }, '1 job has failed', '1 job a eșuat'],
    [{ kind: 'mail-failing', count: 12 }, '12 attempts in vain', '12 încercări eșuate'],
    [{ kind: 'transport-down' }, 'Redis does not answer', 'Redis nu răspunde'],
    [{ kind: 'not-verified', since: fromNow(-600_000) }, 'last checked 10 min ago', 'ultima dată acum 10 min'],
    [{ kind: 'clock-skew', ms: -42_000 }, 'differ by 42 s', 'diferă cu 42 s'],
  ])('has words for %j', (problem, english, romanian) => {
    expect(heading(withProblems([problem]))).toContain(english);
    expect(heading(withProblems([problem], { language: 'ro' }))).toContain(romanian);
  });

  it('says what the last verification of each invariant found, and that one is broken', () => {
    const found = { checkedAt: fromNow(-60_000), checked: 12, healed: 0, broken: 0 };
    const html = render({
      invariants: [
        { name: 'told-once', ...found },
        { name: 'reminders-settled', ...found, healed: 2, broken: 1 },
        { name: 'of-an-extension', ...found },
      ],
    });
    expect(html).toContain('Nobody was told the same twice');
    expect(html).toContain('12 checked, 2 put right, 1 broken');
    expect(html).toContain('of-an-extension');
    expect(html.match(/>Broken</g)).toHaveLength(1);
  });

  it('tells apart a Redis that can be wiped, one that cannot, one that is silent, and none', () => {
    const transport = (connected: boolean, wipeable: boolean) =>
      render({ transport: { kind: 'bull', connected, wipeable } });
    expect(transport(true, true)).toContain('Redis can be wiped now');
    expect(transport(true, false)).toContain('do not wipe Redis');
    expect(transport(false, true)).toContain('Redis does not answer');
    expect(render()).toContain('no Redis in use');
  });

  it('says what is empty', () => {
    const html = render({ servers: [] });
    for (const sentence of [
      'Nothing is scheduled for the next 24 hours',
      'Nothing needs a person',
      'No server is alive',
    ])
      expect(html).toContain(sentence);
  });

  it('draws a bar for each hour that has jobs, the busiest highest and with its number', () => {
    const comingUp = [4, 0, 61].map((count, hour) => ({ from: fromNow(hour * 3_600_000), count }));
    const html = render({ comingUp });
    expect(html.match(/class="bar"/g)).toHaveLength(2);
    expect(html).toMatch(/<g class="peak"><title>from 17:00: 61 jobs<\/title>.*?height="84%".*?>61<\/text>/);
    expect(html).toContain('65 jobs · busiest from 17:00: 61');
  });

  it('escapes the error of a job that needs a person', () => {
    const job = aJobView({ state: 'failed', lastError: '<script>alert(1)</script>', reason: 'permanent' });
    const html = render({ needsPerson: [job] });
    expect(html).toContain('&lt;script>alert(1)&lt;/script>');
    expect(html).not.toContain('<script>alert');
  });

  it('marks a paused queue and a silent server', () => {
    const html = render({
      queues: [
        {
          name: 'default',
          due: 12,
          oldestDueAt: fromNow(-480_000),
          perMinute: 0,
          paused: true,
          pausedBy: 'ana',
          concurrency: 4,
          ratePerMinute: 600,
        },
      ],
      servers: [
        {
          name: 'worker-2',
          pid: 4127,
          role: 'worker',
          queues: ['mail'],
          running: 1,
          workers: 20,
          startedAt: fromNow(-9e6),
          heartbeatAt: fromNow(-44_000),
          alive: false,
        },
      ],
    });
    expect(html).toContain('title="Paused by ana">Paused');
    expect(html).toContain('4 at a time · at most 600/min');
    expect(html).toContain('Silent');
    expect(html).toContain('44 s ago');
  });
});
