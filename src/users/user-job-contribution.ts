import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { JobTag } from '../jobs/definition/job-definition';
import { type JobContribution, JobContributions } from '../jobs/job-contributions';
import { UserService } from './user.service';

/** Finds jobs by the e-mail address of the user they concern. */
@Injectable()
export class UserJobContribution implements JobContribution, OnModuleInit {
  constructor(
    private readonly contributions: JobContributions,
    private readonly users: UserService,
  ) {}

  onModuleInit(): void {
    this.contributions.register(this);
  }

  async tagsFor(words: string): Promise<JobTag[]> {
    const user = words.includes('@') ? await this.users.findByEmail(words) : null;
    return user ? [{ name: 'userId', value: user.id }] : [];
  }
}
