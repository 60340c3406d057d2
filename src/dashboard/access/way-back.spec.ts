import { wayBack } from './way-back';

describe('the way back after the sign-in', () => {
  it.each([
    ['/hangfire', '/hangfire'],
    ['/hangfire/jobs/failed?queue=mail&lang=ro', '/hangfire/jobs/failed?queue=mail&lang=ro'],
    ['/HangFire/jobs/failed', '/hangfire/jobs/failed'],
    ['/hangfire/../api/docs', '/hangfire'],
    ['/hangfirewall', '/hangfire'],
    ['/hangfire/sign-in?to=/hangfire', '/hangfire'],
    ['', '/hangfire'],
    ['jobs', '/hangfire'],
    ['//evil.example/hangfire', '/hangfire'],
    ['/\\evil.example/hangfire', '/hangfire'],
    ['https://evil.example/hangfire', '/hangfire'],
    ['http://nowhere.invalid@evil.example/hangfire', '/hangfire'],
    ['javascript:alert(1)//hangfire', '/hangfire'],
    ['/hangfire\r\nSet-Cookie: a=b', '/hangfire'],
  ])('for %j is %s', (to, back) => {
    expect(wayBack(to, '/hangfire')).toBe(back);
  });

  it('never leads to another site', () => {
    expect(wayBack('/hangfire//evil.example', '/hangfire')).toBe('/hangfire//evil.example');
  });
});
