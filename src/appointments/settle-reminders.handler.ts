import type { JobContext } from '../jobs/definition/job-context';
import type { PayloadOf } from '../jobs/definition/job-definition';
import { HandlesJob } from '../jobs/definition/handles-job';
import { settleReminders } from './appointment.jobs';
import { ReminderSettlementService } from './reminder-settlement.service';

@HandlesJob(settleReminders)
export class SettleRemindersHandler {
  constructor(private readonly settlement: ReminderSettlementService) {}

  async handle(_payload: PayloadOf<typeof settleReminders>, ctx: JobContext): Promise<void> {
    for (let after: number | null = 0; after !== null; ctx.signal.throwIfAborted()) {
      const from: number = after;
      after = await ctx.write(() => this.settlement.settleAfter(from));
    }
  }
}
