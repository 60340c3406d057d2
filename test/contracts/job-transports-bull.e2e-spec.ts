import type { INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { CommonModule } from '../../src/common/common.module';
import { loadConfig } from '../../src/config/config';
import { ConfigModule } from '../../src/config/config.module';
import { JOB_TRANSPORT, type JobTransport } from '../../src/jobs/transport/job-transport';
import { TransportModule } from '../../src/jobs/transport/transport.module';
import { RecordingLogger } from '../support/recording-logger';
import { type RedisServer, startRedis } from '../support/redis';
import { jobTransportContract } from './job-transport.contract';

let redis: RedisServer;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());
afterEach(() => redis.run('FLUSHALL'));

async function open(role: string): Promise<{ app: INestApplicationContext; transport: JobTransport }> {
  const config = loadConfig({ REDIS_URL: redis.url, ROLE: role, JOB_QUEUES: 'default,mail,probe' });
  const app = await Test.createTestingModule({
    imports: [ConfigModule.forRoot(config), CommonModule, TransportModule.forRoot(config)],
  })
    .setLogger(new RecordingLogger())
    .compile();
  await app.init();
  return { app, transport: app.get<JobTransport>(JOB_TRANSPORT) };
}

jobTransportContract('Bull, within one process', async () => {
  const { app, transport } = await open('all');
  return { transport, stop: () => app.close() };
});

jobTransportContract('Bull, from one process to another', async () => {
  const announcing = await open('api');
  const listening = await open('worker');
  return {
    transport: announcing.transport,
    listener: listening.transport,
    stop: async () => {
      await listening.app.close();
      await announcing.app.close();
    },
  };
});
