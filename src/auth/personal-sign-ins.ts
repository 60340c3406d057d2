import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PersonalData, type PersonalDataKeeper } from '../users/personal-data';
import { SignInRepository } from './sign-in.repository';

/** Tells when people have signed in of late. */
@Injectable()
export class PersonalSignIns implements PersonalDataKeeper, OnModuleInit {
  readonly holds = 'signIns';

  constructor(
    private readonly personal: PersonalData,
    private readonly signIns: SignInRepository,
  ) {}

  onModuleInit(): void {
    this.personal.register(this);
  }

  exportOf(userId: string): Promise<unknown> {
    return this.signIns.ofUser(userId);
  }

  erase(userId: string): Promise<void> {
    return this.signIns.removeOf(userId);
  }
}
