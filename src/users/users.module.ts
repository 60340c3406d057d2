import { Module } from '@nestjs/common';
import { UserJobContribution } from './user-job-contribution';
import { UserRepository } from './user.repository';
import { UserService } from './user.service';

@Module({ providers: [UserRepository, UserService, UserJobContribution], exports: [UserService] })
export class UsersModule {}
