import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock';
import type { JobContext } from '../jobs/definition/job-context';
import { type JobEnd, Jobs } from '../jobs/jobs';
import type { Delivery } from './delivery.entity';
import { DeliveryRepository } from './delivery.repository';

const BATCH = 200;
/** What is younger than this, in milliseconds, is most likely on its way: at a busy moment there are thousands of them. */
const PATIENCE_MS = 60_000;
const GONE: JobEnd = { state: 'gone', reason: null };

/**
 * Gives an end to deliveries whose job ended without one: its deadline passed while it waited, its attempts were used up,
 * its server died once too often, an admin deleted it. Else the ledger would promise for ever what nobody will do.
 */
@Injectable()
export class DeliverySettlementService {
  constructor(
    private readonly deliveries: DeliveryRepository,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  async settleAll(ctx: JobContext): Promise<void> {
    let settled = 0;
    let after: number | null = 0;
    while (after !== null && !ctx.signal.aborted) {
      const from: number = after;
      const batch = await ctx.write(() => this.settleAfter(from));
      settled += batch.settled;
      after = batch.last;
    }
    if (settled > 0) ctx.log(`${settled} deliveries ended with their jobs`);
  }

  /** A batch of deliveries after the id `after`; `last` is where it stopped, null when there are no more. */
  async settleAfter(after: number): Promise<{ last: number | null; checked: number; settled: number }> {
    const before = new Date(this.clock.now().getTime() - PATIENCE_MS);
    const deliveries = await this.deliveries.unfinished({ after, before }, BATCH);
    const ends = await this.jobs.endsOf(deliveries.flatMap(({ jobId }) => jobId ?? []));
    let settled = 0;
    for (const delivery of deliveries) {
      const end = delivery.jobId === null ? GONE : ends.get(delivery.jobId);
      if (!end) continue;
      const seen = delivery.state;
      settle(delivery, end, this.clock.now());
      await this.deliveries.update(delivery, seen);
      settled += 1;
    }
    const last = deliveries.length < BATCH ? null : (deliveries.at(-1)?.id ?? null);
    return { last, checked: deliveries.length, settled };
  }
}

function settle(delivery: Delivery, { state, reason }: JobEnd, now: Date): void {
  // It was on its way, and nobody is left to say what became of it.
  if (delivery.state === 'sending') delivery.unanswered('no answer came');
  if (state === 'deleted') delivery.skip(reason ?? 'job deleted', now);
  else delivery.fail(reason ?? `job ${state}`, now);
}
