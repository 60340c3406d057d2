import type { BatchContext } from '../jobs/definition/job-context';
import { HandlesJob } from '../jobs/definition/handles-job';
import type { PayloadOf } from '../jobs/definition/job-definition';
import { remindOfAppointment } from './appointment.jobs';
import { type DueReminder, RemindService } from './remind.service';

@HandlesJob(remindOfAppointment)
export class RemindHandler {
  constructor(private readonly reminders: RemindService) {}

  handleMany(_batch: readonly DueReminder[], ctx: BatchContext<PayloadOf<typeof remindOfAppointment>>): Promise<void> {
    return ctx.complete((live) => this.reminders.remind(live));
  }
}
