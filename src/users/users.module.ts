import { Module } from '@nestjs/common';
import { JobContributionsModule } from '../jobs/job-contributions.module';
import { UserJobContribution } from './user-job-contribution';
import { UserRepository } from './user.repository';
import { UserService } from './user.service';

@Module({
  imports: [JobContributionsModule],
  providers: [UserRepository, UserService, UserJobContribution],
  exports: [UserService],
})
export class UsersModule {}
