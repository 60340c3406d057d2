import type { JobContext } from '../jobs/definition/job-context';
import type { PayloadOf } from '../jobs/definition/job-definition';
import { HandlesJob } from '../jobs/definition/handles-job';
import { AttemptLimitService } from './attempt-limit.service';
import { removeSignIns } from './auth.jobs';
import { SignInService } from './sign-in.service';
import { TicketService } from './ticket.service';

@HandlesJob(removeSignIns)
export class RemoveSignInsHandler {
  constructor(
    private readonly signIns: SignInService,
    private readonly limits: AttemptLimitService,
    private readonly tickets: TicketService,
  ) {}

  async handle(_payload: PayloadOf<typeof removeSignIns>, ctx: JobContext): Promise<void> {
    // Tickets name the sign-ins that they stand for.
    while (await ctx.write(() => this.tickets.removeSome())) ctx.signal.throwIfAborted();
    while (await ctx.write(() => this.signIns.removeSome())) ctx.signal.throwIfAborted();
    while (await ctx.write(() => this.limits.removeSome())) ctx.signal.throwIfAborted();
  }
}
