import type { INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { CommonModule } from '../../src/common/common.module';
import { loadConfig } from '../../src/config/config';
import { ConfigModule } from '../../src/config/config.module';
import { BROADCAST, type Broadcast } from '../../src/jobs/transport/broadcast';
import { TransportModule } from '../../src/jobs/transport/transport.module';
import { RecordingLogger } from '../support/recording-logger';
import { type RedisServer, startRedis } from '../support/redis';
import { eventually } from '../support/waiting';

const apps: INestApplicationContext[] = [];

async function open(env: Record<string, string>): Promise<Broadcast> {
  const config = loadConfig({ JOB_QUEUES: 'default', ...env });
  const app = await Test.createTestingModule({
    imports: [ConfigModule.forRoot(config), CommonModule, TransportModule.forRoot(config)],
  })
    .setLogger(new RecordingLogger())
    .compile();
  await app.init();
  apps.push(app);
  return app.get<Broadcast>(BROADCAST);
}

function heardBy(broadcast: Broadcast, channel = 'news'): string[] {
  const heard: string[] = [];
  broadcast.listen(channel, (message) => heard.push(message));
  return heard;
}

afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});

describe('a broadcast without a broker', () => {
  it('tells its own process at once, and says that it reaches no other', async () => {
    const broadcast = await open({});
    const heard = heardBy(broadcast);
    broadcast.send('news', '1');
    broadcast.send('other', '2');
    expect(heard).toEqual(['1']);
    expect(broadcast.carries).toBe(false);
  });
});

describe('a broadcast by Redis', () => {
  let redis: RedisServer;
  beforeEach(async () => {
    redis = await startRedis();
  });
  afterEach(() => redis.kill());

  const env = (database = '') => ({ REDIS_URL: `${redis.url}${database}` });

  /** Sends until it is heard: that somebody listens is told to nobody. */
  const reaches = (from: Broadcast, heard: string[]) =>
    eventually('it is heard', () => {
      from.send('news', 'there?');
      return heard.includes('there?');
    });

  it('tells every process, its own at once and without Redis', async () => {
    const [sender, ...listeners] = [await open(env()), await open(env()), await open(env())];
    const own = heardBy(sender);
    const others = listeners.map((each) => heardBy(each));
    for (const heard of others) await reaches(sender, heard);
    own.length = 0;
    sender.send('news', '1');
    expect(own).toEqual(['1']);
    for (const heard of others) await eventually('it is heard', () => heard.includes('1'));
  });

  it('does not reach a clinic that has another database of the server', async () => {
    const [sender, same, other] = [await open(env()), await open(env()), await open(env('/1'))];
    const [heard, elsewhere] = [heardBy(same), heardBy(other)];
    await reaches(sender, heard);
    await reaches(other, elsewhere);
    sender.send('news', '1');
    await eventually('it is heard', () => heard.includes('1'));
    // Its own comes back to it through the same server, after what the first sent.
    elsewhere.length = 0;
    other.send('news', '2');
    await eventually('it is heard twice', () => elsewhere.filter((each) => each === '2').length === 2);
    expect(elsewhere).not.toContain('1');
  });

  it('says whether it reaches others, sends in vain while Redis is away, and goes on once it is back', async () => {
    const [sender, listener] = [await open(env()), await open(env())];
    const [own, heard] = [heardBy(sender), heardBy(listener)];
    expect(sender.carries).toBe(true);
    await reaches(sender, heard);
    await redis.kill();
    await eventually('it is noticed', () => !sender.carries);
    own.length = 0;
    sender.send('news', 'lost');
    expect(own).toEqual(['lost']);
    redis = await startRedis({ port: redis.port });
    await eventually('it is used again', () => sender.carries);
    heard.length = 0;
    await reaches(sender, heard);
    expect(heard).not.toContain('lost');
  });
});
