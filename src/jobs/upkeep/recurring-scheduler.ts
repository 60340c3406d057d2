import { Inject, Injectable, Logger } from '@nestjs/common';
import { Config } from '../../config/config';
import { Database } from '../../database/database';
import { JobRegistry } from '../definition/job-registry';
import { cronProblem, nextOccurrence, occurrencesBetween } from '../definition/recurrence';
import { declaredRecurrence, occurrenceOf, recurringKey } from '../recurring-jobs';
import { JOB_STORE, type JobStore } from '../store/job-store';
import { RECURRING_STORE, type RecurringJob, type RecurringStore } from '../store/recurring-store';
import { JOB_TRANSPORT, type JobTransport } from '../transport/job-transport';

/** With misfire `skip`, an occurrence found later than this is not run. */
const SKIP_AFTER_MS = 15_000;
/** How many missed occurrences one look considers. */
const CATCH_UP = 1_000;

/** Turns schedules into jobs: each occurrence once, whoever looks. */
@Injectable()
export class RecurringScheduler {
  private readonly logger = new Logger(RecurringScheduler.name);

  constructor(
    private readonly database: Database,
    @Inject(RECURRING_STORE) private readonly schedules: RecurringStore,
    @Inject(JOB_STORE) private readonly store: JobStore,
    @Inject(JOB_TRANSPORT) private readonly transport: JobTransport,
    private readonly registry: JobRegistry,
    private readonly config: Config,
  ) {}

  /** Stores the declared schedules that are not there yet. @throws Error naming a job whose cron cannot be read. */
  async declare(): Promise<void> {
    const now = await this.store.now();
    const declared = this.registry.all().flatMap(({ definition }): RecurringJob[] => {
      const recurrence = declaredRecurrence(definition, this.config.clinicTimeZone);
      if (!recurrence) return [];
      const { name, queue } = definition;
      const { cron, timeZone } = recurrence;
      const problem = cronProblem(cron);
      if (problem) throw new Error(`The cron of recurring job ${name} cannot be used: ${problem}`);
      return [
        {
          id: name,
          type: name,
          queue,
          payload: JSON.stringify(definition.payload.parse({})),
          ...recurrence,
          enabled: true,
          nextRunAt: nextOccurrence(cron, timeZone, now),
          lastRunAt: null,
          lastJobId: null,
          error: null,
        },
      ];
    });
    if (declared.length > 0) await this.database.transaction(() => this.schedules.declare(declared));
  }

  /** Enqueues what has come due. */
  async tick(): Promise<void> {
    for (const schedule of await this.schedules.due()) {
      // What nothing declares here any more, or not yet, is left alone: it would only fail.
      if (!schedule.nextRunAt || !this.registry.find(schedule.type)) continue;
      const now = await this.store.now();
      let plan: Plan;
      try {
        plan = planOf(schedule, schedule.nextRunAt, now);
      } catch (error) {
        await this.giveUp(schedule, schedule.nextRunAt, error);
        continue;
      }
      await this.advance(schedule, schedule.nextRunAt, plan);
    }
  }

  /** A schedule that cannot be read has no next run until someone sets it right; the others go on. */
  private async giveUp(schedule: RecurringJob, seen: Date, error: unknown): Promise<void> {
    const reason = error instanceof Error ? error.message : String(error);
    this.logger.error({ recurring: schedule.id, reason }, 'a recurring job cannot be scheduled');
    const change = { nextRunAt: null, lastRunAt: null, error: `It cannot be scheduled: ${reason}` };
    await this.database.transaction(() => this.schedules.advance(schedule.id, seen, change));
  }

  private async advance(schedule: RecurringJob, seen: Date, { chosen, last, nextRunAt }: Plan): Promise<void> {
    const definition = this.registry.find(schedule.type)?.definition;
    const notices = await this.database.transaction(async () => {
      const overlapped = schedule.misfire !== 'each' && (await this.store.hasOpen(recurringKey(schedule, last)));
      const runs = overlapped ? [] : chosen;
      const error = overlapped ? `The occurrence of ${last.toISOString()} overlapped the run before it.` : null;
      const advanced = await this.schedules.advance(schedule.id, seen, {
        nextRunAt,
        lastRunAt: runs.at(-1) ?? null,
        error,
      });
      if (!advanced || runs.length === 0) return [];
      const inserted = await this.store.insert(runs.map((at) => occurrenceOf(schedule, definition, at)));
      const newest = inserted.at(-1);
      if (newest) await this.schedules.setLastJob(schedule.id, newest.id);
      return inserted;
    });
    this.transport.announce(notices);
  }
}

interface Plan {
  /** The occurrences to run. */
  chosen: readonly Date[];
  /** The newest that has come due. */
  last: Date;
  nextRunAt: Date | null;
}

/** @throws Error when the schedule's cron or zone cannot be read. */
function planOf({ cron, timeZone, misfire }: RecurringJob, seen: Date, now: Date): Plan {
  const missed = [seen, ...occurrencesBetween(cron, timeZone, seen, now, CATCH_UP)];
  if (misfire !== 'each' && missed.length > CATCH_UP) {
    // Only the newest matters, and it is not among so many: what is recent enough to be run is looked for by itself.
    missed.push(...occurrencesBetween(cron, timeZone, new Date(now.getTime() - SKIP_AFTER_MS - 1), now, CATCH_UP));
  }
  const last = missed.at(-1) ?? seen;
  return {
    chosen: chooseOccurrences(misfire, missed, now),
    last,
    nextRunAt: nextOccurrence(cron, timeZone, misfire === 'each' ? last : now),
  };
}

/** Which of the occurrences that have come due are run. */
export function chooseOccurrences(
  misfire: RecurringJob['misfire'],
  missed: readonly Date[],
  now: Date,
): readonly Date[] {
  if (misfire === 'each') return missed;
  const last = missed.at(-1);
  if (!last) return [];
  if (misfire === 'skip' && now.getTime() - last.getTime() > SKIP_AFTER_MS) return [];
  return [last];
}
