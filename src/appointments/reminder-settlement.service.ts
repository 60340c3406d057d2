import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock';
import { type JobEnd, Jobs } from '../jobs/jobs';
import { ReminderRepository, type Settlement } from './reminder.repository';

const BATCH = 200;

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
    const overdue = await this.reminders.overdue(this.clock.now(), after, BATCH);
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
