import { Module } from '@nestjs/common';
import { JobContributionsModule } from '../jobs/job-contributions.module';
import { ReminderChoices } from './reminder-choices';
import { UserJobContribution } from './user-job-contribution';
import { UserRepository } from './user.repository';
import { UserService } from './user.service';

@Module({
  imports: [JobContributionsModule],
  providers: [UserRepository, UserService, UserJobContribution, ReminderChoices],
  exports: [UserService, ReminderChoices],
})
export class UsersModule {}
