import { h } from 'preact';
import {
  aJobDetailView,
  aJobsView,
  aJobView,
  anOverviewView,
  aShell,
  fromNow,
} from '../../../test/builders/dashboard-view';
import type { ShellView } from '../dashboard.view-model';
import { JobPage } from './job.page';
import { JobsPage } from './jobs.page';
import { OverviewPage } from './overview.page';
import { renderPage } from './render-page';

const comingUp = Array.from({ length: 24 }, (_, hour) => ({ from: fromNow(hour * 3_600_000), count: hour }));
const job = { progress: 42, lastError: 'Boom\n  at x', parent: { id: '1', type: 'a.b', state: 'failed' as const } };
const PAGES: [string, (shell: ShellView) => string][] = [
  ['overview', (shell) => renderPage(h(OverviewPage, { shell, overview: anOverviewView({ comingUp }) }))],
  [
    'jobs',
    (shell) => renderPage(h(JobsPage, { shell, view: aJobsView({ list: 'processing', jobs: [aJobView(job)] }) })),
  ],
  ['job', (shell) => renderPage(h(JobPage, { shell, job: aJobDetailView(job) }))],
];
const overview = (shell: Partial<ShellView> = {}) =>
  renderPage(h(OverviewPage, { shell: aShell(shell), overview: anOverviewView() }));

describe('layout', () => {
  it.each(PAGES)('puts no style, script or handler into the %s page: the CSP would refuse it', (_, page) => {
    const html = page(aShell());
    expect(html).toMatch(/^<!doctype html><html lang="en">/);
    expect(html).not.toMatch(/\sstyle=|<style|\son\w+=|javascript:/i);
    expect(html.match(/<script[^>]*>/g)).toEqual(['<script src="/hangfire/assets/dashboard.js?v=1" defer>']);
    expect(html).toContain('defer></script>');
  });

  it.each(PAGES)('gives each id of the %s page once, for the refresh goes by them', (_, page) => {
    const ids = [...page(aShell()).matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]);
    expect(ids.length).toBeGreaterThan(5);
    expect(ids).toHaveLength(new Set(ids).size);
  });

  it('offers the pages there are, with their numbers, and marks the present one', () => {
    const html = overview();
    expect(html).toMatch(/<a href="\/hangfire" aria-current="page" id="page-overview">Overview<\/a>/);
    expect(html).toMatch(/Failed<span class="count bad">2<\/span>/);
    expect(html).not.toContain('Recurring');
    expect(overview({ nav: [{ page: 'failed', count: 0 }] })).toContain('<span class="count">0</span>');
  });

  it('searches by a plain form', () => {
    expect(overview()).toMatch(/<form class="search" role="search" action="\/hangfire\/search" method="get">/);
  });

  it('offers both languages and marks the present one', () => {
    const html = overview({ language: 'ro' });
    expect(html).toContain('<html lang="ro">');
    expect(html).toContain('<a href="/hangfire?lang=en" lang="en" hreflang="en">EN</a>');
    expect(html).toContain('<a href="/hangfire?lang=ro" lang="ro" hreflang="ro" aria-current="true">RO</a>');
  });

  it('hides the refresh switch from who has no JavaScript', () => {
    expect(overview()).toMatch(/<button class="live"[^>]* hidden/);
  });

  it('names storage, transport and server time at the foot, and clocks more than 30 s apart', () => {
    const html = overview({ transport: 'bull' });
    expect(html).toContain('<b>SQLite · clinic.db</b>');
    expect(html).toContain('<b>Bull on Redis</b>');
    expect(html).toContain('5 Jan 2027 15:00:00');
    expect(overview({ clockSkewMs: 30_000 })).not.toContain('clock differs');
    expect(overview({ clockSkewMs: -42_000 })).toContain("The database's clock differs by 42 s");
  });
});
