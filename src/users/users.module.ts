import { Module } from '@nestjs/common';
import { JobContributionsModule } from '../jobs/job-contributions.module';
import { PersonalData } from './personal-data';
import { PreferenceService } from './preference.service';
import { ReminderChoices } from './reminder-choices';
import { UserJobContribution } from './user-job-contribution';
import { UserRepository } from './user.repository';
import { UserService } from './user.service';

@Module({
  imports: [JobContributionsModule],
  providers: [UserRepository, UserService, UserJobContribution, PreferenceService, ReminderChoices, PersonalData],
  exports: [UserService, PreferenceService, ReminderChoices, PersonalData],
})
export class UsersModule {}
