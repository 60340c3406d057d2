import { HandlesJob } from '../jobs/definition/handles-job';
import type { JobContext } from '../jobs/definition/job-context';
import type { PayloadOf } from '../jobs/definition/job-definition';
import { closePastAppointments } from './appointment.jobs';
import { ClosingService } from './closing.service';

@HandlesJob(closePastAppointments)
export class ClosePastHandler {
  constructor(private readonly closing: ClosingService) {}

  async handle(_payload: PayloadOf<typeof closePastAppointments>, ctx: JobContext): Promise<void> {
    while (await ctx.write(() => this.closing.closeSome(ctx.now()))) ctx.signal.throwIfAborted();
  }
}
