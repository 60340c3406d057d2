import { type DynamicModule, Logger, Module } from '@nestjs/common';
import { BullModule, getQueueToken } from '@nestjs/bull';
import type { Queue, QueueOptions } from 'bull';
import type { Config } from '../../../config/config';
import { EngineTallyModule } from '../../engine-tally.module';
import { BROADCAST } from '../broadcast';
import { JOB_TRANSPORT } from '../job-transport';
import { Announcements, BULL_QUEUES } from './announcements';
import { BullTransport } from './bull-transport';
import { RedisBroadcast } from './redis-broadcast';
import { KEY_PREFIX, RedisConnections } from './redis-connections';
import { WakeInbox } from './wake-inbox';
import { wakeProcessorOf } from './wake-processor';

const RETRY_MS = 1_000;

@Module({ providers: [RedisConnections], exports: [RedisConnections] })
class RedisModule {}

/** One queue of Bull's for each of JOB_QUEUES; what takes their messages only in a process with workers. */
@Module({})
export class BullTransportModule {
  static forRoot({ jobQueues, role }: Config): DynamicModule {
    return {
      module: BullTransportModule,
      imports: [
        RedisModule,
        EngineTallyModule,
        BullModule.registerQueueAsync(
          ...jobQueues.map((name) => ({
            name,
            imports: [RedisModule],
            inject: [RedisConnections],
            useFactory: optionsWith,
          })),
        ),
      ],
      providers: [
        {
          provide: BULL_QUEUES,
          inject: jobQueues.map((name) => getQueueToken(name)),
          useFactory: (...queues: Queue[]) => new Map(queues.map((queue) => [queue.name, kept(queue)])),
        },
        Announcements,
        WakeInbox,
        BullTransport,
        RedisBroadcast,
        { provide: JOB_TRANSPORT, useExisting: BullTransport },
        { provide: BROADCAST, useExisting: RedisBroadcast },
        ...(role === 'api' ? [] : jobQueues.map(wakeProcessorOf)),
      ],
      exports: [JOB_TRANSPORT, BROADCAST],
    };
  }
}

function optionsWith(redis: RedisConnections): QueueOptions {
  return {
    prefix: KEY_PREFIX,
    createClient: redis.create,
    // The message of a process that died is for another, however often that happens: it is not a failure.
    settings: { maxStalledCount: Number.MAX_SAFE_INTEGER, retryProcessDelay: RETRY_MS },
  };
}

/**
 * Nest starts to process a queue and does not wait for what comes of it: a failure there, such as when Redis was never
 * reached until the process stops, would end the process. To close it Nest waits for as long as Bull does, which may be for
 * ever: the transport closes it.
 */
function kept(queue: Queue): Queue {
  const process = queue.process.bind(queue) as (...given: unknown[]) => Promise<void>; // whichever way it is called
  const logger = new Logger(BullTransport.name);
  return Object.assign(queue, {
    process: (...given: unknown[]) =>
      process(...given).catch((error: unknown) => {
        if (!(queue as Queue & { closing?: unknown }).closing) {
          logger.warn({ err: error, queue: queue.name }, 'the messages of a queue cannot be taken');
        }
      }),
    onApplicationShutdown: () => undefined,
    // Names the connections in Redis' list of clients, for which it waits by itself.
    setWorkerName: () => Promise.resolve(),
  });
}
