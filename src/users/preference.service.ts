import { Injectable } from '@nestjs/common';
import { Malformed } from '../common/http/malformed';
import { Config } from '../config/config';
import { Database } from '../database/database';
import { ReminderChoices } from './reminder-choices';
import type { Preferences, User } from './user.entity';
import { UserRepository } from './user.repository';
import { UserService } from './user.service';

/** What users choose for themselves. */
@Injectable()
export class PreferenceService {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly service: UserService,
    private readonly users: UserRepository,
    private readonly choices: ReminderChoices,
  ) {}

  /** The reminders that a user gets of those that the clinic offers, the earliest first. */
  offsetsOf({ reminderOffsets: chosen }: Pick<User, 'reminderOffsets'>): number[] {
    return this.config.reminderOffsets.filter((offset) => !chosen || chosen.includes(offset));
  }

  /**
   * Changes what is given of a user's preferences, under the lock that bookings take: what they plan rests on them.
   *
   * @throws NotFound, Malformed when the clinic does not offer a reminder.
   */
  change(id: string, changes: Partial<Preferences>): Promise<User> {
    this.assertOffered(changes.reminderOffsets ?? []);
    return this.database.transaction(async () => {
      await this.database.lock(`client:${id}`);
      const user = await this.service.require(id);
      user.prefer(changes);
      await this.users.savePreferences(user);
      if (changes.reminderOffsets !== undefined) {
        await this.choices.replan({ userId: id, offsets: user.reminderOffsets });
      }
      return user;
    });
  }

  private assertOffered(offsets: readonly number[]): void {
    const { reminderOffsets: offered } = this.config;
    if (offsets.every((offset) => offered.includes(offset))) return;
    throw new Malformed({ reminderOffsets: [`Choose among ${offered.join(', ')}.`] });
  }
}
