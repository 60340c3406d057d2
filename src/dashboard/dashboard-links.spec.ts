import { dashboardLinks, JOB_LISTS } from './dashboard-links';

describe('dashboard links', () => {
  const links = dashboardLinks('/hangfire/', 'abc');

  it("keeps Hangfire's paths", () => {
    expect(JOB_LISTS.map((list) => links.list(list))).toEqual([
      '/hangfire/jobs/scheduled',
      '/hangfire/jobs/enqueued',
      '/hangfire/jobs/processing',
      '/hangfire/jobs/succeeded',
      '/hangfire/jobs/awaiting',
      '/hangfire/retries',
      '/hangfire/jobs/failed',
      '/hangfire/jobs/deleted',
    ]);
    expect(links.job('42')).toBe('/hangfire/jobs/details/42');
    expect(links.page('overview')).toBe('/hangfire');
    expect(links.page('recurring')).toBe('/hangfire/recurring');
  });

  it('can be mounted at the root', () => {
    expect(dashboardLinks('/', '1').page('overview')).toBe('/');
    expect(dashboardLinks('/', '1').list('failed')).toBe('/jobs/failed');
  });

  it('encodes what it is given and leaves out what is not set', () => {
    expect(links.list('failed', { type: 'a&b', queue: null, cursor: undefined })).toBe(
      '/hangfire/jobs/failed?type=a%26b',
    );
    expect(links.search({ q: 'appointment=42' })).toBe('/hangfire/search?q=appointment%3D42');
    expect(links.job('../x')).toBe('/hangfire/jobs/details/..%2Fx');
  });

  it('changes an asset address with its version', () => {
    expect(links.asset('dashboard.css')).toBe('/hangfire/assets/dashboard.css?v=abc');
  });
});
