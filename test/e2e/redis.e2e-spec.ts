import { type TestApp, startApp } from '../support/app';
import { type RedisServer, startRedis } from '../support/redis';
import { eventually } from '../support/waiting';

let redis: RedisServer;
let app: TestApp;

beforeAll(async () => {
  redis = await startRedis();
  app = await startApp({ env: { REDIS_URL: redis.url } });
});
afterAll(async () => {
  await app.close();
  await redis.kill();
});

const readiness = () => app.http.get('/health/ready');
const overview = async () => (await fetch(`${app.url}/hangfire?lang=en`)).text();

describe('the application with Redis', () => {
  it('names the transport, and says that Redis can be wiped', async () => {
    expect((await readiness()).body).toEqual({
      status: 'ok',
      checks: { alerts: 'up', database: 'up', promises: 'up', workers: 'up', redis: 'up' },
    });
    const html = await overview();
    expect(html).toContain('<b>Bull on Redis</b>');
    expect(html).toContain('Redis can be wiped now');
  });

  it('is degraded and ready while Redis is away, and says so', async () => {
    await redis.kill();
    await eventually('it is noticed', async () => (await readiness()).body.checks.redis === 'degraded');
    expect(await readiness()).toMatchObject({ status: 200, body: { status: 'degraded' } });
    expect(await overview()).toContain('Redis does not answer');
    redis = await startRedis({ port: redis.port });
    await eventually('it is used again', async () => (await readiness()).body.checks.redis === 'up');
  });
});
