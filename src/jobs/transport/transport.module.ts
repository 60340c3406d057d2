import { type DynamicModule, Module } from '@nestjs/common';
import type { Config } from '../../config/config';
import { BROADCAST } from './broadcast';
import type * as OnBull from './bull/bull-transport.module';
import { DatabaseTransport } from './database-transport';
import { JOB_TRANSPORT } from './job-transport';
import { LocalBroadcast } from './local-broadcast';

/** Bull where REDIS_URL names a Redis, else the database alone. */
@Module({})
export class TransportModule {
  static forRoot(config: Config): DynamicModule {
    if (config.redisUrl === null) {
      return {
        module: TransportModule,
        providers: [
          { provide: JOB_TRANSPORT, useClass: DatabaseTransport },
          { provide: BROADCAST, useClass: LocalBroadcast },
        ],
        exports: [JOB_TRANSPORT, BROADCAST],
      };
    }
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- Bull takes long to load: not where there is no Redis
    const { BullTransportModule } = require('./bull/bull-transport.module') as typeof OnBull;
    return { module: TransportModule, imports: [BullTransportModule.forRoot(config)], exports: [BullTransportModule] };
  }
}
