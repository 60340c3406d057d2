import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock';
import { type JobEnd, Jobs } from '../jobs/jobs';
import { ReminderRepository, type Settlement } from './reminder.repository';

const BATCH = 200;
/** What is due for less than this, in milliseconds, is most likely being done: when visits begin, thousands are due at once. */
const PATIENCE_MS = 60_000;

/**
 * Gives an outcome to reminders that are past their time and whose job ended without giving one: else the appointment would
 * promise for ever what nobody will do.
 */
@Injectable()
export class ReminderSettlementService {
  constructor(
    private readonly reminders: ReminderRepository,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  /** A batch of reminders after the id `after`; where it stopped, null when there are no more. */
  async settleAfter(after: number): Promise<number | null> {
    const since = new Date(this.clock.now().getTime() - PATIENCE_MS);
    const overdue = await this.reminders.overdue(since, after, BATCH);
    const ends = await this.jobs.endsOf(overdue.flatMap(({ jobId }) => jobId ?? []));
    await this.reminders.settle(
      overdue.flatMap(({ jobId, appointmentId, sequence, offset }): Settlement[] => {
        const end = ends.get(jobId ?? 0);
        return end ? [{ appointmentId, sequence, offset, ...outcomeOf(end) }] : [];
      }),
    );
    return overdue.length < BATCH ? null : (overdue.at(-1)?.id ?? null);
  }
}

function outcomeOf({ state, reason }: JobEnd): Pick<Settlement, 'outcome' | 'reason'> {
  return { outcome: state === 'deleted' ? 'cancelled' : 'failed', reason: reason ?? `job ${state}` };
}
