import { JOB_TRANSPORT, type JobTransport } from '../../src/jobs/transport/job-transport';
import { type TestApp, startApp } from '../support/app';
import { type RedisServer, startRedis } from '../support/redis';
import { eventually } from '../support/waiting';
import { WatchedClinic } from '../support/watched-clinic';

const MINUTE = 60_000;

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

describe('the watch', () => {
  it('tells once of Redis that has been away for five minutes, and that it is back', async () => {
    const watched = await WatchedClinic.start({ env: { REDIS_URL: redis.url } });
    const transport = watched.app.get<JobTransport>(JOB_TRANSPORT);
    const told = () => watched.posted().filter((each) => each.startsWith('redis-down'));
    try {
      await eventually('it is reached', () => transport.broker === 'up');
      await watched.look();
      await redis.kill();
      await eventually('it is missed', () => transport.broker === 'down');
      await watched.look();
      await watched.look(4 * MINUTE);
      expect(told()).toEqual([]);
      for (let times = 0; times < 3; times++) await watched.look(MINUTE);
      expect(told()).toEqual(['redis-down opened']);

      redis = await startRedis({ port: redis.port });
      await eventually('it is reached again', () => transport.broker === 'up');
      await watched.look();
      await watched.look(MINUTE);
      expect(told()).toEqual(['redis-down opened', 'redis-down ended']);
    } finally {
      await watched.close();
    }
  });
});
