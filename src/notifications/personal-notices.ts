import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PersonalData, type PersonalDataKeeper } from '../users/personal-data';
import { PersonalNoticeRepository } from './personal-notice.repository';

/** Tells what people were told. Notices to doctors name appointments and nobody else. */
@Injectable()
export class PersonalNotices implements PersonalDataKeeper, OnModuleInit {
  readonly holds = 'notices';

  constructor(
    private readonly personal: PersonalData,
    private readonly notices: PersonalNoticeRepository,
  ) {}

  onModuleInit(): void {
    this.personal.register(this);
  }

  async exportOf(userId: string): Promise<unknown> {
    return {
      notifications: await this.notices.notificationsOf(userId),
      deliveries: await this.notices.deliveriesOf(userId),
    };
  }

  erase(userId: string): Promise<void> {
    return this.notices.eraseOf(userId);
  }
}
