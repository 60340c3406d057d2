import { Global, Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module';
import { JobsModule } from '../jobs/jobs.module';
import { removeIdempotencyKeys } from './idempotency.jobs';
import { IdempotencyRepository } from './idempotency.repository';
import { IdempotencyService } from './idempotency.service';
import { RemoveKeysHandler } from './remove-keys.handler';

/** For the routes of every module that say @Replays. */
@Global()
@Module({
  imports: [AuthModule, JobsModule.forFeature([removeIdempotencyKeys])],
  providers: [IdempotencyRepository, IdempotencyService, RemoveKeysHandler],
  exports: [IdempotencyService],
})
export class IdempotencyModule {}
