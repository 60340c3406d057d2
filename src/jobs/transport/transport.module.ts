import { type DynamicModule, Module } from '@nestjs/common';
import type { Config } from '../../config/config';
import { BROADCAST } from './broadcast';
import { BullTransport } from './bull/bull-transport';
import { BullTransportModule } from './bull/bull-transport.module';
import { RedisBroadcast } from './bull/redis-broadcast';
import { DatabaseTransport } from './database-transport';
import { JOB_TRANSPORT } from './job-transport';
import { LocalBroadcast } from './local-broadcast';

/** Bull where REDIS_URL names a Redis, else the database alone. */
@Module({})
export class TransportModule {
  static forRoot(config: Config): DynamicModule {
    const exports = [JOB_TRANSPORT, BROADCAST];
    if (config.redisUrl === null) {
      return {
        module: TransportModule,
        providers: [
          { provide: JOB_TRANSPORT, useClass: DatabaseTransport },
          { provide: BROADCAST, useClass: LocalBroadcast },
        ],
        exports,
      };
    }
    return {
      module: TransportModule,
      imports: [BullTransportModule.forRoot(config)],
      providers: [
        { provide: JOB_TRANSPORT, useExisting: BullTransport },
        { provide: BROADCAST, useExisting: RedisBroadcast },
      ],
      exports,
    };
  }
}
