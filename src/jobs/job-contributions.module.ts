import { Module } from '@nestjs/common';
import { JobContributions } from './job-contributions';

/** For features that tell what jobs concern, in programs without the engine too. */
@Module({ providers: [JobContributions], exports: [JobContributions] })
export class JobContributionsModule {}
