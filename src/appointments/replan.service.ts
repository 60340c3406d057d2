import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../common/clock';
import { Database } from '../database/database';
import { type ReminderChoice, ReminderChoices, type ReminderPlanner } from '../users/reminder-choices';
import { AppointmentRepository } from './appointment.repository';
import { ReminderService } from './reminder.service';

/** Plans the reminders of a patient's appointments to come anew when the patient has chosen others. */
@Injectable()
export class ReplanService implements ReminderPlanner, OnModuleInit {
  constructor(
    private readonly choices: ReminderChoices,
    private readonly database: Database,
    private readonly appointments: AppointmentRepository,
    private readonly reminders: ReminderService,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.choices.register(this);
  }

  /** Under the lock that bookings of the patient take: what they plan rests on the choice, too. */
  replan({ userId, offsets }: ReminderChoice): Promise<void> {
    return this.database.transaction(async () => {
      await this.database.lock(`client:${userId}`);
      const upcoming = await this.appointments.upcomingOfClient(userId, this.clock.now());
      const scheduled = upcoming.filter(({ status }) => status === 'scheduled');
      if (scheduled.length > 0) await this.reminders.replanFor(scheduled, offsets);
    });
  }
}
