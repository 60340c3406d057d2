import { surround } from '../support/engine';
import { type RedisServer, startRedis } from '../support/redis';

let redis: RedisServer;
beforeAll(async () => {
  redis = await startRedis();
  surround({ REDIS_URL: redis.url });
});
afterAll(() => redis.stop());
// What one engine's jobs left there wakes the next one's workers in vain, as it may.

/** All but `boot`, which is about starts that are refused before there is a transport. */
const SUITES = ['run', 'queues', 'complete', 'enqueue', 'batch', 'upkeep', 'recurring', 'log'];

describe.each(SUITES)('on Bull: engine-%s', (suite) => {
  jest.requireActual(`./engine-${suite}.e2e-spec`);
});
