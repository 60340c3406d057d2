import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type PlannedPromise, type PromiseSource, Promises } from '../jobs/promises';
import { ReminderRepository } from './reminder.repository';

/** Tells of every reminder that is still to be sent, so that it can be checked to have its job. */
@Injectable()
export class ReminderPromises implements PromiseSource, OnModuleInit {
  constructor(
    private readonly promises: Promises,
    private readonly reminders: ReminderRepository,
  ) {}

  onModuleInit(): void {
    this.promises.register(this);
  }

  async planned(after: Date, limit: number, ids?: readonly number[]): Promise<PlannedPromise[]> {
    const planned = await this.reminders.planned(after, limit, ids);
    return planned.map(({ id, appointmentId, jobId }) => ({ id, subjectId: appointmentId, jobId }));
  }
}
