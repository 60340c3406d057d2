import type { INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { CommonModule } from '../../src/common/common.module';
import { loadConfig } from '../../src/config/config';
import { ConfigModule } from '../../src/config/config.module';
import { JOB_TRANSPORT, type JobTransport } from '../../src/jobs/transport/job-transport';
import { TransportModule } from '../../src/jobs/transport/transport.module';
import { RecordingLogger } from '../support/recording-logger';
import { type RedisServer, startRedis } from '../support/redis';
import { eventually } from '../support/waiting';
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

describe('a message for a queue that is too much for who receives it', () => {
  const opened: INestApplicationContext[] = [];
  afterEach(async () => {
    for (const app of opened.splice(0).reverse()) await app.close();
  });

  async function start(role: string): Promise<JobTransport> {
    const { app, transport } = await open(role);
    opened.push(app);
    return transport;
  }
  const mail = (id: number) => ({ id, queue: 'mail', type: 'test.run', claim: 0, dueAt: new Date(Date.now()) });

  it('goes from one busy process to the next until one has time, and no further', async () => {
    const announcing = await start('api');
    const heard: number[] = [];
    const told = async (index: number, busy: boolean) => {
      const transport = await start('worker');
      await transport.listen((queue) => {
        heard.push(index);
        if (busy) transport.passOn(queue);
      });
    };
    await told(0, true);
    await told(1, true);
    await told(2, false);
    for (let id = 1; id <= 6; id++) {
      heard.length = 0;
      announcing.announce([mail(id)]);
      await eventually('it comes to the one that has time', () => heard.includes(2));
      expect(heard.indexOf(2)).toBe(heard.length - 1);
    }
  });

  it('is dropped where all are busy', async () => {
    const announcing = await start('api');
    let heard = 0;
    for (let worker = 0; worker < 2; worker++) {
      const transport = await start('worker');
      await transport.listen((queue) => {
        if (queue !== 'mail') return;
        heard++;
        transport.passOn(queue);
      });
    }
    announcing.announce([mail(1)]);
    await eventually('it has been round', () => heard === 11);
    const probe = await start('api');
    probe.announce([{ ...mail(2), queue: 'probe' }]);
    await eventually('nothing is left in Redis', async () => (await redis.run('LLEN', '{medano}:mail:wait')) === '0');
    expect(heard).toBe(11);
  });
});
