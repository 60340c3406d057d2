import { Injectable } from '@nestjs/common';

/** Which reminders a user wants. */
export interface ReminderChoice {
  userId: string;
  /** Minutes before a visit, chosen among the clinic's; null: all of them. */
  offsets: readonly number[] | null;
}

/** What follows from another choice of reminders, told by the module that plans them. */
export interface ReminderPlanner {
  /** Called in the transaction that writes the choice; takes the lock `client:<userId>`. */
  replan(choice: ReminderChoice): Promise<void>;
}

/** Where appointments, which come after users in the order of modules, hear that a user has chosen other reminders. */
@Injectable()
export class ReminderChoices implements ReminderPlanner {
  private readonly planners: ReminderPlanner[] = [];

  /** To be called while modules initialize. */
  register(planner: ReminderPlanner): void {
    this.planners.push(planner);
  }

  /** To be awaited inside the transaction that writes `User.reminderOffsets`, whose choice it is. */
  async replan(choice: ReminderChoice): Promise<void> {
    for (const planner of this.planners) await planner.replan(choice);
  }
}
